"""Short definitions in other files of the name that is being written: overrides, siblings, other backends.

Refuses to judge which of them is the best; those of the same folder come first.
"""

from collections.abc import Iterator

from pt_lsp.context.cursor.role import header_name, indent_of
from pt_lsp.context.index import CodeChunk, Index

_MOST_CHUNKS = 30
_MOST_TWINS = 2
_MOST_LINES = 12
_MOST_CHARACTERS = 600


def twins(index: Index, path: str, name: str | None) -> list[CodeChunk]:
    """At most two, each with its whole body."""
    if name is None:
        return []
    folder = path.rpartition("/")[0]
    found = [
        body
        for number in index.chunks.having(name.lower(), _MOST_CHUNKS)
        for chunk in [index.chunk(number)]
        if chunk.path != path
        for body in _bodies(chunk, name)
    ]
    found.sort(key=lambda body: body.path.rpartition("/")[0] != folder)
    return found[:_MOST_TWINS]


def _bodies(chunk: CodeChunk, name: str) -> Iterator[CodeChunk]:
    lines = chunk.text.split("\n")
    start = chunk.start
    for n, line in enumerate(lines):
        if name in line and header_name(line + "\n") == name and (n_lines := _length(lines[n:])):
            text = "\n".join(lines[n : n + n_lines])
            if len(text) <= _MOST_CHARACTERS:
                yield CodeChunk(chunk.path, text, start)
        start += len(line) + 1


def _length(lines: list[str]) -> int:
    """How many lines the definition has that begins with the first; 0 for one that is cut or long."""
    indent = indent_of(lines[0])
    last = 0
    for n, line in enumerate(lines[1:], 1):
        if n > _MOST_LINES:
            return 0
        if line.strip() and indent_of(line) <= indent:
            return (n if line.strip().startswith(("}", "end", ")")) else last) + 1 if last else 0
        last = n if line.strip() else last
    return 0
