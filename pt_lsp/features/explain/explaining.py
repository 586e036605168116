"""An explanation from place to Markdown, as it streams."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import replace

from pt_lsp.context.background import NO_BACKGROUND, GatherAround
from pt_lsp.context.budget import whole_background
from pt_lsp.context.windows.region_window import region_window
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.errors import EditRefused, UnusableReply
from pt_lsp.features.explain.prompt import MAX_TOKENS, build_prompt
from pt_lsp.features.explain.safe_markdown import SafeMarkdown
from pt_lsp.llm.gateway import Ending, Gateway, ending_of, left_out_note, once_shorter
from pt_lsp.privacy.placeholders import Placeholders
from pt_lsp.replies.asides.reasoning import ONLY_THOUGHT
from pt_lsp.replies.asides.spoken import TAKEN_BACK, SpokenAnswer

_RESERVED_TOKENS = 250

_NOTHING = "The model answered without an explanation; ask again or in other words."
_CUT = "The answer was cut here, at its length limit."
_UNKNOWN = "The answer ended in an unusual way here; its end may be missing."


async def explain(
    gateway: Gateway,
    snapshot: Snapshot,
    part: Span,
    gather: GatherAround | None = None,
    *,
    asked: str = "",
) -> AsyncGenerator[str | None]:
    """The deltas of an explanation of some lines, or of the answer to what is `asked` about them.

    `TAKEN_BACK` among them says that those so far were no part of it. One that was cut says so at its end.
    Where the prompt is too long for the model it is made once more, shorter. Raises EditRefused when the part
    is too large, UnusableReply when there is nothing but reasoning, else a ModelError. Closing the generator
    closes the HTTP stream.
    """
    async with aclosing(once_shorter(lambda: _explain(gateway, snapshot, part, gather, asked))) as deltas:
        async for delta in deltas:
            yield delta


async def _explain(
    gateway: Gateway, snapshot: Snapshot, part: Span, gather: GatherAround | None, asked: str
) -> AsyncGenerator[str | None]:
    settings = gateway.limits.fitted(snapshot.settings, "explain", MAX_TOKENS)
    snapshot = replace(snapshot, settings=settings)
    background = NO_BACKGROUND if gather is None else await gather(snapshot, part)
    budget = background.budget_characters(snapshot.settings.context.budget_tokens - _RESERVED_TOKENS)
    # The part is shown twice: in its file, and by itself.
    budget -= len(part) + len(asked)
    if len(part) > budget:
        raise EditRefused(
            "The code to explain is larger than context.budgetTokens or the model allows; "
            "select less, or raise it if the model takes more."
        )
    shown = background.within(whole_background(budget - len(part)), rules_first=True)
    left = budget - len(shown.text)
    window = await asyncio.to_thread(region_window, snapshot, part, left, path=background.path)
    first_line = snapshot.text.line_at(part.start)
    prompt = build_prompt(window, shown, first_line=first_line, asked=asked)
    async with gateway.open(prompt, snapshot.settings) as reply:
        note = left_out_note(reply.left_out)
        answer = _Answer(reply.placeholders)
        async for delta in reply:
            for piece in answer.push(delta):
                yield piece
    for piece in answer.finish():
        yield piece
    if not answer.spoken.has_said:
        raise UnusableReply(ONLY_THOUGHT if answer.spoken.is_all_thought else _NOTHING)
    if remarks := _remarks(ending_of(reply.finish_reason), note):
        if answer.closing:
            yield f"\n{answer.closing}"
        for remark in remarks:
            yield f"\n\n*{remark}*\n"


class _Answer:
    """What the model says, safe to render; or `TAKEN_BACK`."""

    def __init__(self, placeholders: Placeholders) -> None:
        self.spoken = SpokenAnswer()
        self._placeholders = placeholders
        self._markdown = SafeMarkdown(placeholders)

    @property
    def closing(self) -> str:
        """What closes the block of code that the answer ends in; empty when it ends in none."""
        return self._markdown.closing

    def push(self, delta: str) -> Iterator[str | None]:
        """What is known of the answer now, and was not before."""
        return self._safe(self.spoken.push(delta))

    def finish(self) -> Iterator[str | None]:
        """The rest of the answer."""
        yield from self._safe(self.spoken.finish())
        if rest := self._markdown.finish():
            yield rest

    def _safe(self, pieces: Iterator[str | None]) -> Iterator[str | None]:
        for piece in pieces:
            if piece is TAKEN_BACK:
                self._markdown = SafeMarkdown(self._placeholders)
                yield TAKEN_BACK
            elif given := self._markdown.push(piece):
                yield given


def _remarks(ending: Ending, note: str | None) -> list[str]:
    """What a reader has to know of how the explanation came about, as sentences."""
    cut = {"whole": None, "cut": _CUT}.get(ending, _UNKNOWN)
    return [remark for remark in (cut, note) if remark]
