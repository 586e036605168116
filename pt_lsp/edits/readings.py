"""What a region has read at earlier times, oldest first, and what that meant where it is known by now."""

from collections.abc import Iterable

from pt_lsp.documents.change import Change
from pt_lsp.edits.review import Review

_Meaning = Review | str
"""What a text means; a text alone is the one that a rejection gives back."""

_MAX_TEXTS, _MAX_CHARACTERS = 200, 1_000_000


class Readings(dict[str, _Meaning]):
    """Bounded in number and size; the original and the newest are always known."""

    def __init__(self, original: str) -> None:
        super().__init__({original: original})
        self._original = original
        self.restored = original
        """What a rejection gives back of a text of which nothing else is known."""

    def review_of(self, content: str) -> Review:
        """What it means where the region reads `content`."""
        meaning = self.get(content, self.restored)
        return Review.of(meaning, content) if isinstance(meaning, str) else meaning

    def review_after(self, content: str, changes: Iterable[Change]) -> Review:
        """What it means after changes of somebody else's, one after the other."""
        review = self.review_of(content)
        for change in changes:
            review = review.after(change)
            # A text that the region had before means what it meant then: somebody has taken something back.
            if review.content in self:
                review = self.review_of(review.content)
        return review

    def put(self, content: str, meaning: _Meaning | None = None) -> None:
        """The region reads, or is about to read, `content`, and that is what it means, if it is known."""
        self.pop(content, None)
        self[content] = self.restored if meaning is None else meaning
        n_texts, n_characters = len(self), sum(map(len, self))
        for text in [text for text in self if text not in {self._original, content}]:
            if n_texts <= _MAX_TEXTS and n_characters <= _MAX_CHARACTERS:
                return
            del self[text]
            n_texts, n_characters = n_texts - 1, n_characters - len(text)

    def accept(self, number: int) -> None:
        """That hunk is part of both readings; of what streamed by hunks have other numbers, so that goes."""
        for content, meaning in list(self.items()):
            if not isinstance(meaning, str):
                self[content] = meaning.accepted(number)
            elif content != self._original:
                del self[content]
