"""Chosen symbols of a file as its outline: headers, signatures, and names alone at the end of each part."""

import re
from collections.abc import Mapping, Sequence

from pt_lsp.context.file_facts import Symbol
from pt_lsp.syntax.code_lines.shortening import shortened

Level = int
NAME, SIGNATURE, DOC = 1, 2, 3
"""How much of a symbol is shown: its name, its signature, that with the first line of its doc."""

_INDENT = "    "
_HEADER_CHARACTERS = 100
_MARKS = {
    "#": "python ruby shellscript dockerfile makefile yaml toml perl r julia elixir",
    "--": "lua sql haskell",
}
_MARK_OF = {language_id: mark for mark, ids in _MARKS.items() for language_id in ids.split()}


_NAMESPACE = re.compile(r"(?:export |pub |pub\(\w+\) |declare )*(?:module|namespace|mod|package|impl)\b")
_ATTRIBUTES = re.compile(r"(?:#!?\[[^\]\n]*+\]\s*+)++")
_LONGEST_DECORATOR = 40


def outline_text(levels: Mapping[int, Level], symbols: Sequence[Symbol], language_id: str) -> str:
    """The outline of a file with these symbols; `levels` by `id(symbol)`."""
    mark = _MARK_OF.get(language_id, "//")
    lines: list[str] = []
    names: list[str] = []
    todo = list(reversed(symbols))
    while todo:
        symbol = todo.pop()
        # What has members itself stands for itself, below nothing: never under its namespace and once more.
        todo.extend(member for member in reversed(symbol.members) if member.members)
        level = levels.get(id(symbol), 0)
        members = [(m, shown) for m in symbol.members if not m.members and (shown := levels.get(id(m), 0))]
        if members:
            lines.append(shown_signature(symbol) if level >= SIGNATURE else _header(symbol))
            lines += [_indented(_line(m, shown, mark)) for m, shown in members if shown >= SIGNATURE]
            also = list(dict.fromkeys(m.name for m, shown in members if shown == NAME))
            lines += [f"{_INDENT}{mark} also: {', '.join(also)}"] if also else []
        elif level >= SIGNATURE:
            lines.append(_line(symbol, level, mark))
        elif level == NAME:
            names.append(symbol.name)
    if names:
        lines.append(f"{mark} also: {', '.join(dict.fromkeys(names))}")
    return "\n".join(lines)


def is_listed_below(owner: Symbol, symbol: Symbol) -> bool:
    """Whether it stands under the header of its owner; else for itself."""
    return owner is not symbol and not symbol.members


def says_more_than_its_name(symbol: Symbol) -> bool:
    """False for what only holds others: `module Shop`, `impl Order`."""
    return not (symbol.members and _NAMESPACE.match(shown_signature(symbol)))


def shown_signature(symbol: Symbol) -> str:
    """Without what tells a compiler more than somebody who uses it: attributes, long decorators."""
    *decorators, line = symbol.signature.split("\n")
    telling = [each for each in decorators if each[1:2].islower() and len(each) <= _LONGEST_DECORATOR]
    return "\n".join((*telling, _ATTRIBUTES.sub("", line) if line.startswith("#") else line))


def name_characters(symbol: Symbol) -> int:
    """What a name alone takes."""
    return len(symbol.name) + len(", ")


def signature_characters(owner: Symbol, symbol: Symbol) -> int:
    """What a signature takes with its line end and indentation."""
    signature = shown_signature(symbol)
    n_lines = signature.count("\n") + 1
    return len(signature) + 1 + (len(_INDENT) * n_lines if is_listed_below(owner, symbol) else 0)


def header_characters(symbol: Symbol) -> int:
    """What a line takes that members stand under."""
    return len(_header(symbol)) + 1


def _line(symbol: Symbol, level: Level, mark: str) -> str:
    signature = shown_signature(symbol)
    return f"{signature}  {mark} {symbol.doc}" if level >= DOC and symbol.doc else signature


def _header(symbol: Symbol) -> str:
    return shortened(shown_signature(symbol).rpartition("\n")[2], _HEADER_CHARACTERS)


def _indented(lines: str) -> str:
    return _INDENT + lines.replace("\n", f"\n{_INDENT}")
