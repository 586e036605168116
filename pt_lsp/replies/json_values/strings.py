r"""Strings of JSON as models write them: in any quotes, with line breaks and quotes that are not escaped.

A quote ends the string only where what follows goes on as JSON does after a string at such a place, so that
`"quote": "d["key"] = 1", "severity": ...` is one string and not two. In sound JSON that is always so.
"""

import re
from functools import lru_cache
from typing import Literal

Place = Literal["name", "member", "item", "alone"]
"""Before a colon, after one, in an array, outside of all."""

MARKS = {'"': '"', "'": "'", "`": "`", "\u201c": "\u201d"}
"""What opens a string, and what ends it."""
TRIPLE = ('"""', "'''")

_NAME = r"(?:\"[^\"\n]{1,60}\"|'[^'\n]{1,60}'|\u201c[^\u201d\n]{1,60}\u201d)\s*+:"
_COMMENT = r"//|/\*|\#"
_VALUE = r"[\"'\u201c{\[]|(?:-?\d[\d.]*|true|false|null|True|False|None)\s*+[,\]}]"
_AFTER_BRACE = rf"[ \t]*+(?:[\n\r}}\]{{`]|$|{_COMMENT}|(?<=[ \t])\w|,\s*+(?:$|[}}\]]|{_COMMENT}|{_VALUE}))"
_AFTER_BRACKET = r"\s*+(?:$|[}\]]|,\s*+[\"'\u201c{])"
_AFTER: dict[Place, re.Pattern[str]] = {
    "name": re.compile(r"\s*+(?:[:,}\]]|$)"),
    "member": re.compile(
        rf"\s*+(?:$|{_COMMENT}|,?\s*+{_NAME}"
        rf"|,\s*+(?:$|[}}\]{{]|{_COMMENT}|[\w-]{{1,40}}\s*+:)"
        rf"|\}}{_AFTER_BRACE}|\]{_AFTER_BRACKET})"
    ),
    "item": re.compile(rf"\s*+(?:$|[,:\]]|{_COMMENT})"),
    "alone": re.compile(""),
}
"""What may come then. A name, and a brace or bracket that ends what the string is in, are looked behind: in
code that is quoted they go on otherwise."""
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_MEANT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\", "/": "/"}


def string_at(text: str, start: int, place: Place) -> tuple[str, int]:
    """The string whose mark stands at `start`, and where what follows begins: the text's end if it is cut."""
    opening = next((mark for mark in TRIPLE if text.startswith(mark, start)), text[start])
    closing = MARKS.get(opening, opening)
    start += len(opening)
    for found in _mark_or_escape(closing).finditer(text, start):
        if found[0] == closing and _AFTER[place].match(text, found.end()):
            return _unescaped(text[start : found.start()]), found.end()
    return _unescaped(text[start:]), len(text)


@lru_cache
def _mark_or_escape(mark: str) -> re.Pattern[str]:
    return re.compile(rf"\\.|{re.escape(mark)}", re.DOTALL)


def _unescaped(text: str) -> str:
    r"""What it stands for; an escape that JSON does not know is itself, as in a pattern: `\d`."""
    if "\\" not in text:
        return text
    meant = _ESCAPE.sub(_character, text)
    joined = meant.encode("utf-16-le", "surrogatepass")
    return joined.decode("utf-16-le", "surrogatepass").encode("utf-8", "replace").decode("utf-8")


def _character(escape: re.Match[str]) -> str:
    name = escape[1]
    if len(name) > 1:
        return chr(int(name[1:], 16))
    return _MEANT.get(name, escape[0])
