"""Chosen symbols of a file as its outline: headers, signatures, and names alone at the end of each part."""

from collections.abc import Mapping, Sequence

from pt_lsp.context.file_facts import Symbol

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


def outline_text(levels: Mapping[int, Level], symbols: Sequence[Symbol], language_id: str) -> str:
    """The outline of a file with these symbols; `levels` by `id(symbol)`."""
    mark = _MARK_OF.get(language_id, "//")
    lines: list[str] = []
    names: list[str] = []
    todo = list(reversed(symbols))
    while todo:
        symbol = todo.pop()
        todo.extend(member for member in reversed(symbol.members) if member.members)
        level = levels.get(id(symbol), 0)
        members = [(m, shown) for m in symbol.members if (shown := levels.get(id(m), 0))]
        if members:
            lines.append(symbol.signature if level >= SIGNATURE else _header(symbol))
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


def name_characters(symbol: Symbol) -> int:
    """What a name alone takes."""
    return len(symbol.name) + len(", ")


def signature_characters(symbol: Symbol, *, is_member: bool) -> int:
    """What a signature takes with its line end and indentation."""
    n_lines = symbol.signature.count("\n") + 1
    return len(symbol.signature) + 1 + (len(_INDENT) * n_lines if is_member else 0)


def header_characters(symbol: Symbol) -> int:
    """What a line takes that members stand under."""
    return len(_header(symbol)) + 1


def _line(symbol: Symbol, level: Level, mark: str) -> str:
    return f"{symbol.signature}  {mark} {symbol.doc}" if level >= DOC and symbol.doc else symbol.signature


def _header(symbol: Symbol) -> str:
    return symbol.signature.rpartition("\n")[2][:_HEADER_CHARACTERS]


def _indented(lines: str) -> str:
    return _INDENT + lines.replace("\n", f"\n{_INDENT}")
