"""What the index keeps of a file: its symbols, its imports and its chunks; made in a worker thread."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from sys import intern

from pt_lsp.context.signatures import is_called, is_closed, types_given
from pt_lsp.context.words import IDENTIFIER, TYPE_NAME, parts, terms
from pt_lsp.documents.span import Span
from pt_lsp.syntax.outline import Definition, Import, Parse, outline
from pt_lsp.syntax.parsing import parse

_FEWEST_LINES, _MOST_LINES = 12, 24
_MOST_CHARACTERS = 2_000
_MOST_COUNTED = 200_000


@dataclass(frozen=True, slots=True)
class Symbol:
    """A definition as it can be shown and judged."""

    name: str
    signature: str
    """On one line; decorators on lines before it."""
    doc: str
    is_callable: bool
    is_private: bool
    """Meant for its own class and what is made from it."""
    parts: tuple[str, ...]
    types: tuple[str, ...] = ()
    """Names of what it gives or holds: its result's type, its annotation."""
    mentions: tuple[str, ...] = ()
    """Names of all types in its signature, and of what it is made from."""
    bases: tuple[str, ...] = ()
    members: tuple["Symbol", ...] = ()

    @property
    def word(self) -> str:
        """Its name as words of a text are read: without the sign that ends it in Ruby."""
        return self.name.rstrip("?!=")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as analysed; `chunks` cover its text but for blank ends, and each has its terms counted."""

    path: str
    language_id: str
    text: str
    symbols: tuple[Symbol, ...]
    imports: tuple[Import, ...]
    chunks: tuple[Span, ...]
    terms: tuple[dict[str, int], ...]
    interface_hash: int
    """Equal for texts that define and import the same."""


def analyse(path: str, language_id: str, text: str, parse: Parse = parse) -> FileFacts:
    """The facts about one file; pure, and made for a worker thread: some 4 ms for 10 kB."""
    outlined = outline(text, language_id, parse)
    symbols = _with_owners(outlined.definitions, language_id)
    chunks = tuple(_chunks(text[:_MOST_COUNTED]))
    counted = tuple(_terms(text[chunk.start : chunk.end]) for chunk in chunks)
    interface_hash = hash((symbols, outlined.imports))
    return FileFacts(path, language_id, text, symbols, outlined.imports, chunks, counted, interface_hash)


def _terms(text: str) -> dict[str, int]:
    """How often each term is in a text; names are counted first, for most come more than once."""
    counts: dict[str, int] = {}
    known = counts.get
    for identifier, n in Counter(IDENTIFIER.findall(text)).items():
        for term in terms(identifier):
            counts[intern(term)] = known(term, 0) + n
    return counts


_PYTHON_BLOCK = re.compile(r"(?:async )?def |class ")


def _symbol(definition: Definition, language_id: str, owner: str = "") -> Symbol:
    name = definition.name
    signature = _as_shown(definition.signature, is_python=language_id == "python")
    members = tuple(_symbol(member, language_id, name) for member in definition.members)
    given = types_given(name, signature, language_id, definition.told_type, definition.owner or owner)
    inside = (name for member in members for name in member.mentions)
    return Symbol(
        name,
        signature,
        definition.doc,
        definition.is_callable or is_called(name, signature),
        definition.is_private or is_closed(name, signature),
        parts(name),
        _shared(given),
        _shared((*definition.bases, *_names(signature), *given, *inside)),
        _shared(definition.bases),
        members,
    )


def _with_owners(definitions: Iterable[Definition], language_id: str) -> tuple[Symbol, ...]:
    """The symbols of a file; what stands outside of what it is a member of, as a member of that.

    Of Go's methods the type may be in another file of the package.
    """
    symbols: list[Symbol] = []
    owned: dict[str, list[Symbol]] = {}
    for each in definitions:
        symbol = _symbol(each, language_id)
        if each.owner:
            owned.setdefault(each.owner, []).append(symbol)
        else:
            symbols.append(symbol)
    for n, symbol in enumerate(symbols):
        if members := owned.pop(symbol.name, None):
            inside = (name for member in members for name in member.mentions)
            mentions = _shared((*symbol.mentions, *inside))
            symbols[n] = replace(symbol, members=(*symbol.members, *members), mentions=mentions)
    for name, members in owned.items():
        is_split = language_id == "go"
        symbols += [replace(_type_elsewhere(name), members=tuple(members))] if is_split else members
    return tuple(symbols)


def _type_elsewhere(name: str) -> Symbol:
    return Symbol(name, f"type {name}", doc="", is_callable=False, is_private=False, parts=parts(name))


def _as_shown(signature: str, *, is_python: bool) -> str:
    """The signature, Python's with the colon."""
    line = signature.rpartition("\n")[2]
    return f"{signature}:" if is_python and _PYTHON_BLOCK.match(line) else signature


def _shared(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once; those of all files are the same strings, for most come in many."""
    return tuple(map(intern, dict.fromkeys(names)))


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(TYPE_NAME.findall(text)))


def _chunks(text: str) -> Iterator[Span]:
    """Stretches of some 12 to 24 lines, cut at blank lines where there are any."""
    start = position = n_lines = 0
    for line in text.splitlines(keepends=True):
        is_full = n_lines >= _MOST_LINES or position - start > _MOST_CHARACTERS
        if is_full or (n_lines >= _FEWEST_LINES and not line.strip()):
            yield from _trimmed(text, start, position)
            start, n_lines = position, 0
        position += len(line)
        n_lines += 1
    yield from _trimmed(text, start, position)


_IMPORT = re.compile(
    r"\s*(?:(?:import|from|package|use|mod|using|require|namespace\s+[\w.\\]+;)\b|pub\s+(?:use|mod)\b|#\s*include\b"
    r"|export\s+(?:\*|(?:type\s*)?\{))"
)
_GOES_ON = re.compile(r"[\w\s$,.*:\"'/@{}()-]*+(?:;\s*)?")
"""A line of names, as in an import of several lines."""


def _is_imports_only(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    return _IMPORT.match(lines[0]) is not None and all(
        _IMPORT.match(line)
        or (_GOES_ON.fullmatch(line) and not line.rstrip().endswith(")"))
        or line.strip() == ")"
        for line in lines
    )


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """The span without blank lines around it; nothing for blank lines, or imports, alone."""
    stretch = text[start:end]
    if stretch.strip() and not _is_imports_only(stretch):
        first = len(stretch) - len(stretch.lstrip("\r\n"))
        yield Span(start + first, start + len(stretch.rstrip()))
