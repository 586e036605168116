"""The comments of one text put into the code of another: code lines stay as they are, to the byte. Pure.

Where the same tokens stand on both sides of a comment, its place is certain. Else one on its own lines goes
with the code below it, a docstring and what is behind code with the code before; where that has no place,
the comment is left out.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from pt_lsp.features.edit.checks.commented_code import CommentedCode, Note, TokenGap
from pt_lsp.features.edit.checks.lasting_comments import is_lasting, together
from pt_lsp.replies.indentation import LineShift, leading_blanks

MOST_TOKENS = 20_000
"""Of a text; more of them, where they differ, take seconds."""
_ENOUGH = 3
"""So many tokens of a line in a row tell that it is the same one; fewer where it holds no more."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A new comment, and the gap that it comes from."""

    note: Note
    gap: TokenGap
    level: str
    """The blanks that stand where the code beside it has its own."""


def merged(old: CommentedCode, new: CommentedCode) -> str | None:
    """The old code with the new comments; None where there is too much that differs."""
    if old.tokens == new.tokens:
        same: Mapping[int, int] = {at: at for at in range(-1, len(old.tokens) + 1)}
    elif max(len(old.tokens), len(new.tokens)) > MOST_TOKENS:
        return None
    else:
        same = _aligned(new, old)
    placed = _places(old, new, same)
    return old.text_with([_filled(old, index, placed.get(index, [])) for index in range(len(old.gaps))])


def _aligned(new: CommentedCode, old: CommentedCode) -> dict[int, int]:
    """Which old token is which new one; before the first and after the last is a border of both."""
    matcher = SequenceMatcher(None, new.in_lines(), old.in_lines())
    found = {-1: -1, len(new.tokens): len(old.tokens)}
    for new_at, old_at, size in matcher.get_matching_blocks():
        found |= zip(range(new_at, new_at + size), range(old_at, old_at + size), strict=True)
    return found


def _places(old: CommentedCode, new: CommentedCode, same: Mapping[int, int]) -> dict[int, list[_Placed]]:
    """The new comments by the old gap that they belong into."""
    known = defaultdict[str, set[int]](set)
    for old_at, old_gap in enumerate(old.gaps):
        for note in old_gap.notes:
            known[note.text].add(old_at)
    placed = defaultdict[int, list[_Placed]](list)
    for at, gap in enumerate(new.gaps):
        for note in gap.notes:
            if (index := _place(old, new, same, at, note)) is not None:
                # Where the code below was left out, it tells itself how what belongs there is indented.
                is_last = at == len(new.tokens) and index < len(old.tokens)
                is_apart = note.is_docstring or note.where == "own lines"
                level = note.indentation if is_last and is_apart else leading_blanks(gap.tail)
                placed[index].append(_Placed(note, gap, level))
    # A comment that the new text has elsewhere stays where it is, unless there are new ones.
    filled = set(placed)
    for index in filled:
        found = [
            each
            for each in placed[index]
            if known[each.note.text] <= filled or index in known[each.note.text]
        ]
        placed[index] = found
    return placed


def _place(
    old: CommentedCode, new: CommentedCode, same: Mapping[int, int], at: int, note: Note
) -> int | None:
    """The index of the old gap for a comment of the new gap at `at`."""
    index: int | None
    if not new.tokens:
        index = _head_of(old) if note.is_docstring else 0
        return index if _has_room(old, index, note, is_certain=False) else None
    before, after = same.get(at - 1), same.get(at)
    is_certain = before is not None and after == before + 1
    if is_certain:
        index = after
    elif note.where == "own lines" and not note.is_docstring:
        index = _line_below(new, same, at)
    else:
        index = _behind_line(old, new, same, at)
    if index is None or not _has_room(old, index, note, is_certain=is_certain):
        return None
    return index


def _head_of(old: CommentedCode) -> int:
    """The gap behind the first line that opens a block."""
    opens = (at for at, gap in enumerate(old.gaps) if at and gap.is_broken and old.tokens[at - 1] == ":")
    return next(opens, 0)


