"""Reads one `.gitignore` as gitignore(5) describes it: each line becomes an expression for one path.

Refuses to know files; and what lies below an ignored folder is its caller's to conclude, from the top down.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line that says something."""

    line: str
    expression: re.Pattern[str]
    """Matches a whole path relative to the file's folder; a folder's path ends with `/`."""
    ignores: bool
    """False for a line that takes back what an earlier one ignores."""


def parse(text: str, *, ignores_case: bool) -> tuple[Pattern, ...]:
    """The patterns in the order in which they count: the last line first, none for lines without sense."""
    lines = (line.removesuffix("\r") for line in text.split("\n"))
    flags = re.IGNORECASE if ignores_case else re.NOFLAG
    patterns = [pattern for line in lines if (pattern := _pattern(line, flags))]
    return tuple(reversed(patterns))


_TRAILING_SPACES = re.compile(r"(?<!\\) +$")
_TOKEN = re.compile(
    r"\\(?P<escaped>.)|(?P<star>\*+)|(?P<any>\?)|\[(?P<set>[!^]?\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]|(?P<literal>[^\\\[])"
)
_SET_ITEM = re.compile(r"\[:(?P<name>\w+):\]|\\(?P<escaped>.)|(?P<literal>.)")
_NAMED_SETS = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "lower": "a-z",
    "space": r"\s",
    "upper": "A-Z",
}


class _Senseless(ValueError):
    """git reads no pattern in this."""


def _pattern(line: str, flags: re.RegexFlag) -> Pattern | None:
    glob = _TRAILING_SPACES.sub("", line)
    if not glob or glob.startswith("#"):
        return None
    ignores = not glob.startswith("!")
    glob = glob if ignores else glob[1:]
    folder_only = glob.endswith("/")
    glob = glob.removesuffix("/")
    is_anchored = "/" in glob
    end = "/" if folder_only else "/?"
    try:
        body = (
            _path_expression(glob.removeprefix("/")) if is_anchored else "(?:.*/)?" + _name_expression(glob)
        )
        return Pattern(line, re.compile(f"{body}{end}", flags | re.DOTALL), ignores)
    except (_Senseless, re.error):
        return None


def _path_expression(glob: str) -> str:
    names = glob.split("/")
    expression = ""
    for index, name in enumerate(names):
        is_last = index == len(names) - 1
        if name == "**":
            expression += "[^/].*?" if is_last else "(?:[^/]+/)*"
        else:
            expression += _name_expression(name) + ("" if is_last else "/")
    return expression


def _name_expression(glob: str) -> str:
    """The expression of one name between slashes, which is never empty."""
    if not glob:
        raise _Senseless
    between_stars = [""]
    for piece in _pieces(glob):
        if piece is None:
            between_stars.append("")
        else:
            between_stars[-1] += piece
    first, *middle = between_stars
    if not middle:
        return first
    # The first place where a middle piece fits is as good as any: no way back keeps hostile patterns fast.
    return f"(?=[^/]){first}{''.join(f'(?>[^/]*?{piece})' for piece in middle[:-1])}[^/]*{middle[-1]}"


def _pieces(glob: str) -> Iterator[str | None]:
    """Expressions of single characters; None for a star."""
    position = 0
    while position < len(glob):
        token = _TOKEN.match(glob, position)
        if token is None:
            raise _Senseless
        position = token.end()
        if token["star"]:
            yield None
        elif token["any"]:
            yield "[^/]"
        elif token["set"] is not None:
            yield _set_expression(token["set"])
        else:
            yield re.escape(token["escaped"] or token["literal"])


def _set_expression(content: str) -> str:
    is_negated = content[:1] in {"!", "^"}
    items = []
    for item in _SET_ITEM.finditer(content[1:] if is_negated else content):
        if item["name"]:
            items.append(_NAMED_SETS.get(item["name"], ""))
        else:
            character = item["escaped"] or item["literal"]
            items.append("-" if item["literal"] == "-" else re.escape(character))
    return f"(?!/)[{'^' if is_negated else ''}{''.join(items)}]"
