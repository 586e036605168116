"""What a comment or docstring tells: its first telling sentence, and the type of what it stands above."""

import re
from collections.abc import Iterable
from string import whitespace

MOST_DOC = 120

_OPENING_SIGNS, _CLOSING_SIGNS = f"{whitespace}/*#!<-", f"{whitespace}/*>-"
_SIGNS = re.compile(r"\s*+(?:/?\*++|//++!?|#++)?\s*+")
"""What a line of a comment may begin with."""
_ORDER = re.compile(
    r"@!?\w|eslint|prettier|type:|noqa|pylint|pragma|rubocop:|region\b|endregion|biome|ts-|go:|nolint|\+build"
)
_TAGS = re.compile(r"</?(?:summary|remarks|para|inheritdoc)\b[^>]*>")
_LETTERS = re.compile(r"[^\W\d_]{2}")


_SENTENCE = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bvs)[.!?](?=\s+[^\W\da-z_]|$)")
_NEW_PARAGRAPH = re.compile(
    r"[@>=~|+]|```|[-*]\s|\d++[.)]\s|:\w|\w++:$|\\\w|</?(?:p|ul|ol|li|pre|br|table)\b"
)


def first_words(comments: Iterable[str]) -> str:
    """The first sentence that says something to people, cut at a word; empty where there is none."""
    told = ""
    for line in (line for comment in comments for line in comment.split("\n")):
        if not told:
            told = _told(_TAGS.sub("", line).lstrip(_OPENING_SIGNS))
        elif (words := _told(_SIGNS.sub("", _TAGS.sub("", line), count=1))) and not _NEW_PARAGRAPH.match(
            words
        ):
            told = f"{told} {words}"
        else:
            break
        if len(told) > MOST_DOC or _SENTENCE.search(told):
            break
    return _sentence(told)


def is_for_programs(words: str) -> bool:
    """Whether what a comment says is an order for a linter, a compiler or an editor."""
    return _ORDER.match(words) is not None


def _told(line: str) -> str:
    """What a line says to people; empty where it is for a program, or holds nothing but signs."""
    words = line.strip().rstrip(_CLOSING_SIGNS)
    return words if _LETTERS.search(words) and not is_for_programs(words) else ""


def _sentence(told: str) -> str:
    if end := _SENTENCE.search(told, 0, MOST_DOC):
        return told[: end.end()]
    if len(told) <= MOST_DOC:
        return told
    room = MOST_DOC - len("...")
    kept = told[:room]
    if told[room : room + 1].isalnum():
        kept = kept.rpartition(" ")[0] or kept
    return kept.rstrip(" ,;:(") + "..."


_TOLD_TYPE = re.compile(r"@(?:returns?|var|type)[ \t]++[{\[(]?([^\n]{1,100})")
_MOST_SEARCHED = 4_000


def told_type(comments: Iterable[str]) -> str:
    """The type after `@return`, `@var` or `@type`, with what follows it on its line; empty without."""
    for comment in comments:
        if match := _TOLD_TYPE.search(comment, 0, _MOST_SEARCHED):
            text = match[1]
            return re.split(r"\}|(?<!\[)\]|(?<![,|&<]) ", text, maxsplit=1)[0]
    return ""