def _line_below(new: CommentedCode, same: Mapping[int, int], at: int) -> int | None:
    """Where the old line begins that reads like the new one from the token at `at`."""
    return same.get(at) if at == len(new.tokens) else _line_like(same, new.line_from(at))


def _behind_line(old: CommentedCode, new: CommentedCode, same: Mapping[int, int], at: int) -> int | None:
    """Behind which old line a comment stands that is behind the new token before `at`."""
    before = same.get(at - 1, -1)
    if before < 0 or _line_like(same, new.line_to(at - 1)) != old.line_to(before)[0]:
        return None
    return before + 1


def _line_like(same: Mapping[int, int], line: Sequence[int]) -> int | None:
    """Where the old tokens begin that a new line begins with, but for new words before them."""
    known = next((at for at, each in enumerate(line) if each in same), len(line))
    first = line[known:][:_ENOUGH]
    if not first or any(same.get(each) != same[first[0]] + n for n, each in enumerate(first)):
        return None
    return same[first[0]]


def _has_room(old: CommentedCode, index: int, note: Note, *, is_certain: bool) -> bool:
    """Whether the comment can stand in the gap without a change of the code's lines."""
    gap = old.gaps[index]
    if index and old.tokens[index - 1].endswith("\\"):
        return False  # the line goes on
    if note.where == "between":
        return is_certain and "\n" not in note.text
    if note.is_docstring and any(each.is_docstring and each.where != "own lines" for each in gap.notes):
        return False
    return gap.is_broken


def _filled(old: CommentedCode, index: int, placed: Sequence[_Placed]) -> str:
    """The text of an old gap with new comments in it."""
    gap = old.gaps[index]
    if not placed:
        return gap.text
    between = next((each.note for each in placed if each.note.where == "between"), None)
    if not gap.is_broken:
        source = placed[0].gap
        return source.text if not source.is_broken else gap.text
    head, tail = _head(gap, placed), gap.tail
    if between is not None and not tail.strip():
        tail = f"{tail}{between.text} "
    lines = list(_own_lines(gap, placed))
    if not lines:
        middle = gap.text[len(gap.head) + 1 : len(gap.text) - len(gap.tail)]
        return f"{head}\n{middle}{tail}"
    return "\n".join([head, *lines, tail])


def _head(gap: TokenGap, placed: Sequence[_Placed]) -> str:
    """What stands behind the code before: the new comment, unless the old one is to last."""
    behind = next((each for each in placed if each.note.where == "line's end"), None)
    if behind is None or (is_lasting(gap.head) and gap.head.strip() not in behind.note.text):
        return gap.head
    return behind.gap.head


def _own_lines(gap: TokenGap, placed: Sequence[_Placed]) -> Iterator[str]:
    """The lines between the code before and the code after; none where no comment is new there."""
    new = [_shifted(each, gap) for each in placed if each.note.where == "own lines"]
    if not new:
        return
    notes = together(gap.own, new)
    last = next(each.gap for each in reversed(placed) if each.note.where == "own lines")
    n_below = last.n_blank if notes[-1].text == new[-1].text else gap.n_blank
    n_now = notes[0].n_blank if gap.own else sum(note.n_blank for note in notes) + n_below
    n_before = gap.own[0].n_blank if gap.own else gap.n_all_blank
    yield from [""] * max(n_before - n_now, 0)
    for note in notes:
        yield from [""] * note.n_blank
        yield from f"{note.indentation}{note.text}".split("\n")
    yield from [""] * n_below


def _shifted(placed: _Placed, gap: TokenGap) -> Note:
    """The comment indented as the old code is."""
    note = placed.note
    shift = LineShift.between(placed.level, leading_blanks(gap.tail))
    first, *others = f"{note.indentation}{note.text}".split("\n")
    shifted = "\n".join([shift.line(first), *map(shift.line, others)])
    text = shifted.lstrip(" \t")
    return replace(note, text=text, indentation=shifted[: len(shifted) - len(text)])
