"""Places that promise secrets on the lines that follow: lists, maps and tables under a telling name.

A line alone tells that it is one; what follows is read out of the whole text, each time anew.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from pt_lsp.privacy.detectors import names, strings
from pt_lsp.privacy.detectors.assignments import ASSIGNED, ASSIGNING
from pt_lsp.privacy.detectors.finding import Finding, Opening
from pt_lsp.privacy.detectors.judgement import (
    is_plain,
    is_stand_in,
    looks_like_password,
    looks_odd,
    looks_random,
)
from pt_lsp.privacy.detectors.names import Name

_SHORTEST = 8
_MOST_ROWS = 500
_KIND = "value of {}"

_STRING = r"[brfuLRN@$]{0,2}\\?[\"'`]"
_ONE_START = rf"(?:\[\][\w.]{{1,20}}|vec!|&|array|new[ ]\w{{1,20}}\[\])?(?=\[(?!\])|[({{]|{_STRING})"
_MANY_START = rf"(?:new[ ])?[\w.:<>!&*\[\]]{{0,60}}?[ ]?(?=\[(?!\])|[({{]|{_STRING})"
_ONE, _MANY = (re.compile(ASSIGNED + start, re.IGNORECASE) for start in (_ONE_START, _MANY_START))
_ONE_BELOW, _MANY_BELOW = (re.compile(start, re.IGNORECASE) for start in (_ONE_START, _MANY_START))
_WORDS = re.compile(
    r"[\"']?[ \t]*(?:=|:[ \t])[ \t]*(?:(?:%[wW]|qw[ ]?)?[\[({](?P<words>[^\n\"'`()\[\]{}]{8,2000})[\])}]"
    r"|(?P<bare>[\w.~+/=!@#$%^&*-]{8,512}(?:,[ ]?[\w.~+/=!@#$%^&*-]{8,512})+)[ \t\r]*$)",
    re.MULTILINE,
)
_WORD = re.compile(r"[^\s,]+")
_COMMENT = (
    r"(?:(?:\#|//|--|;|%[ %])[^\n]{0,2000}+"
    r"|/\*(?s:.{0,2000}?)\*/|<!--(?s:.{0,2000}?)-->|\(\*(?s:.{0,2000}?)\*\)|\{-(?s:.{0,2000}?)-\})"
)
"""In the forms of many languages."""
_GAP = re.compile(rf"(?:\s++|{_COMMENT}){{0,60}}+")
"""What may stand between a name and what it is for."""
_PROMISE = re.compile(
    rf"{ASSIGNING}[ \t]*+(?=\r?(?:\n|\Z)|\#|//|--|;|%[ %]|/\*|<!--|\(\*|\{{-)", re.IGNORECASE
)
_LINE = re.compile(
    r"(?P<indent>[ \t]*+)(?:(?P<nothing>\r?$|\#|//)|(?P<item>-[ \t]|[\w.@-]{1,60}:[ \t]))?", re.MULTILINE
)
_ITEM = re.compile(
    r"(?:-[ \t]+|(?P<name>[\w.@-]{1,60}):[ \t]+)"
    r"(?:\"(?P<value>[^\s\"]{8,512})\"|'(?P<quoted>[^\s']{8,512})'|[\"']?(?P<bare>[^\s\"'#:{\[]{8,512})[\"']?)"
    r"(?:[ \t]+\#[^\n]*|[ \t\r]*)$",
    re.MULTILINE,
)
_BLOCK = re.compile(
    r"[\"'][ \t]*\{[^{}]{0,400}?\bdefault[ \t]*=[ \t]*\"(?P<value>[^\"\s]{8,512})\"", re.IGNORECASE
)
_BLOCK_START = re.compile(r"[\"'][ \t]*\{[ \t\r]*$", re.MULTILINE)
_CELL = r"[ ]{0,20}+[\"']?[A-Za-z_][\w .@-]{0,40}+[\"']?[ ]{0,20}+"
_HEADER = re.compile(rf"[ ]{{0,20}}+\|?{_CELL}(?:(?P<mark>[,;|\t]){_CELL}){{1,60}}\|?[ \r]*$", re.MULTILINE)
_RULE = re.compile(r"[-+=|: \t\r]+")
"""Between the head of a table and its rows."""
_INSERT = re.compile(r"\binto\s+[\w.\"`\[\]]{1,80}\s*\((?P<names>[^()]{1,2000})\)\s*values\s*", re.IGNORECASE)
_SYMMETRIC = re.compile(r"\bkty\\?[\"']?[ \t]{0,4}[:=][ \t]{0,4}\\?[\"']oct\b")
_KEY_VALUE = re.compile(r"\bk\\?[\"']?[ \t]{0,4}[:=][ \t]{0,4}\\?[\"'](?P<value>[\w-]{16,1400})\\?[\"']")
_LONGEST_KEY = 2_000
_COLUMNS = r"[ \t]+[\w.\"`\[\]]{1,80}[ \t]*\("


def find(text: str, found: Iterable[Name]) -> Iterator[Opening]:
    """Those of one line, or of lines that belong together, in which these telling names were found."""
    for name in found:
        word = text[name.start : name.end]
        if name.is_plural and _WORDS.match(text, name.end):
            yield Opening(name.end, partial(_read_words, name, word))
        elif match := _PROMISE.match(text, name.end):
            yield Opening(match.end(), partial(_read_promised, name, word))
        elif match := (_MANY if name.is_plural else _ONE).match(text, name.end):
            yield Opening(match.end(), partial(_read_strings, name, word))
        elif _BLOCK_START.match(text, name.end):
            yield Opening(name.end, partial(_read_default, name, word))
    if (header := _HEADER.match(text)) and header["mark"]:
        yield Opening(0, partial(_read_rows, header["mark"]))


def find_inserts(text: str) -> Iterator[Opening]:
    """Statements that give values to named columns."""
    for word in ("into", "INTO", "Into"):
        if word in text:
            yield from (
                Opening(match.start(), _read_inserted) for match in re.finditer(word + _COLUMNS, text)
            )


def find_symmetric_keys(text: str) -> Iterator[Opening]:
    """JSON web keys whose one value is the secret; it may stand in front of what tells so."""
    if "kty" in text:
        yield from (Opening(match.start(), _read_symmetric_key) for match in _SYMMETRIC.finditer(text))


def _is_secret(value: str, *, is_eager: bool) -> bool:
    fits = looks_like_password if is_eager else looks_random
    return len(value) >= _SHORTEST and len(value.split()) == 1 and not is_stand_in(value) and fits(value)


def _read_strings(name: Name, word: str, text: str, start: int) -> Iterator[Finding]:
    is_login = word.lower().startswith(("auth", "cred"))
    for value in strings.read(text, start):
        if value.is_named and not name.is_plural:
            continue  # a structure: its names tell for themselves
        is_eager = name.is_eager or (is_login and value.indices[-1] > 0)
        if _is_secret(value.text(text), is_eager=is_eager):
            yield from (Finding(*span, _KIND.format(word)) for span in value.spans if span[0] < span[1])


def _read_promised(name: Name, word: str, text: str, start: int) -> Iterator[Finding]:
    """What stands below a name, after comments and blank lines: items with dashes or names, or strings."""
    gap = _GAP.match(text, start)
    at = gap.end() if gap else start
    first = text.rfind("\n", start, at) + 1
    line = _LINE.match(text, first) if first else None
    if line and line["item"]:
        yield from _read_items(name, word, text, first)
    elif value := (_MANY_BELOW if name.is_plural else _ONE_BELOW).match(text, at):
        yield from _read_strings(name, word, text, value.end())


def _read_items(name: Name, word: str, text: str, start: int) -> Iterator[Finding]:
    """Those of the lines from `start` on that are items, as deep as the first one or deeper."""
    least: int | None = None
    for _ in range(_MOST_ROWS):
        line = _LINE.match(text, start)
        if line is None or (line["item"] is None and line["nothing"] is None):
            return
        if line["item"]:
            least = len(line["indent"]) if least is None else least
            # Without a dash, what is at the margin is not below the name.
            if len(line["indent"]) < max(least, line["item"][0] != "-"):
                return
            yield from _read_item(name, word, text, line.end("indent"))
        start = text.find("\n", start) + 1
        if not start:
            return


def _read_item(name: Name, word: str, text: str, start: int) -> Iterator[Finding]:
    item = _ITEM.match(text, start)
    if item is None:
        return
    group = next(each for each in ("value", "quoted", "bare") if item[each])
    is_fit = _is_bare_secret if item["name"] else _is_secret
    if (name.is_plural or not item["name"]) and is_fit(item[group], is_eager=name.is_eager):
        yield Finding(*item.span(group), _KIND.format(word))


def _read_words(name: Name, word: str, text: str, start: int) -> Iterator[Finding]:
    if words := _WORDS.match(text, start):
        for value in _WORD.finditer(text, *words.span("words" if words["words"] else "bare")):
            if _is_bare_secret(value[0], is_eager=name.is_eager):
                yield Finding(*value.span(), _KIND.format(word))


def _is_bare_secret(value: str, *, is_eager: bool) -> bool:
    """Without quotes it may be a name as well."""
    return looks_odd(value) and not is_plain(value) and _is_secret(value, is_eager=is_eager)


def _read_default(name: Name, word: str, text: str, start: int) -> Iterator[Finding]:
    match = _BLOCK.match(text, start)
    if match and _is_secret(match["value"], is_eager=name.is_eager):
        yield Finding(*match.span("value"), _KIND.format(word))


def _read_rows(mark: str, text: str, start: int) -> Iterator[Finding]:
    position = text.find("\n", start)
    header = text[start : len(text) if position < 0 else position].split(mark)
    columns = _telling(header)
    for _ in range(_MOST_ROWS if columns else 0):
        if position < 0:
            return
        row_start = position + 1
        position = text.find("\n", row_start)
        cells = text[row_start : len(text) if position < 0 else position].split(mark)
        if _RULE.fullmatch(text, row_start, row_start + sum(map(len, cells)) + len(cells) - 1):
            continue
        if len(cells) != len(header) or _telling(cells) or {*cells} & {*header} - {""}:
            return
        for column, word in columns.items():
            cell = cells[column].strip(" \t\r\"'`")
            if any(c.isdigit() for c in cell) and _is_secret(cell, is_eager=True):
                at = text.index(cell, row_start + sum(len(each) + 1 for each in cells[:column]))
                yield Finding(at, at + len(cell), _KIND.format(word))


def _telling(cells: list[str]) -> dict[int, str]:
    """The numbers of columns that hold secrets, and what they are called."""
    stripped = [cell.strip(" \t\r\"'`[]") for cell in cells]
    return {n: cell for n, cell in enumerate(stripped) if names.is_telling(cell)}


def _read_symmetric_key(text: str, start: int) -> Iterator[Finding]:
    first = text.rfind("{", max(0, start - _LONGEST_KEY), start)
    last = text.find("}", start, start + _LONGEST_KEY)
    match = _KEY_VALUE.search(text, first, last) if 0 <= first < last else None
    if match and not is_stand_in(match["value"]) and looks_random(match["value"]):
        yield Finding(*match.span("value"), "JSON web key")


def _read_inserted(text: str, start: int) -> Iterator[Finding]:
    insert = _INSERT.match(text, start)
    columns = _telling(insert["names"].split(",")) if insert else {}
    if insert and columns:
        for value in strings.read(text, insert.end()):
            if value.indices[-1] in columns and _is_secret(value.text(text), is_eager=True):
                yield from (Finding(*span, _KIND.format(columns[value.indices[-1]])) for span in value.spans)
