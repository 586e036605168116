"""The text of an answer for a region whose white space others have changed meanwhile; pure.

Three texts: what the region would read if nobody had changed it (`meant`), what it reads (`stands`, of the
same solid characters) and what the answer says that it shall read. Lines that the answer leaves as they were
meant stay as they stand; all others come as the answer has them.
"""

from bisect import bisect_left, bisect_right

from pt_lsp.edits.formatting.white_space import LINE_ENDS, gaps
from pt_lsp.edits.line_diff import hunks_of


def refitted(meant: str, stands: str, text: str) -> str:
    """`text` with the white space that others have given to the lines that it shares with `meant`.

    Its solid characters are those of `text`; of `meant` itself it makes `stands`.
    """
    if meant == stands or (text != meant and not meant.strip()):
        return text
    meant_at, stands_at = _common_borders(meant, stands)
    parts: list[str] = []
    done = 0
    for first, last, replacement in _replaced(meant, text, meant_at):
        parts += [stands[stands_at[done] : stands_at[first]], replacement]
        done = last
    return "".join([*parts, stands[stands_at[done] :]])


def _replaced(meant: str, text: str, borders: list[int]) -> list[tuple[int, int, str]]:
    """What the answer says between which of the borders, in order and apart."""
    ranges: list[tuple[int, int, int, int]] = []
    for hunk in hunks_of(meant, text):
        first = bisect_right(borders, hunk.old_span.start) - 1
        last = bisect_left(borders, hunk.old_span.end)
        start = hunk.new_span.start - (hunk.old_span.start - borders[first])
        end = hunk.new_span.end + borders[last] - hunk.old_span.end
        # In a line that others have joined with another one, two hunks may meet.
        if ranges and first < ranges[-1][1]:
            first, _, start, _ = ranges.pop()
        ranges.append((first, last, start, end))
    return [(first, last, text[start:end]) for first, last, start, end in ranges]


def _common_borders(meant: str, stands: str) -> tuple[list[int], list[int]]:
    """Where in both texts a line begins, or ends before its line end; and their beginnings and ends."""
    meant_gaps, stands_gaps = gaps(meant), gaps(stands)
    borders: list[tuple[int, int]] = []
    meant_blanks = stands_blanks = 0
    for at in sorted(meant_gaps.keys() | stands_gaps.keys()):
        was, now = meant_gaps.get(at, ""), stands_gaps.get(at, "")
        old, new = LINE_ENDS.search(was), LINE_ENDS.search(now)
        if old and new:
            starts = at + meant_blanks, at + stands_blanks
            borders += [
                (starts[0] + old.start(), starts[1] + new.start()),
                (starts[0] + old.end(), starts[1] + new.end()),
            ]
        meant_blanks, stands_blanks = meant_blanks + len(was), stands_blanks + len(now)
    ends = len(meant), len(stands)
    inner = [each for each in borders if 0 < each[0] < ends[0] and 0 < each[1] < ends[1]]
    return [0, *(each[0] for each in inner), ends[0]], [0, *(each[1] for each in inner), ends[1]]
