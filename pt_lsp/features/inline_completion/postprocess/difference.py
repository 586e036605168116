"""Whether two texts for one place are worth showing both.

Knows no grammar: what differs only in style is the same text to a person who has to choose.
"""

import re

_COMMENT = re.compile(r"(^[ \t]*|[ \t]{2}|[;{}] )(?:#|//)\s.*$", re.MULTILINE)
_STYLE = re.compile(r"[\s;,]+")


def differs(one: str, other: str) -> bool:
    """Whether the texts say different things, and neither is only the beginning of the other."""
    short, long = sorted((_normalised(one), _normalised(other)), key=len)
    return not long.startswith(short)


def _normalised(text: str) -> str:
    """The text without what style alone decides: comments, blanks, separators at will, the kind of quotes."""
    return _STYLE.sub("", _COMMENT.sub(r"\1", text)).replace("'", '"')
