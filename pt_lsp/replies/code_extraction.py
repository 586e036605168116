"""The code in a reply that is the new text itself: bare, fenced, half fenced, between sentences, in tags.

Where a reply can be read in two ways it is refused: writing nothing is better than writing the wrong thing.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from pt_lsp.errors import UnusableReply
from pt_lsp.replies.asides.blocks import aside_end, first_aside
from pt_lsp.replies.asides.other_forms import OtherForms
from pt_lsp.replies.asides.reasoning import begins_thought, thought_end
from pt_lsp.replies.asides.thought_marks import FIRST_CHARACTERS
from pt_lsp.replies.change_blocks import names_file
from pt_lsp.replies.chatter import (
    begins_with_chatter,
    chatter_start,
    is_chatter,
    is_new_sentence,
    may_be_chatter,
    without_announcement,
)
from pt_lsp.replies.fenced_answer import beginning_in_fence, code_in_fences, opening_fence, resembles
from pt_lsp.replies.fences import fence_of
from pt_lsp.replies.laziness.filling import filled
from pt_lsp.replies.laziness.gap_lines import sure_gap_lines
from pt_lsp.replies.sentences import PROSE_LANGUAGES, first_solid, next_solid
from pt_lsp.replies.tags import TAG_NAMES


class NoCode(UnusableReply):
    """What the model answered with is no code at all."""

    def __init__(self) -> None:
        super().__init__("The model answered without any code; ask again or in other words.")


_TAG = re.compile(rf"^\s*</?{TAG_NAMES}\d*(?: [^<>]*)?/?>\s*$")
_OPENING_LINE = re.compile(rf"^<{TAG_NAMES}\d*>(?=\S)")
_CLOSING_LINE = re.compile(rf"(?<=\S)</{TAG_NAMES}\d*>\s*$")
_NAMED = re.compile(rf"<(/?)({TAG_NAMES}\d*)(?=[ >])")
_PATCH = re.compile(r"^(?:@@ .*|\*\*\* (?:Begin Patch|Update File:.*)|(?:---|\+\+\+) [ab]/.*)$")
_WORD = re.compile(
    r"\s*(?:ok(?:ay)?|none|null|nil|undefined|n/?a|done|yes|no|true|false|\d+|\.{3})"
    # As a sentence ends: `done++` and `ok();` are code.
    r"[\s.!?:,*_\"'`]*+(?:[^\w\x00-\x7f]+\s*)?$",
    re.IGNORECASE,
)
"""One word in the place of several lines of code."""

_PATCH_HEADING = re.compile(r"^(?:\+\+\+ |diff --git )")


def known_code(
    lines: Sequence[str], original: str, known: Collection[str], language_id: str, forms: OtherForms
) -> list[str]:
    """The lines of code in the beginning of a reply that is still coming."""
    found = _known_code(lines, original, known, language_id)
    found = found[: next(sure_gap_lines(found, original), None)]
    return [] if forms.may_begin(found) or all(map(names_file, _solid(found))) else found


def _known_code(lines: Sequence[str], original: str, known: Collection[str], language_id: str) -> list[str]:
    lines = _unpacked(lines, original, known, language_id)
    opening = opening_fence(lines, known, language_id)
    if opening is not None:
        return beginning_in_fence(lines, opening, language_id)
    start = first_solid(lines)
    may_begin_with_chatter = start < len(lines) and may_be_chatter(lines[start], known)
    if language_id in PROSE_LANGUAGES:
        return [] if may_begin_with_chatter and next_solid(lines, start) is None else lines[start:]
    if may_begin_with_chatter:
        return []
    return _bare(lines[start:], known, is_final=False)


def final_code(
    lines: Sequence[str], original: str, known: Collection[str], language_id: str, forms: OtherForms
) -> list[str]:
    """The lines of code in a whole reply. Raises UnusableReply when it holds none, or a patch."""
    lines = _without_blank_ends(
        _code(_unpacked(lines, original, known, language_id), original, known, language_id)
    )
    is_heading = all(map(names_file, _solid(lines))) and any(map(_PATCH_HEADING.match, lines))
    is_word = len(lines) == 1 < len(_solid(original.split("\n"))) and _WORD.match(lines[0]) is not None
    if not lines or is_heading or is_word or forms.holds(lines):
        raise NoCode
    lines = filled(lines, original, language_id)
    old = set(original.split("\n"))
    if any(_PATCH.match(line) for line in lines if line not in old):
        raise UnusableReply("The model answered with a patch instead of the new code; ask again.")
    return lines


def _code(lines: list[str], original: str, known: Collection[str], language_id: str) -> list[str]:
    opening = opening_fence(lines, known, language_id)
    if opening is not None:
        return code_in_fences(lines, opening, original, known, language_id)
    start = first_solid(lines)
    if language_id in PROSE_LANGUAGES:
        return lines[start:]
    if start < len(lines) and begins_with_chatter(lines[start], known):
        return _after_chatter(lines[start:], original, known)
    return _bare(lines[start:], known, is_final=True)


def _unpacked(lines: Sequence[str], original: str, known: Collection[str], language_id: str) -> list[str]:
    """The lines without asides at its ends and tags around them, of prose without an announcement."""
    lines = _inside_tags(_before_last_thought(_after_asides(lines, known), known), known)
    return without_announcement(lines, original, known) if language_id in PROSE_LANGUAGES else lines


def _bare(lines: Sequence[str], known: Collection[str], *, is_final: bool) -> list[str]:
    """The lines before asides, a fence that was never opened, and closing sentences."""
    lines = _before_asides(lines, known, is_final=is_final)
    for index, line in enumerate(lines):
        if fence_of(line) and line.strip() not in known:
            following = next_solid(lines, index)
            if following is None or is_new_sentence(following, known):
                lines = lines[:index]
                break
    return list(lines[: chatter_start(lines, known, is_final=is_final)])


def _after_chatter(lines: list[str], original: str, known: Collection[str]) -> list[str]:
    """Bare code after sentences: taken only if it begins as the rewritten text does."""
    first = next((line.strip() for line in original.split("\n") if line.strip()), "")
    for index, line in enumerate(lines):
        begins_alike = resembles([line], [first]) and not is_new_sentence(line, known)
        if begins_alike and (index == 0 or not lines[index - 1].strip()):
            return _bare(lines[index:], known, is_final=True)
    return []


def _after_asides(lines: Sequence[str], known: Collection[str]) -> Sequence[str]:
    """The lines after asides, and words about them, that a reply begins with; none while one goes on."""
    while (start := first_aside(lines, known)) is not None and is_chatter(lines[:start], known):
        lines = lines[aside_end(lines, start, known) :]
    return lines


def _before_last_thought(lines: Sequence[str], known: Collection[str]) -> Sequence[str]:
    """The lines up to a thought that nothing but words follow; it may hold fences of its own."""
    likely = (at for at, line in enumerate(lines) if line.lstrip()[:1] in FIRST_CHARACTERS)
    start = next((at for at in likely if begins_thought(lines[at], known)), None)
    if start is None or not is_chatter(lines[thought_end(lines, start) :], known):
        return lines
    return lines[:start]


def _before_asides(lines: Sequence[str], known: Collection[str], *, is_final: bool) -> Sequence[str]:
    """The lines up to an aside that nothing but words follow; while more lines are coming, up to any."""
    start = first_aside(lines, known)
    if start is None or (is_final and not is_chatter(_after_asides(lines[start:], known), known)):
        return lines
    return lines[:start]


def _inside_tags(lines: Sequence[str], known: Collection[str]) -> list[str]:
    """The lines without tags around them; `known` are the lines of the rewritten text."""
    first = start = first_solid(lines)
    while start < len(lines) and _is_tag(lines[start], known) and not _is_closing(lines[start]):
        start += 1
    has_opening = start > first
    lines = list(lines[start:])
    if not has_opening and lines and _opens_answer(lines[0], known):
        lines[0] = _OPENING_LINE.sub("", lines[0])
        has_opening = True
    n_open = Counter[str]()
    for index, line in enumerate(lines):
        if _is_closing(line) and _is_tag(line, known):
            if not any(n_open[name] > 0 for _, name in _NAMED.findall(line)):
                return lines[:index]
        elif has_opening and _CLOSING_LINE.search(line):
            return [*lines[:index], _CLOSING_LINE.sub("", line)]
        # What the answer itself has opened is its own.
        for slash, name in _NAMED.findall(line):
            n_open[name] += -1 if slash else 1
    return lines


def _opens_answer(line: str, known: Collection[str]) -> bool:
    """Whether a line begins with a tag around the answer; one that the rewritten text has is its own."""
    opening = _OPENING_LINE.match(line)
    return opening is not None and not any(opening[0] in each for each in known)


def _is_tag(line: str, known: Collection[str]) -> bool:
    return line.strip() not in known and _TAG.match(line) is not None


def _is_closing(line: str) -> bool:
    return line.strip().startswith("</")


def _solid(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.strip()]


def _without_blank_ends(lines: list[str]) -> list[str]:
    solid = [index for index, line in enumerate(lines) if line.strip()]
    return lines[solid[0] : solid[-1] + 1] if solid else []
