"""What of the problems that are shown after a fix it was to solve, or has brought."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pt_lsp.features.edit.problems.diagnostic import Diagnostic

_Key = tuple[str, str, str]


def unsolved(
    remaining: Sequence[Diagnostic], asked: Sequence[Diagnostic], before: Sequence[Diagnostic] | None
) -> list[Diagnostic]:
    """Errors and warnings that the fix was asked to solve and did not, and errors that are new.

    `before` are those of the region before; without them nobody can tell what is new.
    """
    return list(_unsolved(remaining, asked, before))


def _unsolved(
    remaining: Sequence[Diagnostic], asked: Sequence[Diagnostic], before: Sequence[Diagnostic] | None
) -> Iterator[Diagnostic]:
    to_solve = set(map(_key, asked))
    may_stay = Counter(map(_key, before or ()))
    may_stay.subtract(map(_key, asked))
    for each in remaining:
        key = _key(each)
        if each.gravity == "remark":
            continue
        if may_stay[key] > 0:
            may_stay[key] -= 1
        elif key in to_solve or (before is not None and each.gravity == "error"):
            yield each


def _key(diagnostic: Diagnostic) -> _Key:
    """The same before and after, wherever it is by then."""
    return diagnostic.kind.reporter, diagnostic.kind.code, " ".join(diagnostic.message.split())
