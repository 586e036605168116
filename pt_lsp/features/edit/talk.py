"""Which lines of a reply are the model's talk. Pure; refuses to know fences, tags and blocks.

A line that the rewritten text holds already is never talk: `known` are those lines, without their blanks.
"""

import re
from collections.abc import Collection, Sequence

_SENTENCE = re.compile(r"^[A-Z][\w'\u2019`*-]*[,:!.]?(?: +\S+){2,}.*[.:!?]\**\s*$")
_POINT = re.compile(r"^ {0,3}(?:[*#-]+|\d+\.) +\S")
_WORDS = re.compile(r"^[*#_]*\s*[A-Z][\w ,'\u2019:*_-]*[:.!]\**\s*$")
_ANNOUNCEMENT = re.compile(
    r"^(?:(?:Sure|Certainly|Of course|Okay|Absolutely)[.!,:] ?)?"
    r"(?:(?:Here(?:'s|\u2019s| is| are)|Below is)\b.{0,40}?"
    r"\b(?:updated|revised|rewritten|improved|corrected|edited|modified|new|requested)\b.*)?:?\s*$"
)
_CODE_END = re.compile(r"[;{}()\[\],=]\s*$")
_FILE_NAME = re.compile(r"^[`*#]*\s*[\w./\\@~-]*\w\.\w{1,12}[`*:]*\s*$")

PROSE_LANGUAGES = frozenset({"markdown", "plaintext", "text", "restructuredtext", "latex", "asciidoc"})
"""Where the text itself reads like talk, and may hold fences."""


def known_of(original: str) -> frozenset[str]:
    """The lines of the rewritten text, without blanks around them."""
    return frozenset(line.strip() for line in original.split("\n") if line.strip())


def is_sentence(line: str, known: Collection[str]) -> bool:
    """Whether a line is the model's prose: at the margin, not in the rewritten text, formed like prose."""
    return (
        not line[:1].isspace()
        and line.strip() not in known
        and _SENTENCE.match(line) is not None
        and not _CODE_END.search(line)
    )


def without_announcement(lines: Sequence[str], original: str, known: Collection[str]) -> list[str]:
    """Lines of prose without one before them that says what they are: by its words, or by what follows it."""
    first = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    if first == len(lines) or lines[first].strip() in known:
        return list(lines)
    begins = next((line.strip() for line in original.split("\n") if line.strip()), None)
    following = (next_solid(lines, first) or "").strip()
    is_announced = may_be_talk(lines[first], known) and following == begins
    if is_announced or _ANNOUNCEMENT.match(lines[first]):
        return list(lines[first + 1 :])
    return list(lines)


def may_be_talk(line: str, known: Collection[str]) -> bool:
    """Whether a line is a sentence, or so short that only what follows tells: `Certainly!`."""
    return is_sentence(line, known) or (line.strip() not in known and _WORDS.match(line) is not None)


def is_file_name(line: str, known: Collection[str]) -> bool:
    """Whether a line is nothing but the name of a file, as models write it above a fence."""
    return line.strip() not in known and _FILE_NAME.match(line) is not None


def is_talk(lines: Sequence[str], known: Collection[str]) -> bool:
    """Whether lines above a fence are talk: none is known, and all look like it or those at the ends do."""
    solid = [line for line in lines if line.strip()]
    if not solid:
        return True
    is_new = all(line.strip() not in known for line in solid)
    ends = (solid[0], solid[-1])
    return is_new and (
        any(is_sentence(line, known) for line in ends)
        or is_file_name(solid[-1], known)
        or all(may_be_talk(line, known) for line in solid)
    )


def talk_start(lines: Sequence[str], known: Collection[str], *, is_final: bool) -> int:
    """Index from which there is only talk: a blank line, a sentence, then sentences and points to the end."""
    start = len(lines)
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        if not line.strip():
            following = next_solid(lines, index)
            if is_sentence(following, known) if following is not None else not is_final:
                start = index
        elif not is_sentence(line, known) and not _POINT.match(line):
            break
    return start


def next_solid(lines: Sequence[str], index: int) -> str | None:
    """The first line after `index` that is not blank."""
    return next((line for line in lines[index + 1 :] if line.strip()), None)
