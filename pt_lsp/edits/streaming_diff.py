"""What a region looks like while its new text streams in.

The new lines come in at the top and push the old ones out, each old line that the new text has passed. What
the new text has not reached yet stays as it is, so the buffer changes from top to bottom and lines that come
again are not touched. The whole new text is never the view of this class's choosing: the caller ends a stream
with the text itself.
"""

from difflib import SequenceMatcher
from itertools import accumulate

from pt_lsp.documents.equal_ends import equal_ends
from pt_lsp.documents.text import content_length, split_lines

# How far ahead of the last line that was passed a new line may be found again.
LOOK_AHEAD_LINES = 60

# Lines such as `}` or a blank one are everywhere; one found far away is another one.
TRIVIAL_LOOK_AHEAD_LINES = 3

# A line at least this much like the old one in its place is that line, rewritten.
SIMILAR_RATIO = 0.6

# Longer lines are compared by their ends alone: character by character costs the square of their length.
MOST_COMPARED = 400


class StreamingDiff:
    """Old lines passed so far, for the new lines so far; counts each new line once."""

    def __init__(self, old: str, *, keeps_last_line_end: bool = False) -> None:
        """`keeps_last_line_end`: the region is empty, and whole lines go before the line it is on."""
        self._keeps_last_line_end = keeps_last_line_end
        self._old = old
        self._contents = [_content(line) for line in split_lines(old)] if old else []
        # Where each old line begins, so that what is not passed is cut off in one piece.
        self._starts = [0, *accumulate(map(len, split_lines(old)))]
        self.n_passed = 0
        """How many of the old lines the new text has passed."""
        self._seen = ""

    @property
    def n_lines(self) -> int:
        """How many lines the region had."""
        return len(self._contents)

    def view(self, new_so_far: str) -> str:
        """The new lines followed by the old ones that they have not passed; `new_so_far` is whole lines.

        `new_so_far` goes on from the one before; when it does not, everything is counted anew.
        """
        if not new_so_far.startswith(self._seen):
            self._seen, self.n_passed = "", 0
        for line in split_lines(new_so_far[len(self._seen) :])[:-1]:
            self.n_passed += self._lines_passed_by(_content(line))
        self._seen = new_so_far
        if self.n_passed < len(self._contents) or self._keeps_last_line_end:
            return new_so_far + self._old[self._starts[self.n_passed] :]
        # The last line of a region has no line end inside it, so neither has the last of the new ones.
        return _content(new_so_far)

    def _lines_passed_by(self, line: str) -> int:
        reach = LOOK_AHEAD_LINES if _is_telling(line) else TRIVIAL_LOOK_AHEAD_LINES
        ahead = self._contents[self.n_passed : self.n_passed + reach]
        if line in ahead:
            return ahead.index(line) + 1
        return 1 if ahead and _are_similar(ahead[0], line) else 0


def _content(line: str) -> str:
    return line[: content_length(line)]


def _is_telling(line: str) -> bool:
    return sum(map(str.isalnum, line)) > 1


def _are_similar(old: str, new: str) -> bool:
    old, new = old.strip(), new.strip()
    if max(len(old), len(new)) <= MOST_COMPARED:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        return matcher.quick_ratio() >= SIMILAR_RATIO and matcher.ratio() >= SIMILAR_RATIO
    return 2 * sum(equal_ends(old, new)) >= SIMILAR_RATIO * (len(old) + len(new))
