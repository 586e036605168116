"""What a comment or docstring tells: its first telling line, and the type of what it stands above."""

import re
from collections.abc import Iterable
from string import whitespace

MOST_DOC = 120

_OPENING_SIGNS, _CLOSING_SIGNS = f"{whitespace}/*#!<-", f"{whitespace}/*>-"
_ORDER = re.compile(
    r"@\w|eslint|prettier|type:|noqa|pylint|pragma|region\b|endregion|biome|ts-|go:|nolint|\+build"
)
_TAGS = re.compile(r"</?(?:summary|remarks|para|inheritdoc)\b[^>]*>")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def first_words(comments: Iterable[str]) -> str:
    """The first line that says something to people; empty where there is none."""
    for comment in comments:
        for line in comment.split("\n"):
            words = _TAGS.sub("", line).lstrip(_OPENING_SIGNS).rstrip(_CLOSING_SIGNS)
            if _LETTERS.search(words) and not _ORDER.match(words):
                return words[:MOST_DOC].rstrip()
    return ""


_TOLD_TYPE = re.compile(r"@(?:returns?|var|type)[ \t]++[{\[(]?([^\n]{1,100})")
_MOST_SEARCHED = 4_000


def told_type(comments: Iterable[str]) -> str:
    """The type after `@return`, `@var` or `@type`, with what follows it on its line; empty without."""
    for comment in comments:
        if match := _TOLD_TYPE.search(comment, 0, _MOST_SEARCHED):
            text = match[1]
            return re.split(r"\}|(?<!\[)\]|(?<![,|&<]) ", text, maxsplit=1)[0]
    return ""
