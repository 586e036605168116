"""A reply as its reader sees it: text with the secrets restored, then why it ended and what it used."""

from collections.abc import AsyncIterator

from pt_lsp.llm.answer import ReplyDelta
from pt_lsp.llm.ledger import Usage
from pt_lsp.privacy.restorer import Restorer


class Reply:
    """Iterates over the deltas, none of them empty; good inside its `Gateway.open` only."""

    def __init__(self, pieces: AsyncIterator[ReplyDelta], restorer: Restorer) -> None:
        self.finish_reason: str | None = None
        """`stop`, `length` or another word of the API; known after the last delta."""
        self.usage: Usage | None = None
        """As reported after the last delta; estimated once the context is left, if it was not reported."""
        self.received = ""
        """The text so far as it came in, secrets not restored."""
        self.left_out: tuple[str, ...] = ()
        """Excerpts that a content filter was found to refuse: it is an answer to the rest."""
        self._deltas = self._restored(pieces, restorer)
        self._first: str | None = None

    @property
    def has_begun(self) -> bool:
        """Whether anything came that has to be paid for."""
        return bool(self.received) or self.usage is not None

    def __aiter__(self) -> AsyncIterator[str]:
        return self

    async def __anext__(self) -> str:
        first, self._first = self._first, None
        return await anext(self._deltas) if first is None else first

    async def begin(self) -> None:
        """Wait for the first text; raises what ends the answer before it."""
        self._first = await anext(self._deltas, None)

    async def _restored(self, pieces: AsyncIterator[ReplyDelta], restorer: Restorer) -> AsyncIterator[str]:
        async for piece in pieces:
            self.finish_reason = piece.finish_reason or self.finish_reason
            self.usage = piece.usage or self.usage
            if piece.text:
                self.received += piece.text
                if delta := restorer.push(piece.text):
                    yield delta
        if rest := restorer.finish():
            yield rest
