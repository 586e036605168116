"""What a region has read at earlier times, oldest first, and what that meant where it is known by now."""

from pt_lsp.edits.review import Review

_MAX_TEXTS, _MAX_CHARACTERS = 200, 1_000_000


class Readings(dict[str, Review | None]):
    """Bounded in number and size; the original and the newest are always known."""

    def __init__(self, original: str) -> None:
        super().__init__({original: None})
        self._original = original

    def review_of(self, content: str) -> Review:
        """What it means where the region reads `content`."""
        review = self.get(content)
        return Review.of(self._original, content) if review is None else review

    def put(self, content: str, review: Review | None = None) -> None:
        """The region reads, or is about to read, `content`, and that means `review`."""
        self.pop(content, None)
        self[content] = review
        n_texts, n_characters = len(self), sum(map(len, self))
        for text in [text for text in self if text not in {self._original, content}]:
            if n_texts <= _MAX_TEXTS and n_characters <= _MAX_CHARACTERS:
                return
            del self[text]
            n_texts, n_characters = n_texts - 1, n_characters - len(text)

    def accept(self, number: int) -> None:
        """That hunk is part of both readings; of what streamed by hunks have other numbers, so that goes."""
        for content, review in list(self.items()):
            if review is not None:
                self[content] = review.accepted(number)
            elif content != self._original:
                del self[content]
