"""Gitignore-style patterns, as git's own matcher reads them.

Refuses to know files. A pattern may come from anywhere: matching never goes back over what it has tried, so
that it takes no longer than pattern and name are long. However many there are, only those are tried that may
match, and an expression is compiled at its first try.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

MOST_PATTERNS = 20_000
MOST_CHARACTERS = 1_000
"""Of one pattern; more than any name has."""
MOST_WILDCARDS = 30_000
"""Of all patterns together: what makes expressions large, and slow to compile."""


class Pattern(NamedTuple):
    """One line that says something."""

    line: str
    ignores: bool
    """False for a line that takes back what an earlier one ignores."""
    glob: str
    """Without the marks at its ends."""
    is_for_paths: bool
    """Whether it is about a whole path, or else about a name in any folder."""
    is_for_folders: bool


class PatternList:
    """The lines of one file or setting; lines without sense for git say nothing."""

    def __init__(self, lines: Iterable[str], *, ignores_case: bool) -> None:
        self._patterns = [pattern for line in lines if (pattern := _read(line))]
        self._flags = re.IGNORECASE if ignores_case else re.NOFLAG
        self._expressions: dict[int, re.Pattern[str]] = {}
        self._names, self._paths = _Candidates(), _Candidates()
        for number, pattern in enumerate(self._patterns):
            candidates = self._paths if pattern.is_for_paths else self._names
            candidates.add(number, _folded(pattern.glob) if ignores_case else pattern.glob)

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def deciding(self, path: str, *, is_folder: bool = False) -> Pattern | None:
        """The pattern that has the say about one path, which is the last that matches it.

        What lies below an ignored folder is the caller's to conclude.
        """
        text = _folded(path) if self._flags else path
        numbers = self._names.of(text[text.rfind("/") + 1 :]) | self._paths.of(text)
        for number in sorted(numbers, reverse=True):
            pattern = self._patterns[number]
            if (is_folder or not pattern.is_for_folders) and self._matches(number, pattern, path):
                return pattern
        return None

    def ignoring(self, path: str) -> Pattern | None:
        """The pattern that ignores a file or a folder above it, from the top down as git does."""
        for name in accumulate(path.split("/"), "{}/{}".format):
            pattern = self.deciding(name, is_folder=len(name) < len(path))
            if pattern is not None and pattern.ignores:
                return pattern
        return None

    def _matches(self, number: int, pattern: Pattern, path: str) -> bool:
        if not _is_special(pattern.glob):
            return True
        expression = self._expressions.get(number)
        if expression is None:
            expression = self._expressions[number] = re.compile(_expression(pattern), self._flags)
        begin = 0 if pattern.is_for_paths else path.rfind("/") + 1
        return expression.fullmatch(path, begin) is not None


class _Candidates:
    """Which patterns may match a text: a plain one has to be it, others hold parts that stand in it."""

    def __init__(self) -> None:
        self._plain: dict[str, list[int]] = {}
        self._by_trigram: dict[str, list[tuple[int, str]]] = {}
        self._others: list[tuple[int, str]] = []

    def add(self, number: int, glob: str) -> None:
        if not _is_special(glob):
            self._plain.setdefault(glob, []).append(number)
            return
        part = max(_PARTS.split(_SETS.sub("/", glob)), key=len)
        trigrams = _trigrams(part)
        rarest = min(trigrams, key=lambda it: len(self._by_trigram.get(it, ())), default=None)
        waiting = self._others if rarest is None else self._by_trigram.setdefault(rarest, [])
        waiting.append((number, part))

    def of(self, text: str) -> set[int]:
        """The numbers of those that are worth a try."""
        found = {number for number, part in self._others if part in text}
        found.update(self._plain.get(text, ()))
        if self._by_trigram:
            for trigram in _trigrams(text):
                found.update(number for number, part in self._by_trigram.get(trigram, ()) if part in text)
        return found


def excess(lines: Iterable[str], most: int = MOST_PATTERNS) -> str | None:
    """What of the bounds the patterns exceed, as the end of "it has …"; None if they are within them."""
    patterns = [line for line in lines if line.strip() and not line.startswith("#")]
    if len(patterns) > most:
        return f"more than {most:,} patterns"
    if max(map(len, patterns), default=0) > MOST_CHARACTERS:
        return f"a pattern of more than {MOST_CHARACTERS:,} characters"
    if sum(line.count(character) for line in patterns for character in "*?[\\") > MOST_WILDCARDS:
        return f"more than {MOST_WILDCARDS:,} wildcards"
    return None


def is_readable(line: str) -> bool:
    """Whether the line says something that a path may match."""
    return bool(line.strip("!/.")) and _read(line) is not None


_is_special = re.compile(r"[*?\[\\]").search
_PARTS = re.compile(r"[*?/]")
_SETS = re.compile(r"\\.*|\[.*\]", re.DOTALL)
"""Sets, and what may be between them; what is escaped, with all that follows."""


def _trigrams(text: str) -> set[str]:
    return {text[n : n + 3] for n in range(len(text) - 2)}


def _folded(text: str) -> str:
    """As long as the text, and equal for texts that differ in letter case only."""
    return text.lower() if text.isascii() else "".join(map(_folded_character, text))


def _folded_character(character: str) -> str:
    folded = character.upper().casefold()
    return folded if len(folded) == 1 else character.lower()[0]


_CHARACTER = "[^/]"
_NAMES = rf"(?:{_CHARACTER}*/)"
_ANYTHING = "(?s:.*)"
_WILD = re.compile(r"[*?\[\\]")
_SET_ITEM = re.compile(r"\[:(?P<name>[^\]]*):\]|(?P<low>\\.|[^\\])(?:-(?P<high>\\.|[^\\\]]))?", re.DOTALL)
_NAMED_SETS = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r"\ \t",
    "cntrl": r"\x01-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": r"\ -~",
    "punct": r"!-\/:-@\[-`{-~",
    "space": r"\ \t\n\r",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}
_STAR, _REST = "*", "**"
_GAPS = {"**/": f"{_NAMES}*", "**\\/": f"{_NAMES}+"}
"""Names in any number; git wants one at least where the slash is escaped."""


class _Senseless(ValueError):
    """git reads no pattern in this."""


def _read(line: str) -> Pattern | None:
    line = line.removesuffix("\r")
    glob = _without_trailing_spaces(line.partition("\0")[0])
    if not glob or glob.startswith("#"):
        return None
    ignores = not glob.startswith("!")
    glob = glob if ignores else glob[1:]
    is_for_folders = glob.endswith("/")
    glob = glob.removesuffix("/")
    pattern = Pattern(line, ignores, glob.removeprefix("/"), "/" in glob, is_for_folders)
    if "[" in glob or "\\" in glob:
        try:
            _expression(pattern)
        except _Senseless:
            return None
    return pattern


def _without_trailing_spaces(line: str) -> str:
    glob = line.rstrip(" ")
    is_escaped = (len(glob) - len(glob.rstrip("\\"))) % 2 == 1
    return line[: len(glob) + is_escaped]


def _pieces(glob: str, *, is_path: bool) -> Iterator[str]:
    """Expressions of single characters, stars, the rest of a path, and gaps between names."""
    wild = _WILD.search(glob)
    position = 0
    while position < len(glob):
        begin, character = position, glob[position]
        position += 1
        if character == "*":
            rest = glob[begin:].lstrip("*")
            position = len(glob) - len(rest)
            # git compares what stands before the first special character by itself: `a**` begins with stars.
            is_border = glob[begin - 1 : begin] in {"", "/"} or (wild is not None and begin == wild.start())
            piece = _stars(rest) if is_path and is_border and position - begin > 1 else _STAR
            position += len(piece) - len("**") if piece in _GAPS else 0
            yield piece
        elif character == "[":
            expression, position = _set(glob, position)
            yield expression
        elif character == "\\":
            if position == len(glob):
                raise _Senseless
            yield _escaped(glob[position])
            position += 1
        else:
            yield _CHARACTER if character == "?" else re.escape(character)


def _escaped(character: str) -> str:
    """The expression of a character behind a backslash.

    Where case is ignored git folds that of a path but not of an escaped letter: a capital then matches none.
    """
    folded = character.lower()
    return re.escape(character) if folded == character else f"(?!{re.escape(folded)}){re.escape(character)}"


def _stars(rest: str) -> str:
    """What two stars or more mean before the rest of a pattern."""
    return next((gap for gap in _GAPS if f"**{rest}".startswith(gap)), _STAR if rest else _REST)


def _set(glob: str, begin: int) -> tuple[str, int]:
    """The expression of a set whose items start at `begin`, and where it ends."""
    is_negated = glob[begin : begin + 1] in {"!", "^"}
    begin += is_negated
    position, items = begin, ""
    while position == begin or glob[position : position + 1] != "]":
        item = _SET_ITEM.match(glob, position)
        name = item["name"] if item else ""
        if item is None or (name is not None and name not in _NAMED_SETS):
            raise _Senseless
        position = item.end()
        items += _range(item["low"], item["high"]) if name is None else _NAMED_SETS[name]
    return rf"(?!/)[{'^' if is_negated else ''}{items}]", position + 1


def _range(low: str, high: str | None) -> str:
    """The items from `low` to `high`; git sees the first before it sees that the order is wrong."""
    low, high = low[-1], (high or low)[-1]
    return f"{re.escape(low)}-{re.escape(high)}" if low <= high else re.escape(low)


def _expression(pattern: Pattern) -> str:
    """The expression of a whole text; only what comes after the last gap may be tried at several places.

    For the others the first place where one fits is as good as any, because each is a fixed number of names.
    """
    gaps, parts = [""], [""]
    name: list[str] = []
    for piece in _pieces(pattern.glob, is_path=pattern.is_for_paths):
        if piece == "/" or piece in _GAPS:
            parts[-1] += _name(name) + ("/" if piece == "/" else "")
            name = []
        else:
            name.append(piece)
        if piece in _GAPS:
            gaps.append(_GAPS[piece])
            parts.append("")
    parts[-1] += _name(name)
    first, *between, last = parts if len(parts) > 1 else ["", *parts]
    middle = "".join(f"(?>{gap}?{part})" for gap, part in zip(gaps[1:-1], between, strict=False))
    return f"{first}{middle}{gaps[-1]}{last}"


def _name(pieces: Iterable[str]) -> str:
    """The expression of one name; only what comes after its last star may be tried at several places."""
    between_stars = [""]
    for piece in pieces:
        if piece == _STAR:
            between_stars.append("")
        else:
            between_stars[-1] += _ANYTHING if piece == _REST else piece
    first, *middle = between_stars
    if not middle:
        return first
    return f"{first}{''.join(f'(?>{_CHARACTER}*?{piece})' for piece in middle[:-1])}{_CHARACTER}*{middle[-1]}"
