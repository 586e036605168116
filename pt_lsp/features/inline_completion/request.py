"""One request for a completion while it waits."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from pt_lsp.documents.change import Change
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.features.inline_completion.agreement import Trail
from pt_lsp.features.inline_completion.cache import Spot
from pt_lsp.features.inline_completion.gates.debounce import NO_PAUSE, Pause, word_start
from pt_lsp.features.inline_completion.items import Completion
from pt_lsp.features.inline_completion.reasons import Code

OUTDATED_S = 1.0
"""So long a request whose text has changed stays open for the newer one that answers for it."""


class NoCompletion(Exception):
    """Carries the reason why a request shows nothing."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(code)
        self.code: Code = code
        self.detail = detail


def called_off() -> NoCompletion:
    """Why a request shows nothing that the editor has cancelled while the model was asked."""
    detail = "the editor called it off before the model had answered, as it does at the next key"
    return NoCompletion("superseded", detail)


class Overtaken(Exception):
    """A newer request answers for this one too."""


def _future() -> "asyncio.Future[None]":
    return asyncio.get_running_loop().create_future()


@dataclass(eq=False, slots=True)
class Request:
    """`result` is what it was answered with, for those that it has overtaken."""

    snapshot: Snapshot
    offset: int
    spot: Spot
    trail: Trail
    """From the spot through what was typed since it came."""
    is_invoked: bool
    newer: "Request | None" = None
    waits_for: NoCompletion = field(default_factory=called_off)
    """Why it shows nothing if the editor calls it off now."""
    overtaken: "asyncio.Future[None]" = field(default_factory=_future)
    outdated: "asyncio.Future[None]" = field(default_factory=_future)
    result: "asyncio.Future[list[Completion]]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    @classmethod
    def at(cls, snapshot: Snapshot, offset: int, *, is_invoked: bool, is_ahead: bool) -> "Request":
        """A request for that place; `is_ahead` if it is behind a suggestion that is not taken yet."""
        spot = Spot.at(snapshot, offset)
        trail = Trail(spot, Span(offset, offset), is_ahead=is_ahead)
        return cls(snapshot, offset, spot, trail, is_invoked)

    @property
    def line_prefix(self) -> str:
        """The cursor's line up to the cursor."""
        return line_prefix(self.snapshot, self.offset)

    @property
    def line_suffix(self) -> str:
        """The cursor's line from the cursor on."""
        text = self.snapshot.text
        line = text.line_at(self.offset)
        return text.line_content(line)[self.offset - text.line_start(line) :]

    @property
    def word_start(self) -> int:
        """Where the word before the cursor begins; the cursor itself where there is none."""
        return word_start(self.line_prefix, self.offset)

    def overtake(self, newer: "Request | None") -> None:
        """A newer request has come for the document, or none will, because it is closed."""
        self.newer = newer
        for future in (self.overtaken, self.outdated):
            if not future.done():
                future.set_result(None)

    def outdate(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:
        """The document has changed since; the editor will ask again."""
        self.trail.follow(snapshot, changes)
        if not self.outdated.done():
            self.outdated.set_result(None)

    def check(self) -> None:
        """Raises Overtaken if it was."""
        if self.overtaken.done():
            raise Overtaken

    async def rest(self, pause: Pause) -> None:
        """Let the pause pass. Raises Overtaken, or NoCompletion if the text has changed meanwhile."""
        if not pause.ms:
            return
        self.waits_for = NoCompletion(pause.code, pause.detail)
        await asyncio.wait({self.outdated}, timeout=pause.ms / 1000)
        self.check()
        if self.outdated.done():
            await self.outlive(pause)
        self.waits_for = called_off()

    async def outlive(self, pause: Pause = NO_PAUSE) -> None:
        """Stay open, so that what is on the screen stays, until a newer request answers for this one.

        Raises Overtaken, or NoCompletion if none comes.
        """
        await asyncio.wait({self.overtaken}, timeout=OUTDATED_S)
        self.check()
        raise NoCompletion(pause.code, pause.detail)

    def answer(self, items: list[Completion]) -> None:
        """Tell those that wait for it."""
        if not self.result.done():
            self.result.set_result(items)

    async def newest_result(self) -> list[Completion]:
        """What the request that has overtaken it was answered with."""
        if self.newer is None:
            raise NoCompletion("superseded", "the document was closed")
        return await asyncio.shield(self.newer.result)


def line_prefix(snapshot: Snapshot, offset: int) -> str:
    """The line of `offset` up to it."""
    line = snapshot.text.line_at(offset)
    return snapshot.text.line_content(line)[: offset - snapshot.text.line_start(line)]
