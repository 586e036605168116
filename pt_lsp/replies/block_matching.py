"""Where in a text the lines of a block are meant, and the text with the block applied. Pure.

A block's lines are looked for as they are, then with other blank lines and blanks at line ends, then at
another indentation, the same shift for all lines. They must be found once: refuses to guess.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pt_lsp.errors import UnusableReply
from pt_lsp.replies.change_blocks import Block
from pt_lsp.replies.indentation import LineShift, leading_blanks, tabs_as


@dataclass(frozen=True, slots=True)
class _Match:
    """The lines from `start` to `end` become `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]


class PatchedLines:
    """The lines of a text while blocks are applied to them."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = list(lines)
        self._is_written = [False] * len(self._lines)
        self.applied: set[Block] = set()

    @property
    def lines(self) -> list[str]:
        """The lines with all blocks so far."""
        return list(self._lines)

    def apply(self, block: Block) -> None:
        """Put a block's new lines in the place of its old ones. Raises UnusableReply if there is not one."""
        if block in self.applied:
            return  # a model that repeats itself: the old lines stood in one place, and that has been changed
        match = self._match(block)
        self._lines[match.start : match.end] = match.lines
        self._is_written[match.start : match.end] = [True] * len(match.lines)
        self.applied.add(block)

    def _match(self, block: Block) -> _Match:
        if not any(line.strip() for line in block.search):
            if any(line.strip() for line in self._lines):
                raise UnusableReply("The model did not say where its new lines belong; ask again.")
            return _Match(0, len(self._lines), block.replace)
        for find in _WAYS:
            matches = list(find(self._lines, block))
            if len(matches) > 1:
                # Blocks are written for the text as it was, so what they have written themselves counts last.
                matches = [match for match in matches if not any(self._is_written[match.start : match.end])]
                if len(matches) != 1:
                    raise UnusableReply(
                        "The model's change fits several places in the code; select less or ask again."
                    )
            if matches:
                return matches[0]
        raise UnusableReply("The model wants to change lines that are not in the code like that; ask again.")


def _exact(lines: list[str], block: Block) -> Iterator[_Match]:
    search = list(block.search)
    for start in range(len(lines) - len(search) + 1):
        if lines[start] == search[0] and lines[start : start + len(search)] == search:
            yield _Match(start, start + len(search), block.replace)


def _blank_insensitive(lines: list[str], block: Block) -> Iterator[_Match]:
    return (match for match, shift in _shifted(lines, block) if not shift)


def _indented_otherwise(lines: list[str], block: Block) -> Iterator[_Match]:
    return (match for match, _ in _shifted(lines, block))


def _with_other_tabs(lines: list[str], block: Block) -> Iterator[_Match]:
    tabs = tabs_as([*block.search, *block.replace], lines)
    return _indented_otherwise(lines, Block(tuple(map(tabs, block.search)), tuple(map(tabs, block.replace))))


_WAYS: tuple[Callable[[list[str], Block], Iterator[_Match]], ...] = (
    _exact,
    _blank_insensitive,
    _indented_otherwise,
    _with_other_tabs,
)


def _shifted(lines: list[str], block: Block) -> Iterator[tuple[_Match, str]]:
    """Matches that have the same lines apart from blank ones and from one shift of all, and that shift."""
    search, replace = _trimmed(block)
    wanted = [line.strip() for line in search if line.strip()]
    solid = [(index, line) for index, line in enumerate(lines) if line.strip()]
    contents = [line.strip() for _, line in solid]
    for at in range(len(solid) - len(wanted) + 1):
        if contents[at] != wanted[0] or contents[at : at + len(wanted)] != wanted:
            continue
        start, end = solid[at][0], solid[at + len(wanted) - 1][0] + 1
        found = lines[start:end]
        shift = _shift_between(search, found)
        if shift is not None and shift.is_possible(replace):
            new = _with_kept(found, search, replace, shift.lines(replace))
            yield _Match(start, end, new), shift.added or shift.surplus


def _shift_between(search: Sequence[str], found: Sequence[str]) -> LineShift | None:
    """The one shift that leads from all written lines to those found."""
    written = [leading_blanks(line) for line in search if line.strip()]
    there = [leading_blanks(line) for line in found if line.strip()]
    shift = LineShift.between(written[0], there[0])
    pairs = zip(written, there, strict=True)
    return shift if all(shift.added + w == shift.surplus + t for w, t in pairs) else None


def _trimmed(block: Block) -> tuple[list[str], list[str]]:
    """Both parts without the blank lines at the ends of the first, the second as far as it has them too."""
    search, replace = list(block.search), list(block.replace)
    for end in (0, -1):
        while search and not search[end].strip():
            del search[end]
            if replace and not replace[end].strip():
                del replace[end]
    return search, replace


def _with_kept(
    found: Sequence[str], search: Sequence[str], replace: Sequence[str], new: Sequence[str]
) -> tuple[str, ...]:
    """The new lines; one that the block leaves as it is stays as it is in the text, blanks at its end too."""
    if len(found) != len(search) or any(
        bool(line.strip()) != bool(written.strip()) for line, written in zip(found, search, strict=True)
    ):
        return tuple(new)
    kept = list(new)
    before, after = [line.rstrip() for line in search], [line.rstrip() for line in replace]
    for old_at, new_at, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        kept[new_at : new_at + size] = found[old_at : old_at + size]
    return tuple(kept)
