"""Brackets, strings and comments in a piece of code; no grammar, so a guess, but the same in any language."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

OPENERS = "([{"
CLOSERS = ")]}"

_PARTNER = dict(zip(CLOSERS, OPENERS, strict=True))
_CLOSER = dict(zip(OPENERS, CLOSERS, strict=True))
_STRING_END = {
    '"""': re.compile(r'"""'),
    "'''": re.compile(r"'''"),
    "`": re.compile(r"(?<!\\)(?:`|\$\{)"),
}
_QUOTES = "\"'`"
_MARK = re.compile(r"""(?<!\\)["'`]|[()\[\]{}]""")
_APOSTROPHE = re.compile(r"(?:[&<]|\w\w)'$")
_TOKEN = re.compile(
    r'"""|\'\'\'|`'
    # A quote behind a backslash begins no string; looking from each to the line's end would take long.
    r'|(?<!\\)"(?:\\.|[^"\\\n])*"'
    # After `&`, `<` or a word it is a Rust lifetime or an apostrophe.
    r"|(?<![&<])(?<!\w\w)(?<!\\)'(?:\\.|[^'\\\n])*'"
    r"|(?:^\s*|(?<=\s))#(?=[\s!]|$).*"
    # Where a statement goes on, `//` divides in Python.
    r"|^\s*//.*|[;,{]\s*//.*"
    r"|[()\[\]{}]"
)


class Balance(NamedTuple):
    """The brackets that a piece of code closes without having opened them, and those that it leaves open."""

    closed: str
    opened: str


def balance(code: str) -> Balance:
    """The balance of some lines; a closing bracket that fits none is passed over."""
    closed: list[str] = []
    opened: list[str] = []
    for bracket in chain.from_iterable(brackets for brackets, _ in _scanned(code.split("\n"))):
        if bracket in OPENERS:
            opened.append(bracket)
        elif not opened:
            closed.append(bracket)
        elif opened[-1] == _PARTNER[bracket]:
            opened.pop()
    return Balance("".join(closed), "".join(opened))


def depth(code: str) -> int:
    """How many brackets stay open; negative when more are closed than opened."""
    return sum(_depth(brackets) for brackets, _ in _scanned(code.split("\n")))


def closed_marks(before: str, text: str) -> str:
    """The brackets and quotes that a text closes but has not opened, in order; `before` is its line."""
    opened: list[str] = []
    _follow(before, opened)
    return _follow(text, opened)


def _follow(code: str, opened: list[str]) -> str:
    """Opens and closes marks; returns those that were closed but not opened within the code."""
    n_outer, closed = len(opened), ""
    for found in _MARK.finditer(code):
        mark = found[0]
        quote = opened[-1] if opened and opened[-1] in _QUOTES else None
        if quote:
            if mark != quote:
                continue
        elif mark not in CLOSERS:
            if mark in OPENERS or not _APOSTROPHE.search(code[: found.end()][-3:]):
                opened.append(mark)
            continue
        elif opened and opened[-1] != _PARTNER[mark]:
            continue
        if len(opened) <= n_outer:
            closed += mark
            n_outer = max(0, len(opened) - 1)
        del opened[-1:]
    return closed


def unclosed(code: str) -> str:
    """What closes the brackets and the long string that stay open, in order."""
    opened: list[str] = []
    scanned = list(_scanned(code.split("\n")))
    frames = scanned[-1][1]
    for brackets, _ in scanned:
        for bracket in brackets:
            if bracket in OPENERS:
                opened.append(bracket)
            elif opened and opened[-1] == _PARTNER[bracket]:
                opened.pop()
    closers = "".join(_CLOSER[bracket] for bracket in reversed(opened))
    if not frames:
        return closers
    return closers + frames[0] if frames[-1] == "{" else frames[-1] + closers


def open_quotes(code: str) -> str | None:
    """The triple quotes that are open at the end of a longer text, None if there are none."""
    return next((quotes for quotes in ('"""', "'''") if code.count(quotes) % 2), None)


def open_ends(lines: Sequence[str], quotes: str | None = None) -> list[bool]:
    """For each line, whether a bracket or a long string is open at its end; `quotes` is open at the start."""
    ends = []
    n_open = 0
    for brackets, frames in _scanned(lines, quotes):
        n_open += _depth(brackets)
        ends.append(n_open > 0 or bool(frames))
    return ends


def quoted_ends(lines: Sequence[str], quotes: str | None = None) -> list[bool]:
    """For each line, whether a long string is open at its end."""
    return [frames[-1:] not in ((), ("{",)) for _, frames in _scanned(lines, quotes)]


def _depth(brackets: str) -> int:
    return sum(1 if bracket in OPENERS else -1 for bracket in brackets)


def _scanned(lines: Sequence[str], quotes: str | None = None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each line's brackets, those in strings and comments left out, and the long quotes open at its end.

    A brace among the quotes stands for an expression in a template string, and for each brace within it.
    """
    frames: tuple[str, ...] = (quotes,) if quotes else ()
    for line in lines:
        brackets, frames = _scan(line, frames)
        yield brackets, frames


def _scan(line: str, frames: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    found = ""
    at = 0
    while True:
        pattern = _TOKEN if frames[-1:] in ((), ("{",)) else _STRING_END[frames[-1]]
        token = pattern.search(line, at)
        if token is None:
            return found, frames
        at = token.end()
        mark = "{" if token[0] == "${" else token[0]
        if mark[0] in OPENERS + CLOSERS:
            found += mark[0]
        frames = _entered(frames, mark)


def _entered(frames: tuple[str, ...], mark: str) -> tuple[str, ...]:
    if frames[-1:] == (mark,) and mark != "{":
        return frames[:-1]
    if mark in _STRING_END or (mark[0] == "{" and frames):
        return (*frames, mark[0] if mark[0] == "{" else mark)
    if mark == "}" and frames[-1:] == ("{",):
        return frames[:-1]
    return frames
