"""Which excerpts to leave out of a prompt that a content filter refuses; pure.

Each step is a real request without some of them. Halving tells one culprit among sixteen in four steps.
"""

from collections.abc import Generator, Sequence

MOST_REQUESTS = 5

Search = Generator[Sequence[str], bool, None]
"""Yields what to leave out, and is sent whether the rest passed. It ends after a request that passed, which
is the answer, or after one that did not: then leaving out does not help, or there were enough tries.
"""


def halving(keys: Sequence[str], most_requests: int = MOST_REQUESTS) -> Search:
    """Looks for the one excerpt that is refused; where it is more, the last request leaves out all it takes.

    Everything but a half is shown at each step: where that passes, the half holds all that is refused.
    """
    suspects, passing, n_left = keys, keys[:0], most_requests
    while len(suspects) > 1 and n_left > 1:
        n_left -= 1
        half = suspects[: len(suspects) // 2]
        if (yield half):
            suspects = passing = half
            if len(half) == 1 or n_left == 1:
                return
        else:
            suspects = suspects[len(half) :]
    if keys and (passing or n_left > 1):
        n_left -= 1
        if (yield suspects):
            return
    if n_left and len(suspects) < len(keys):
        yield passing or keys


def all_at_once(keys: Sequence[str]) -> Search:
    """One request without any: nobody waits for more where nobody has asked."""
    if keys:
        yield keys
