"""The first telling line of a comment or docstring."""

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
