"""The code in a reply that is the new text itself: bare, fenced, half fenced, between sentences, in tags.

Where a reply can be read in two ways it is refused: writing nothing is better than writing the wrong thing.
Refuses to know documents beyond the text that is rewritten.
"""

import re
from collections.abc import Collection, Sequence

from pt_lsp.errors import UnusableReply
from pt_lsp.replies.fenced_answer import beginning_in_fence, code_in_fences, opening_fence, resembles
from pt_lsp.replies.fences import fence_of
from pt_lsp.replies.prose import (
    PROSE_LANGUAGES,
    begins_with_talk,
    first_solid,
    is_new_sentence,
    may_be_talk,
    next_solid,
    talk_start,
    without_announcement,
)
from pt_lsp.replies.tags import lines_inside_tags
from pt_lsp.replies.tool_calls import after_tool_calls, before_tool_calls

NO_CODE = "The model answered without any code; ask again or in other words."

_LEFT_OUT = re.compile(
    r"^\s*(?:#|//|--|/\*|<!--|;|%|\{/\*)?\s*(?:\.\.\.|\u2026)\s*\(?"
    r"(?:existing|rest|remaining|unchanged|other|same|previous|remainder|keep)\b",
    re.IGNORECASE,
)
_PATCH = re.compile(r"^(?:@@ .*|\*\*\* (?:Begin Patch|Update File:.*)|(?:---|\+\+\+) [ab]/.*)$")


def known_code(lines: Sequence[str], original: str, known: Collection[str], language_id: str) -> list[str]:
    """The lines of code in the beginning of a reply that is still coming."""
    lines = _unpacked(lines, original, known, language_id)
    opening = opening_fence(lines, known, language_id)
    if opening is not None:
        return beginning_in_fence(lines, opening, language_id)
    start = first_solid(lines)
    may_begin_with_talk = start < len(lines) and may_be_talk(lines[start], known)
    if language_id in PROSE_LANGUAGES:
        return [] if may_begin_with_talk and next_solid(lines, start) is None else lines[start:]
    if may_begin_with_talk:
        return []
    return _bare(lines[start:], known, is_final=False)


def final_code(lines: Sequence[str], original: str, known: Collection[str], language_id: str) -> list[str]:
    """The lines of code in a whole reply. Raises UnusableReply when it holds none, a patch or gaps."""
    lines = _without_blank_ends(
        _code(_unpacked(lines, original, known, language_id), original, known, language_id)
    )
    if not lines:
        raise UnusableReply(NO_CODE)
    refuse_gaps(lines, original)
    old = set(original.split("\n"))
    if any(_PATCH.match(line) for line in lines if line not in old):
        raise UnusableReply("The model answered with a patch instead of the new code; ask again.")
    return lines


def refuse_gaps(lines: Sequence[str], original: str) -> None:
    """Raises UnusableReply when a new line says that code was left out there."""
    old = set(original.split("\n"))
    if any(_LEFT_OUT.match(line) for line in lines if line not in old):
        raise UnusableReply("The model left parts of the code out; select less or ask again.")


def _code(lines: list[str], original: str, known: Collection[str], language_id: str) -> list[str]:
    opening = opening_fence(lines, known, language_id)
    if opening is not None:
        return code_in_fences(lines, opening, original, known, language_id)
    start = first_solid(lines)
    if language_id in PROSE_LANGUAGES:
        return lines[start:]
    if start < len(lines) and begins_with_talk(lines[start], known):
        return _after_talk(lines[start:], original, known)
    return _bare(lines[start:], known, is_final=True)


def _unpacked(lines: Sequence[str], original: str, known: Collection[str], language_id: str) -> list[str]:
    """The lines without tool calls before them and tags around them, of prose without an announcement."""
    lines = lines_inside_tags(after_tool_calls(lines, known), known)
    return without_announcement(lines, original, known) if language_id in PROSE_LANGUAGES else lines


def _bare(lines: Sequence[str], known: Collection[str], *, is_final: bool) -> list[str]:
    """The lines before tool calls, a fence that was never opened, and closing sentences."""
    lines = before_tool_calls(lines, known, is_final=is_final)
    for index, line in enumerate(lines):
        if fence_of(line) and line.strip() not in known:
            following = next_solid(lines, index)
            if following is None or is_new_sentence(following, known):
                lines = lines[:index]
                break
    return list(lines[: talk_start(lines, known, is_final=is_final)])


def _after_talk(lines: list[str], original: str, known: Collection[str]) -> list[str]:
    """Bare code after sentences: taken only if it begins as the rewritten text does."""
    first = next((line.strip() for line in original.split("\n") if line.strip()), "")
    for index, line in enumerate(lines):
        begins_alike = resembles([line], [first]) and not is_new_sentence(line, known)
        if begins_alike and (index == 0 or not lines[index - 1].strip()):
            return _bare(lines[index:], known, is_final=True)
    return []


def _without_blank_ends(lines: list[str]) -> list[str]:
    solid = [index for index, line in enumerate(lines) if line.strip()]
    return lines[solid[0] : solid[-1] + 1] if solid else []
