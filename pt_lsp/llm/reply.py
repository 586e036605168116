"""A reply as its reader sees it: clean text with the secrets restored, then why it ended and what it used."""

import math
from collections.abc import AsyncIterator, Collection
from typing import TYPE_CHECKING, Literal

from pt_lsp.documents.clean_text import TextCleaner
from pt_lsp.errors import ContentFiltered, EmptyReply, OnlyThoughts, UnusableReply
from pt_lsp.llm.ledger import Usage
from pt_lsp.llm.prompt import Prompt
from pt_lsp.llm.tools.call import CallDelta, ToolCall
from pt_lsp.llm.tools.call_deltas import CallAssembly
from pt_lsp.llm.tools.written_calls import WrittenCalls, names_of_calls
from pt_lsp.privacy.placeholders import NO_PLACEHOLDERS, Placeholders
from pt_lsp.privacy.restorer import Restorer

if TYPE_CHECKING:
    from pt_lsp.llm.answer import ReplyDelta

Ending = Literal["whole", "cut", "unknown"]
"""An answer's end: its own, its length limit, or what no API documents; then it may not be whole."""

MAX_CHARACTERS_PER_TOKEN = 16
"""No answer comes near it; an endpoint that heeds no limit does."""

_WHOLE = frozenset({"stop", "eos", "end_turn", "stop_sequence"})
_CUT = frozenset({"length", "max_tokens"})
_FILTERED = frozenset({"content_filter", "sensitive"})
_CALLS = frozenset({"tool_calls", "function_call"})
_CALLED = "The model asked for a tool instead of answering; ask again or in other words."


def ending_of(finish_reason: str | None) -> Ending:
    """How an answer ended that came with this word of the API, or with none.

    Raises ContentFiltered or UnusableReply for one that must not be used.
    """
    word = (finish_reason or "stop").strip().lower()
    if word in _FILTERED:
        raise ContentFiltered(
            "The endpoint's content filter cut the model's answer off; ask in other words or select less."
        )
    if word in _CALLS:
        raise UnusableReply(_CALLED)
    if word in _WHOLE:
        return "whole"
    return "cut" if word in _CUT else "unknown"


class Reply:
    """Iterates over the deltas, none of them empty; good inside its `Gateway.open` only."""

    def __init__(
        self,
        pieces: "AsyncIterator[ReplyDelta]",
        placeholders: Placeholders = NO_PLACEHOLDERS,
        max_tokens: int | None = None,
        *,
        restores: bool = True,
        tools: Collection[str] = (),
        shown_calls: Collection[str] = (),
    ) -> None:
        """`max_tokens` is what was asked for: an answer that goes on far beyond is cut for the endpoint.

        Unless it `restores`, the text keeps its placeholders. Calls are no part of it where there are
        `tools`, the names of those that were offered; `shown_calls` are called in what the prompt shows.
        """
        self.placeholders = placeholders
        """Those of the prompt."""
        self.finish_reason: str | None = None
        """A word of the API, which `ending_of` reads; known after the last delta."""
        self.usage: Usage | None = None
        """As reported after the last delta; estimated once the context is left, if it was not reported."""
        self._has_thoughts = False
        self._takes_calls = bool(tools)
        self._called = CallAssembly()
        self._written = WrittenCalls(tools, shown_calls)
        self.left_out: tuple[str, ...] = ()
        """Excerpts that a content filter was found to refuse: it is an answer to the rest."""
        # A text that grew by a few characters at a time would be copied each time.
        self._received: list[str] = []
        self._room = math.inf if max_tokens is None else max_tokens * MAX_CHARACTERS_PER_TOKEN
        self._deltas = self._restored(pieces, Restorer(placeholders if restores else NO_PLACEHOLDERS))
        self._first: str | None = None

    @classmethod
    def to(
        cls, prompt: Prompt, pieces: "AsyncIterator[ReplyDelta]", placeholders: Placeholders = NO_PLACEHOLDERS
    ) -> "Reply":
        """The reply to a prompt in which these placeholders stand."""
        tools = frozenset(tool.name for tool in prompt.tools)
        shown = frozenset(names_of_calls(prompt.text) if tools else ())
        return cls(
            pieces,
            placeholders,
            prompt.max_tokens,
            restores=prompt.restores,
            tools=tools,
            shown_calls=shown,
        )

    @property
    def received(self) -> str:
        """The text so far as it came in, and the calls; secrets not restored."""
        calls = (f"\n{call.name}({call.arguments})" for call in self._called.calls)
        return "".join((*self._received, *calls))

    @property
    def calls(self) -> tuple[ToolCall, ...]:
        """What the model wants to know before it answers, known after the last delta.

        Its text is no answer then. Placeholders in them stay.
        """
        if not self._takes_calls:
            return ()
        return tuple(dict.fromkeys((*self._called.calls, *self._written.calls)))

    @property
    def is_endless(self) -> bool:
        """Whether it was ended here, for its size: the endpoint heeds no limit."""
        return not self._room

    @property
    def has_begun(self) -> bool:
        """Whether anything came that has to be paid for."""
        has_come = bool(self._received or self._called.calls)
        return has_come or self._has_thoughts or self.usage is not None

    def __aiter__(self) -> AsyncIterator[str]:
        return self

    async def __anext__(self) -> str:
        first, self._first = self._first, None
        return await anext(self._deltas) if first is None else first

    async def begin(self) -> None:
        """Wait for the first text; raises what ends the answer before it."""
        self._first = await anext(self._deltas, None)

    async def _restored(self, pieces: "AsyncIterator[ReplyDelta]", restorer: Restorer) -> AsyncIterator[str]:
        cleaner = TextCleaner()
        try:
            async for piece in pieces:
                self.finish_reason = piece.finish_reason or self.finish_reason
                self.usage = piece.usage or self.usage
                self._has_thoughts = self._has_thoughts or piece.is_reasoning
                self._take_calls(piece.calls)
                if text := self._within_limit(cleaner.push(piece.text)):
                    self._received.append(text)
                    if delta := restorer.push(self._shown(text)):
                        yield delta
                if not self._room:
                    self.finish_reason = "length"
                    break
        except (EmptyReply, OnlyThoughts):
            ending_of(self.finish_reason)  # that it was filtered says more
            raise
        rest = self._shown(cleaner.finish()) + self._written.finish()
        if rest := restorer.push(rest) + restorer.finish():
            yield rest
        if self._called.calls and not self._takes_calls and not self._received:
            raise UnusableReply(_CALLED)

    def _take_calls(self, deltas: Collection[CallDelta]) -> None:
        self._called.push(deltas)
        self._room = max(self._room - sum(len(delta.arguments) for delta in deltas), 0)

    def _shown(self, text: str) -> str:
        """What of the text is no call; behind one nothing is an answer."""
        shown = self._written.push(text)
        return "" if self._takes_calls and self._called.calls else shown

    def _within_limit(self, text: str) -> str:
        text = text if len(text) <= self._room else text[: int(self._room)]
        self._room -= len(text)
        return text
