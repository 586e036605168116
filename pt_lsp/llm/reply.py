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
        self._has_thoughts = False
        self._deltas = self._restored(pieces, restorer)

    @property
    def has_begun(self) -> bool:
        """Whether anything came that has to be paid for."""
        return bool(self.received) or self._has_thoughts or self.usage is not None

    def __aiter__(self) -> AsyncIterator[str]:
        return self._deltas

    async def __anext__(self) -> str:
        return await anext(self._deltas)

    async def _restored(self, pieces: AsyncIterator[ReplyDelta], restorer: Restorer) -> AsyncIterator[str]:
        async for piece in pieces:
            self.finish_reason = piece.finish_reason or self.finish_reason
            self.usage = piece.usage or self.usage
            self._has_thoughts = self._has_thoughts or piece.is_reasoning
            if piece.text:
                self.received += piece.text
                if delta := restorer.push(piece.text):
                    yield delta
        if rest := restorer.finish():
            yield rest
