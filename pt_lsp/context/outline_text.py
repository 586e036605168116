"""Chosen symbols of a file: an outline of headers and signatures, and names that stand beside none."""

import re
from collections.abc import Iterator, Mapping, Sequence

from pt_lsp.context.file_facts import Symbol
from pt_lsp.syntax.code_lines.shortening import shortened

Level = int
NAME, SIGNATURE, DOC = 1, 2, 3
"""How much of a symbol is shown: its name, its signature, that with the first line of its doc."""

MORE_NAMES = "more names"
"""What stands above them, in the place of a path."""

_MOST_ALSO = 20
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
    """The outline of a file with what is shown by signature; `levels` by `id(symbol)`, the best first.

    Names stand beside signatures of their class.
    """
    mark = _MARK_OF.get(language_id, "//")
    lines: list[str] = []
    for symbol, members in _parts(levels, symbols):
        level = levels.get(id(symbol), 0)
        if not _has_header(level, members):
            continue
        if level >= SIGNATURE:
            lines.append(shown_signature(symbol) if members else _line(symbol, level, mark))
        else:
            lines.append(_header(symbol))
        lines += [_indented(_line(m, shown, mark)) for m, shown in members if shown >= SIGNATURE]
        also = _named(levels, symbol, members)[:_MOST_ALSO]
        lines += [f"{_INDENT}{mark} also: {', '.join(also)}"] if also else []
    return "\n".join(lines)


def names_alone(levels: Mapping[int, Level], symbols: Sequence[Symbol]) -> list[str]:
    """What is shown by name in no outline: `LIMIT`, and `Stock {reserve, total}` for members."""
    shown: set[str] = set()
    named: dict[str, dict[str, None]] = {}
    for symbol, members in _parts(levels, symbols):
        level = levels.get(id(symbol), 0)
        if _has_header(level, members):
            shown.add(symbol.name)
        elif members or level == NAME:
            named.setdefault(symbol.name, {}).update(dict.fromkeys(_named(levels, symbol, members)))
    return [
        f"{name} {{{', '.join(members)}}}" if members else name
        for name, members in named.items()
        if members or name not in shown
    ]


def listed_as(path: str) -> str:
    """What a file is called in a list of names."""
    return "/".join(path.rsplit("/", 2)[-2:])


_Members = list[tuple[Symbol, Level]]


def _parts(levels: Mapping[int, Level], symbols: Sequence[Symbol]) -> Iterator[tuple[Symbol, _Members]]:
    """Each symbol that stands for itself, with the members below it that are shown."""
    todo = list(reversed(symbols))
    while todo:
        symbol = todo.pop()
        # What has members itself stands for itself, below nothing: never under its namespace and once more.
        todo.extend(member for member in reversed(symbol.members) if member.members)
        below = (member for member in symbol.members if not member.members)
        yield symbol, [(member, levels[id(member)]) for member in below if id(member) in levels]


def _has_header(level: Level, members: _Members) -> bool:
    return level >= SIGNATURE or any(shown >= SIGNATURE for _, shown in members)


def _named(levels: Mapping[int, Level], owner: Symbol, members: _Members) -> list[str]:
    """Members shown by name alone, the best first; none whose name stands in a signature, nor its class's."""
    known = {member.name for member, shown in members if shown >= SIGNATURE} | {owner.name}
    named = {id(member): member.name for member, shown in members if shown == NAME}
    ranked = (named[each] for each in levels if each in named)
    return list(dict.fromkeys(name for name in ranked if name not in known))


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
