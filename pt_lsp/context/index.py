"""The workspace as far as it has been read: files, symbols by name, pieces by their words.

Takes finished facts and answers questions about names; refuses to read files and to judge what is useful.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pt_lsp.context.bm25 import Bm25
from pt_lsp.context.facts import FileFacts, Symbol
from pt_lsp.context.resolution.file_tree import FileTree
from pt_lsp.context.resolution.resolve import Resolved, counterpart, package_siblings, resolve
from pt_lsp.documents.span import Span
from pt_lsp.syntax.outline import Import

_DEEPEST_REEXPORT = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A symbol and the file that it is in; `owner` is what it is a member of, itself at the top level."""

    path: str
    owner: Symbol
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class Piece:
    """Some whole lines of a file."""

    path: str
    text: str


@dataclass(eq=False, slots=True)
class _File:
    language_id: str
    text: str
    symbols: tuple[Symbol, ...]
    imports: tuple[Import, ...]
    pieces: tuple[Span, ...]
    numbers: range
    terms: tuple[str, ...]
    shape: int


class Index:
    """One per server; everything takes microseconds but `put`, which takes some 0.1 ms for a kilobyte."""

    def __init__(self) -> None:
        self.tree = FileTree()
        self.pieces = Bm25()
        self.generation = 0
        """Changes with every file that comes, goes, or defines or imports something else."""
        self._files: dict[str, _File] = {}
        self._file_of_piece: dict[int, str] = {}
        self._places: dict[str, list[Place]] = {}
        self._by_parts: dict[tuple[str, ...], set[str]] = {}
        self._imports: dict[str, tuple[tuple[Import, tuple[Resolved, ...]], ...]] = {}
        self._found: dict[tuple[str, str], tuple[Place, ...]] = {}

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def put(self, facts: FileFacts) -> None:
        """Take a file that is new or has changed."""
        old = self._files.get(facts.path)
        if old is not None:
            self._drop_pieces(old)
        numbers = self.pieces.add(facts.terms)
        for number in numbers:
            self._file_of_piece[number] = facts.path
        terms = tuple({term for counts in facts.terms for term in counts})
        new = _File(
            facts.language_id,
            facts.text,
            facts.symbols,
            facts.imports,
            facts.pieces,
            numbers,
            terms,
            facts.shape,
        )
        if old is not None and old.shape == facts.shape:
            new.symbols, new.imports = old.symbols, old.imports
        else:
            if old is not None:
                self._drop_symbols(facts.path, old)
            self._add_symbols(facts.path, facts.symbols)
            self._changed(facts.path)
        self._files[facts.path] = new
        if old is None:
            self.tree.add(facts.path)
            self._imports.clear()

    def remove(self, path: str) -> None:
        """Forget a file; one that is not there is no error."""
        old = self._files.pop(path, None)
        if old is not None:
            self._drop_pieces(old)
            self._drop_symbols(path, old)
            self.tree.remove(path)
            self._changed(path)
            self._imports.clear()

    def language_id(self, path: str) -> str:
        """The language of a file of the index."""
        return self._files[path].language_id

    def symbols(self, path: str) -> tuple[Symbol, ...]:
        """What a file defines at its top level; nothing for a file that is not there."""
        file = self._files.get(path)
        return file.symbols if file else ()

    def siblings(self, path: str) -> Iterator[str]:
        """The other files of the same folder."""
        folder = path[: path.rfind("/") + 1]
        others = (folder + name for name in self.tree.names_in(folder))
        return (other for other in others if other != path and other in self._files)

    def known_without_import(self, path: str) -> Iterator[str]:
        """Files whose names this one sees all the same: its package's, and its header or source."""
        file = self._files.get(path)
        yield from package_siblings(self.tree, path, file.language_id) if file else ()
        if (other := counterpart(self.tree, path)) is not None:
            yield other

    def places(self, name: str) -> list[Place]:
        """Everything of that name, wherever it is defined."""
        return self._places.get(name, [])

    def names_made_of(self, words: tuple[str, ...]) -> set[str]:
        """Names of classes and types that are made of these words, whatever their order."""
        return self._by_parts.get(tuple(sorted(words)), set())

    def piece(self, number: int) -> Piece:
        """A piece with its text. Raises KeyError for a number that is not in use."""
        path = self._file_of_piece[number]
        file = self._files[path]
        span = file.pieces[number - file.numbers.start]
        return Piece(path, file.text[span.start : span.end])

    def numbers(self, path: str) -> range:
        """The numbers of a file's pieces; none for a file that is not there."""
        file = self._files.get(path)
        return file.numbers if file else range(0)

    def imports(self, path: str) -> tuple[tuple[Import, tuple[Resolved, ...]], ...]:
        """The imports of a file with the files of the workspace that they mean."""
        if path not in self._imports:
            file = self._files.get(path)
            imports = () if file is None else file.imports
            self._imports[path] = tuple(
                (each, resolve(self.tree, path, file.language_id if file else "", each)) for each in imports
            )
        return self._imports[path]

    def find(self, path: str, name: str) -> tuple[Place, ...]:
        """What a file calls `name` at its top level: its own symbols, else what it hands on from others."""
        if (path, name) not in self._found:
            self._found[path, name] = self._find(path, name, set(), _DEEPEST_REEXPORT)
        return self._found[path, name]

    def _find(self, path: str, name: str, seen: set[tuple[str, str]], depth: int) -> tuple[Place, ...]:
        if (path, name) in seen or path not in self._files:
            return ()
        seen.add((path, name))
        own = tuple(Place(path, s, s) for s in self.symbols(path) if s.name == name)
        if own or not depth:
            return own
        if name == "default":
            return tuple(Place(path, s, s) for s in self.symbols(path) if s.members or s.is_callable)[:1]
        for _, resolved in self.imports(path):
            for target in resolved:
                for there in (n.name for n in target.names if n.alias == name or n.name == "*"):
                    found = self._find(target.path, name if there == "*" else there, seen, depth - 1)
                    if found:
                        return found
        return ()

    def _add_symbols(self, path: str, symbols: tuple[Symbol, ...]) -> None:
        for place in _places(path, symbols):
            symbol = place.symbol
            self._places.setdefault(symbol.name, []).append(place)
            if symbol.members or symbol.name[:1].isupper():
                self._by_parts.setdefault(tuple(sorted(symbol.parts)), set()).add(symbol.name)

    def _drop_symbols(self, path: str, file: _File) -> None:
        for name in {place.symbol.name for place in _places(path, file.symbols)}:
            rest = [place for place in self._places[name] if place.path != path]
            if rest:
                self._places[name] = rest
            else:
                parts = self._places.pop(name)[0].symbol.parts
                self._by_parts.get(tuple(sorted(parts)), set()).discard(name)

    def _drop_pieces(self, file: _File) -> None:
        self.pieces.remove(file.numbers, file.terms)
        for number in file.numbers:
            del self._file_of_piece[number]

    def _changed(self, path: str) -> None:
        self.generation += 1
        self._found.clear()
        self._imports.pop(path, None)


def _places(path: str, symbols: tuple[Symbol, ...]) -> Iterator[Place]:
    """All symbols at any depth; each member with the one that holds it."""
    todo = [(symbol, symbol) for symbol in symbols]
    while todo:
        owner, symbol = todo.pop()
        yield Place(path, owner, symbol)
        todo.extend((symbol, member) for member in symbol.members)
