"""Which lines of a reply are the model's talk: recognised by their form, never by one model's habits.

Where words are welcome (a document of prose, a comment, a string) the same sentence is the answer: that the
caller has to know. A line that the rewritten text holds already is never talk: `known` are those lines,
without their blanks.
"""

import re
from collections.abc import Collection, Sequence

PROSE_LANGUAGES = frozenset({"markdown", "plaintext", "text", "restructuredtext", "latex", "asciidoc"})
"""Where the text itself reads like talk."""

_SENTENCE = re.compile(
    r"\s{0,3}(?:(?:[*>-]+|\d+\.) )*\**"
    r"(?:(?:Changes|Explanation|Note|Example|Output|Reasoning|Summary|Usage)s?:"
    r"|[A-Z][\w'\u2019`*-]*(?:[,!.]|:\*\*)?)"
    r"(?: +\S+){2,}.*[.:!?]\**\s*$"
)
_CODE_END = re.compile(r"[;{}()\[\],=]\s*$")
_UNFINISHED = re.compile(r"\s{0,3}[A-Z][a-z]+(?:,? (?:[a-z]+|`[^`]+`)){6}")
"""Seven plain words in a row; what a reply that was cut off looks like."""
_POINT = re.compile(r"^ {0,3}(?:[*#-]+|\d+\.) +\S")
_REMARK = re.compile(r"^[*#_]*\s*[A-Z][\w ,'\u2019:*_-]*[:.!]\**\s*$")
_YES = r"Sure|Certainly|Of course|Okay|Absolutely"
_GREETING = re.compile(
    rf"\s*(?:(?:{_YES}|Here(?:'|\u2019)s|Here (?:is|are)|I(?:'|\u2019)ll)\b"
    r"|The (?:\w+ )*(?:code|completion|line)\b)"
)
_GREETING_WORDS = (*_YES.split("|"), "Here's", "Here\u2019s", "Here is", "Here are", "I'll", "The ")
_GREETING_BEGUN = re.compile(r"The (?:\w+ ){0,4}\w*$")
_ANNOUNCEMENT = re.compile(
    rf"^(?:(?:{_YES})[.!,:] ?)?"
    r"(?:(?:Here(?:'s|\u2019s| is| are)|Below is)\b.{0,40}?"
    r"\b(?:updated|revised|rewritten|improved|corrected|edited|modified|new|requested)\b.*)?:?\s*$"
)
_OUTPUT = re.compile(r"\b(?:output|prints?|printed|displays?|results? (?:is|are|will|would))\b.*:\s*$")
_FILE_NAME = re.compile(r"^[`*#]*\s*[\w./\\@~-]*\w\.\w{1,12}[`*:]*\s*$")


def known_of(original: str) -> frozenset[str]:
    """The lines of the rewritten text, without blanks around them."""
    return frozenset(line.strip() for line in original.split("\n") if line.strip())


def is_sentence(line: str) -> bool:
    """Whether a line reads as a sentence of prose: a capital, three words or more, a full stop or colon."""
    return _SENTENCE.match(line) is not None and not _CODE_END.search(line)


def is_unfinished_sentence(line: str) -> bool:
    """Whether a line reads as a sentence whose end is missing."""
    return _UNFINISHED.match(line) is not None


def is_greeting(line: str) -> bool:
    """Whether a line begins as the words do that models put before code: `Sure, here is the code`."""
    return _GREETING.match(line) is not None


def may_become_greeting(head: str) -> bool:
    """Whether a first line that is not complete yet may turn out to be a greeting."""
    return any(word.startswith(head) for word in _GREETING_WORDS) or _GREETING_BEGUN.match(head) is not None


def is_announcement(line: str) -> bool:
    """Whether a line is a greeting that ends where code would begin."""
    return is_greeting(line) and line.rstrip().endswith((":", ".", "!"))


def announces_output(text: str) -> bool:
    """Whether a text says that what follows is not code, but what code prints."""
    lines = [line for line in text.split("\n") if line.strip()]
    return bool(lines) and _OUTPUT.search(lines[-1]) is not None and is_sentence(lines[-1])


def is_new_sentence(line: str, known: Collection[str]) -> bool:
    """Whether a line is the model's prose: a sentence at the margin that the rewritten text does not hold."""
    return line[:1].isupper() and line.strip() not in known and is_sentence(line)


def begins_with_talk(line: str, known: Collection[str]) -> bool:
    """Whether a reply's first line is surely not of the new text."""
    return is_new_sentence(line, known) or (line.strip() not in known and is_announcement(line))


def may_be_talk(line: str, known: Collection[str]) -> bool:
    """Whether a line is a sentence, or so short that only what follows tells: `Certainly!`."""
    return begins_with_talk(line, known) or (line.strip() not in known and _REMARK.match(line) is not None)


def without_announcement(lines: Sequence[str], original: str, known: Collection[str]) -> list[str]:
    """Lines of prose without one before them that says what they are: by its words, or by what follows it."""
    first = first_solid(lines)
    if first == len(lines) or lines[first].strip() in known:
        return list(lines)
    begins = next((line.strip() for line in original.split("\n") if line.strip()), None)
    following = (next_solid(lines, first) or "").strip()
    is_announced = may_be_talk(lines[first], known) and following == begins
    if is_announced or _ANNOUNCEMENT.match(lines[first]):
        return list(lines[first + 1 :])
    return list(lines)


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
        any(is_new_sentence(line, known) for line in ends)
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
            if is_new_sentence(following, known) if following is not None else not is_final:
                start = index
        elif not is_new_sentence(line, known) and not _POINT.match(line):
            break
    return start


def first_solid(lines: Sequence[str]) -> int:
    """Index of the first line that is not blank; the number of lines when there is none."""
    return next((index for index, line in enumerate(lines) if line.strip()), len(lines))


def next_solid(lines: Sequence[str], index: int) -> str | None:
    """The first line after `index` that is not blank."""
    return next((line for line in lines[index + 1 :] if line.strip()), None)
