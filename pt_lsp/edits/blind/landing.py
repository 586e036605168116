"""What an operation does in an editor that puts it into whatever text it has; refuses to decide what it did.

Such an editor takes the lines and columns as they are, and what lies beyond a line or the text as its end.
"""

from collections.abc import Sequence

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text, content_length

# Nobody types so much by chance, in the place of an edit and in its words.
MIN_TELLING_CHARACTERS = 24


def landed_in(text: Text, changes: Sequence[Change], base: Text) -> tuple[Change, ...]:
    """The changes, which are in order and apart in `base`, as their lines and columns have them in `text`."""
    return tuple(
        Change(Span(_there(text, base, each.span.start), _there(text, base, each.span.end)), each.text)
        for each in changes
    )


def is_echo_like(changes: Sequence[Change], n_earlier: int = 0) -> bool:
    """Whether changes made one after the other may be the report of one edit.

    An editor tells the parts of an edit apart from each other. So somebody else has written what a later
    change takes away, and what it touches, if that was told in an earlier notification, as the first
    `n_earlier` were. But text is put into the place of other text in two steps by some.
    """
    told: list[tuple[Span, bool]] = []
    for n, change in enumerate(changes):
        span = change.span
        for each, is_earlier in told:
            is_touching = span.touches(each)
            is_overlap = span.start < each.end and each.start < span.end
            is_put_there = span.is_empty and each.is_empty
            if is_overlap or (is_touching and is_earlier and n >= n_earlier and not is_put_there):
                return False
        told = [
            (each.shifted(change.delta) if span.end <= each.start else each, is_earlier)
            for each, is_earlier in told
        ]
        told.append((Span(span.start, span.start + len(change.text)), n < n_earlier))
    return True


def is_telling(changes: Sequence[Change], n_earlier: int = 0) -> bool:
    """Whether these are beyond chance, so that nobody but an editor that does an edit has made them."""
    n_written = sum(len("".join(change.text.split())) for change in changes)
    return n_written >= MIN_TELLING_CHARACTERS and is_echo_like(changes, n_earlier)


def _there(text: Text, base: Text, offset: int) -> int:
    line = base.line_at(offset)
    if line >= text.n_lines:
        return len(text)
    column = min(offset - base.line_start(line), content_length(text.line(line)))
    return text.line_start(line) + column
