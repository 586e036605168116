"""What has changed from one text to the next, told to the tree of the first.

Refuses to know who changed it: whatever is between what two texts begin and end with counts as one change.
"""

from tree_sitter import Tree

from pt_lsp.documents.equal_ends import equal_at_end, equal_at_start

_CONTINUES = 0b1000_0000
_CONTINUES_MASK = 0b1100_0000


def edited(tree: Tree, old: bytes, new: bytes) -> Tree:
    """A copy of the tree of `old` that knows where `new` differs, for the parser to start from."""
    start = _common_beginning(old, new)
    size = _common_ending(old, new, min(len(old), len(new)) - start)
    old_end, new_end = len(old) - size, len(new) - size
    row = old.count(b"\n", 0, start)
    column = start - (old.rfind(b"\n", 0, start) + 1)
    points = (_point(text, start, end, row, column) for text, end in ((old, old_end), (new, new_end)))
    copy = tree.copy()
    copy.edit(start, old_end, new_end, (row, column), *points)
    return copy


def _common_beginning(old: bytes, new: bytes) -> int:
    """How many bytes both begin with; whole characters."""
    size = equal_at_start(old, new)
    while _continues(old, size) or _continues(new, size):
        size -= 1
    return size


def _common_ending(old: bytes, new: bytes, most: int) -> int:
    """How many bytes both end with, at most `most`; whole characters."""
    size = equal_at_end(old, new, most)
    while _continues(old, len(old) - size):
        size -= 1
    return size


def _continues(text: bytes, at: int) -> bool:
    """Whether the byte is in the middle of a character."""
    return at < len(text) and text[at] & _CONTINUES_MASK == _CONTINUES


def _point(text: bytes, start: int, end: int, row: int, column: int) -> tuple[int, int]:
    """Where `end` is when `start` is at `row` and `column`, which is counted in bytes."""
    n_lines = text.count(b"\n", start, end)
    return row + n_lines, end - (text.rfind(b"\n", start, end) + 1) if n_lines else column + end - start
