"""What the user did last in a document, and where a suggestion was typed over."""

from collections.abc import Sequence
from typing import Literal

from pt_lsp.documents.change import Change

ChangeKind = Literal["nothing", "typing", "deletion", "insertion", "paste", "acceptance"]

_PASTED_CHARACTERS = 24
"""So much is complete in itself."""
_TYPED_CHARACTERS = 2
"""A key and the bracket that closes it. Editors put in more: suggestions of a menu, comment signs, names."""


class TypingHistory:
    """The history in one document."""

    def __init__(self) -> None:
        self.last: ChangeKind = "nothing"
        self.typed_to: int | None = None
        """Where the text ends that was typed last; None if the last change was none of typing."""
        self._contradicted_at: int | None = None
        self._asked_at: int | None = None

    def changed(self, changes: Sequence[Change], *, offered: Sequence[str]) -> None:
        """The document has changed; `offered` are the texts that were on offer at the cursor."""
        self.last = _kind_of(changes, offered)
        written = changes[-1]
        self.typed_to = written.span.start + len(written.text) if self.last == "typing" else None
        if self.last == "deletion":
            # What was typed over was said about other letters than those that will stand there.
            self._contradicted_at = None

    def asked(self, offset: int) -> None:
        """The model is asked for what follows there."""
        self._asked_at = offset

    def contradict(self, word_start: int) -> None:
        """What was said about the word that begins there was typed over."""
        self._contradicted_at = word_start

    def is_contradicted(self, word_start: int, offset: int) -> bool:
        """Whether what was last typed over was about the word from there to the cursor, and said within it.

        What was said before its first letter knew nothing of it, and that tells a model more than any other.
        """
        is_asked = self._asked_at is not None and word_start < self._asked_at <= offset
        return is_asked and self._contradicted_at == word_start


def _kind_of(changes: Sequence[Change], offered: Sequence[str]) -> ChangeKind:
    written = "".join(change.text for change in changes)
    if not written.strip() and any(change.span.end > change.span.start for change in changes):
        return "deletion"
    if len(written) > 1 and any("\n" not in text and text.startswith(written) for text in offered):
        return "acceptance"
    if len(written.strip()) > _PASTED_CHARACTERS:
        return "paste"
    return "insertion" if any(_is_put_in(change.text) for change in changes) else "typing"


def _is_put_in(text: str) -> bool:
    """Whether an editor wrote it, line ends with their indentation left aside."""
    return len(text) > _TYPED_CHARACTERS and "\n" not in text and bool(text.strip())
