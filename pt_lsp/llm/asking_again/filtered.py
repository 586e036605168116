"""Asks again without excerpts of other files where a content filter refuses a prompt.

Only excerpts are left out: the user's own file and words are what was asked about, the rules are ours.
"""

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from pt_lsp.errors import ContentFiltered
from pt_lsp.llm.asking_again.halving import Search, all_at_once, halving
from pt_lsp.llm.asking_again.refused_excerpts import RefusedExcerpts
from pt_lsp.llm.prompt import Prompt
from pt_lsp.llm.reply import Reply

_log = logging.getLogger(__name__)

_MOST_NAMED = 3
_ALL_LEFT_OUT = (
    "The endpoint's content filter refuses what is shown of other files: completions go on without."
)

Send = Callable[[Prompt], AbstractAsyncContextManager[Reply]]


@asynccontextmanager
async def open_unfiltered(prompt: Prompt, send: Send, refused: RefusedExcerpts) -> AsyncIterator[Reply]:
    """The reply to the prompt, or to as much of it as passes; raises what `send` raises.

    What was refused before is left out from the start. A completion is then asked once more without any
    excerpt, other work up to five times to find out which it is; `Reply.left_out` names what was found now.
    """
    is_completion = prompt.purpose == "inline completion"
    shown = prompt.without(refused.among(prompt, with_suspected=is_completion))
    names = shown.excerpt_names
    search = (all_at_once if is_completion else halving)(tuple(names))
    left_out: Sequence[str] = ()
    while True:
        has_passed = False
        try:
            async with send(shown.without(left_out)) as reply:
                if names:
                    await reply.begin()
                has_passed = True
                following = _following(search, has_passed=True) if left_out else None
                if following is None:
                    refused.clear(key for key in names if key not in left_out)
                    (refused.suspect if is_completion else refused.find)(shown, left_out)
                    reply.left_out = tuple(names[key] for key in left_out)
                    if left_out:
                        _log.warning("%s", _ALL_LEFT_OUT if is_completion else left_out_note(reply.left_out))
                    yield reply
                    return
        except ContentFiltered:
            following = None if has_passed else _following(search, has_passed=False if left_out else None)
            if following is None:
                if 0 < len(left_out) < len(names):
                    refused.find(shown, left_out)
                raise
        left_out = following


def _following(search: Search, *, has_passed: bool | None) -> Sequence[str] | None:
    """What to leave out next, None if nothing; `has_passed` is None before the search has begun."""
    try:
        return next(search) if has_passed is None else search.send(has_passed)
    except StopIteration:
        return None


def left_out_note(names: Sequence[str]) -> str | None:
    """One sentence for a person about an answer that does without these excerpts; None for one with all."""
    if not names:
        return None
    shown = [
        *names[:_MOST_NAMED],
        *([f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else []),
    ]
    listed = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    return f"The endpoint's content filter refuses what was shown of {listed}, so it was left out."
