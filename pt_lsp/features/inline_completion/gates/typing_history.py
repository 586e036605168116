"""What the user did last in a document, and where a suggestion was typed over."""

from collections.abc import Sequence
from typing import Literal

from pt_lsp.documents.change import Change

ChangeKind = Literal["nothing", "typing", "deletion", "paste", "acceptance"]

_PASTED_CHARACTERS = 24
"""Nobody types so much at once; editors put in brackets, line ends and indentation."""


class TypingHistory:
    """The history in one document."""

    def __init__(self) -> None:
        self.last: ChangeKind = "nothing"
        self._contradicted_at: int | None = None

    def changed(self, changes: Sequence[Change], *, offered: Sequence[str]) -> None:
        """The document has changed; `offered` are the texts that were on offer at the cursor."""
        self.last = _kind_of(changes, offered)

    def contradict(self, word_start: int) -> None:
        """What was said about the word that begins there was typed over."""
        self._contradicted_at = word_start

    def is_contradicted(self, word_start: int) -> bool:
        """Whether what was last typed over was about that word."""
        return self._contradicted_at == word_start


def _kind_of(changes: Sequence[Change], offered: Sequence[str]) -> ChangeKind:
    written = "".join(change.text for change in changes)
    if not written.strip() and any(change.span.end > change.span.start for change in changes):
        return "deletion"
    if len(written) > 1 and any("\n" not in text and text.startswith(written) for text in offered):
        return "acceptance"
    return "paste" if len(written.strip()) > _PASTED_CHARACTERS else "typing"
