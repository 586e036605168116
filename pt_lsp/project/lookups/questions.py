"""Reads the arguments of a call; what is wrong with them is a sentence to the model.

Refuses to look anything up, and to trust what it reads: a model wrote it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pt_lsp.documents.visibility import visible_line
from pt_lsp.project.lookups.offered import FIND_DEFINITION, FIND_REFERENCES, READ_LINES, SEARCH_TEXT

MOST_LINES = 200
"""That one call reads."""
_LONGEST_NAME = 200
_LONGEST_TEXT = 300
_LONGEST_PATH = 500
_MOST_SHOWN = 60
_FEWEST_CHARACTERS = 2
_NAMES = re.compile(r"(?:[^\W\d]|\$)[\w$]*+(?:-\w[\w$]*+)*+[?!]?")
_ARGUMENTS = re.compile(r"[(<\[{]")
_OWN = frozenset({"cls", "self", "this", "$this"})
"""What they stand for, a name alone does not tell."""
_LEADS_AWAY = re.compile(r"\.{0,2}|~.*|.*[:\\].*", re.DOTALL)
"""A part of a path that makes the rest one of another place, on one system or the other."""


class UnusableArguments(Exception):
    """The sentence for the model."""


@dataclass(frozen=True, slots=True)
class OfName:
    """`names` leads to what is meant: the last one is its own, those before are what it belongs to."""

    names: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True)
class OfLines:
    """Lines are counted from 1, both ends included."""

    path: str
    first: int
    last: int
    told: str


@dataclass(frozen=True, slots=True)
class OfText:
    """Without a `path` all of the project is meant."""

    text: str
    path: str
    told: str


Question = OfName | OfLines | OfText


def question_of(tool: str, arguments: Mapping[str, Any]) -> Question:
    """What is asked; raises UnusableArguments."""
    if tool == FIND_DEFINITION:
        return _of_name(arguments, "definition of")
    if tool == FIND_REFERENCES:
        return _of_name(arguments, "uses of")
    if tool == READ_LINES:
        return _of_lines(arguments)
    if tool == SEARCH_TEXT:
        return _of_text(arguments)
    raise UnusableArguments(f"There is no tool `{shown(tool)}`.")


def shown(text: str) -> str:
    """The beginning of what a model wrote, on one line."""
    line = visible_line(text[: _MOST_SHOWN + 1]).replace("`", "'")
    return line if len(line) <= _MOST_SHOWN else f"{line[: _MOST_SHOWN - 1]}\N{HORIZONTAL ELLIPSIS}"


def _of_name(arguments: Mapping[str, Any], told: str) -> OfName:
    name = _string(arguments, "name", _LONGEST_NAME)
    bare = _ARGUMENTS.split(name, maxsplit=1)[0]
    names = tuple(each for each in _NAMES.findall(bare) or _NAMES.findall(name) if each not in _OWN)
    if not names:
        raise UnusableArguments(f"`{shown(name)}` is no name of code: give one like `total` or `Cart.total`.")
    return OfName(names, f"{told} `{shown(name)}`")


def _of_lines(arguments: Mapping[str, Any]) -> OfLines:
    path = _path(arguments)
    if not path:
        raise UnusableArguments("`path` is missing: give the file that is to be read.")
    first = _number(arguments, "first", 1)
    last = _number(arguments, "last", first + MOST_LINES - 1)
    if last < first:
        raise UnusableArguments(f"`last` ({last}) is before `first` ({first}).")
    return OfLines(path, first, last, f"`{shown(path)}` from line {first}")


def _of_text(arguments: Mapping[str, Any]) -> OfText:
    text = _string(arguments, "text", _LONGEST_TEXT)
    if "\n" in text or "\r" in text:
        raise UnusableArguments("`text` is looked for within lines: give a part of one line.")
    if len(text.strip()) < _FEWEST_CHARACTERS:
        raise UnusableArguments(f"`text` is too short: give at least {_FEWEST_CHARACTERS} characters.")
    return OfText(text, _path(arguments), f"search for `{shown(text)}`")


def _path(arguments: Mapping[str, Any]) -> str:
    """A path within a workspace folder, without a slash at its end; empty where none is given."""
    if arguments.get("path") in (None, "", ".", "./"):
        return ""
    path = _string(arguments, "path", _LONGEST_PATH).removeprefix("./").removesuffix("/")
    if not path.isprintable() or any(map(_LEADS_AWAY.fullmatch, path.split("/"))):
        raise UnusableArguments(
            f"`{shown(path)}` is no path in this project: write it as in this conversation, "
            "with `/` and from the project's folder on, like `shop/cart.py`."
        )
    return path


def _string(arguments: Mapping[str, Any], key: str, longest: int) -> str:
    value = arguments.get(key)
    if not isinstance(value, str) or not value.strip():
        raise UnusableArguments(f"`{key}` has to be a text.")
    if len(value) > longest:
        raise UnusableArguments(f"`{key}` is longer than {longest} characters.")
    return value


def _number(arguments: Mapping[str, Any], key: str, default: int) -> int:
    value = arguments.get(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int):
        raise UnusableArguments(f"`{key}` has to be a whole number.")
    if value.bit_length() > 31:  # noqa: PLR2004 - no file has so many lines, and its digits would fill a prompt
        raise UnusableArguments(f"`{key}` is no number of a line.")
    return max(value, 1)
