"""Which lines of a reply are the model's chatter around a text that is rewritten.

A line that the text holds already is none: `known` are its lines, without the blanks around them.
"""

import re
from collections.abc import Collection, Sequence

from pt_lsp.replies.sentences import (
    YES,
    first_solid,
    is_announcement,
    is_sentence,
    is_talk,
    is_unfinished_sentence,
    next_solid,
)

_POINT = re.compile(r"^ {0,3}(?:[*#-]+|\d+\.) +\S")
_REMARK = re.compile(r"^[*#_]*\s*[A-Z][\w ,'\u2019:*_-]*[:.!]\**\s*$")
_HEADING = re.compile(r"^ {0,3}(?:#{1,6} +\S|(?:[*-]|\d+\.) +[A-Z*`]|\*\*[^*]+\*\*:?\s*$)")
"""What Markdown has above a block of code: a heading, a point of a list, a line in bold."""
_ANNOUNCEMENT = re.compile(
    rf"^(?:(?:{YES})[.!,:] ?)?"
    r"(?:(?:Here(?:'s|\u2019s| is| are)|Below is)\b.{0,40}?"
    r"\b(?:updated|revised|rewritten|improved|corrected|edited|modified|new|requested)\b|:?\s*$)"
)
_FILE_NAME = re.compile(r"^[`*#]*\s*[\w./\\@~-]*\w\.\w{1,12}[`*:]*\s*$")


def known_of(original: str) -> frozenset[str]:
    """The lines of the rewritten text, without blanks around them."""
    return frozenset(line.strip() for line in original.split("\n") if line.strip())


def is_new_sentence(line: str, known: Collection[str]) -> bool:
    """Whether a line is the model's prose: a sentence at the margin that the rewritten text does not hold."""
    return line[:1].isupper() and line.strip() not in known and is_sentence(line)


def begins_with_chatter(line: str, known: Collection[str]) -> bool:
    """Whether a reply's first line is surely not of the new text."""
    is_words = is_announcement(line) or is_unfinished_sentence(line) or is_talk(line)
    return is_new_sentence(line, known) or (is_words and line.strip() not in known)


def may_be_chatter(line: str, known: Collection[str]) -> bool:
    """Whether a line is a sentence, or so short that only what follows tells: `Certainly!`."""
    return begins_with_chatter(line, known) or (line.strip() not in known and _REMARK.match(line) is not None)


def without_announcement(lines: Sequence[str], original: str, known: Collection[str]) -> list[str]:
    """Lines of prose without one before them that says what they are: by its words, or by what follows it."""
    first = first_solid(lines)
    if first == len(lines) or lines[first].strip() in known:
        return list(lines)
    begins = next((line.strip() for line in original.split("\n") if line.strip()), None)
    following = (next_solid(lines, first) or "").strip()
    is_announced = may_be_chatter(lines[first], known) and following == begins
    if is_announced or _ANNOUNCEMENT.match(lines[first]):
        return list(lines[first + 1 :])
    return list(lines)


def is_file_name(line: str, known: Collection[str]) -> bool:
    """Whether a line is nothing but the name of a file, as models write it above a fence."""
    return line.strip() not in known and _FILE_NAME.match(line) is not None


def is_chatter(lines: Sequence[str], known: Collection[str]) -> bool:
    """Whether lines above a fence are chatter: none is known, and all look like it or those at the ends."""
    solid = [line for line in lines if line.strip()]
    if not solid:
        return True
    is_new = all(line.strip() not in known for line in solid)
    ends = (solid[0], solid[-1])
    return is_new and (
        any(is_new_sentence(line, known) for line in ends)
        or is_file_name(solid[-1], known)
        or all(may_be_chatter(line, known) for line in solid)
    )


def are_headings(lines: Sequence[str], known: Collection[str]) -> bool:
    """Whether all lines above a fence are headings and such, none is known, and there is one."""
    solid = [line for line in lines if line.strip()]
    return bool(solid) and all(
        line.strip() not in known and (_HEADING.match(line) is not None or may_be_chatter(line, known))
        for line in solid
    )


def chatter_start(lines: Sequence[str], known: Collection[str], *, is_final: bool) -> int:
    """Index from which only chatter comes: a blank line, a sentence, then sentences and points to the end."""
    start = len(lines)
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        if not line.strip():
            following = next_solid(lines, index)
            if is_new_sentence(following, known) if following is not None else not is_final:
                start = index
        elif not is_new_sentence(line, known) and not _POINT.match(line):
            break
    return start
