"""The workspace as far as it has been read: files, symbols by name, chunks by their words.

Takes finished facts and answers questions about names; refuses to read files and to judge what is useful.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from typing import NamedTuple

from pt_lsp.context.bm25 import Bm25
from pt_lsp.context.file_facts import FileFacts, Symbol
from pt_lsp.context.resolution.file_tree import FileTree
from pt_lsp.context.resolution.resolve import implied, package, resolve
from pt_lsp.context.resolution.resolved import Resolved

_DEEPEST_REEXPORT = 4
_MOST_HANDING_ON = 8
"""A large package is many files, and each would be asked for every name that another one mentions."""


@dataclass(frozen=True, slots=True)
class SymbolLocation:
    """A symbol and the file that it is in; `owner` is what it is a member of, itself at the top level."""

    path: str
    owner: Symbol
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class CodeChunk:
    """Some whole lines of a file; `start` is where they begin in its text."""

    path: str
    text: str
    start: int = 0


class _File(NamedTuple):
    facts: FileFacts
    """Without terms, which take more room than the text."""
    numbers: range
    """Of its chunks."""
    terms: tuple[str, ...]


class _Links:
    """What a file can name of others; good until it imports something else or the tree is another."""

    def __init__(self, tree: FileTree, facts: FileFacts | None) -> None:
        self._tree = tree
        self._facts = facts

    @cached_property
    def imports(self) -> tuple[Resolved, ...]:
        if (facts := self._facts) is None:
            return ()
        found = (resolve(self._tree, facts.path, facts.language_id, each) for each in facts.imports)
        return tuple(chain.from_iterable(found))

    @cached_property
    def imported_from(self) -> dict[str, list[tuple[str, str]]]:
        imported_from: dict[str, list[tuple[str, str]]] = {}
        for target in self.imports:
            for each in target.names:
                imported_from.setdefault(each.alias, []).append((target.path, each.name))
        return imported_from

    @cached_property
    def implied(self) -> dict[str, None]:
        """The files whose names it sees without an import."""
        facts = self._facts
        return dict.fromkeys(implied(self._tree, facts.path, facts.language_id) if facts else ())

    @cached_property
    def modules(self) -> dict[str, None]:
        whole = (each.path for each in self.imports if all(n.name == "*" for n in each.names))
        return dict.fromkeys((*self.implied, *whole))


class Index:
    """One per server; everything takes microseconds but `put`, which takes some 0.1 ms for a kilobyte."""

    def __init__(self) -> None:
        self.tree = FileTree()
        self.chunks = Bm25()
        self.n_changes = 0
        """Files that came, changed or went, so far."""
        self.is_withheld = False
        """Whether nothing of it may be shown, because what must not be shown is still being taken out."""
        self.generation = 0
        """Changes with every file that comes, goes, or defines or imports something else."""
        self._files: dict[str, _File] = {}
        self._file_of_chunk: dict[int, str] = {}
        self._locations: dict[str, list[SymbolLocation]] = {}
        self._by_parts: dict[tuple[str, ...], dict[str, None]] = {}
        self._links: dict[str, _Links] = {}
        self._version_of_links = self.tree.version
        self._found: dict[tuple[str, str], tuple[SymbolLocation, ...]] = {}

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def put(self, facts: FileFacts) -> None:
        """Take a file that is new or has changed."""
        self.n_changes += 1
        old = self._files.get(facts.path)
        if old is not None:
            self._drop_chunks(old)
        numbers = self.chunks.add(facts.terms)
        for number in numbers:
            self._file_of_chunk[number] = facts.path
        terms = tuple({term for counts in facts.terms for term in counts})
        kept = replace(facts, terms=())
        if old is not None and old.facts.interface_hash == facts.interface_hash:
            kept = replace(kept, symbols=old.facts.symbols, imports=old.facts.imports)
        else:
            if old is not None:
                self._drop_symbols(facts.path, old)
            self._add_symbols(facts.path, facts.symbols)
            self._changed(facts.path)
        self._files[facts.path] = _File(kept, numbers, terms)
        self.tree.add(facts.path)
        self._resolve_anew()

    def remove(self, path: str) -> None:
        """Forget a file; one that is not there is no error."""
        self.n_changes += 1
        old = self._files.pop(path, None)
        if old is not None:
            self._drop_chunks(old)
            self._drop_symbols(path, old)
            self._changed(path)
        self.tree.remove(path)
        self._resolve_anew()

    def set_config(self, path: str, text: str) -> None:
        """Take what a project file says of modules."""
        self.tree.set_config(path, text)
        self._resolve_anew()

    def language_id(self, path: str) -> str:
        """The language of a file of the index."""
        return self._files[path].facts.language_id

    def symbols(self, path: str) -> tuple[Symbol, ...]:
        """What a file defines at its top level; nothing for a file that is not there."""
        return self._files[path].facts.symbols if path in self._files else ()

    def siblings(self, path: str) -> Iterator[str]:
        """The other files of the same folder."""
        folder = path[: path.rfind("/") + 1]
        others = (folder + name for name in self.tree.names_in(folder))
        return (other for other in others if other != path and other in self._files)

    def locations(self, name: str) -> list[SymbolLocation]:
        """Everything of that name, wherever it is defined."""
        return self._locations.get(name.rstrip("?!="), [])

    def names_made_of(self, words: tuple[str, ...]) -> Iterable[str]:
        """Names of classes and types that are made of these words, whatever their order."""
        return self._by_parts.get(tuple(sorted(words)), ())

    def chunk(self, number: int) -> CodeChunk:
        """A chunk with its text. Raises KeyError for a number that is not in use."""
        path = self._file_of_chunk[number]
        file = self._files[path]
        span = file.facts.chunks[number - file.numbers.start]
        return CodeChunk(path, file.facts.text[span.start : span.end], span.start)

    def text(self, path: str) -> str | None:
        """A file as it is now; None for one that is not there."""
        return self._files[path].facts.text if path in self._files else None

    def files(self) -> dict[str, FileFacts]:
        """What is known of each file but its terms, by path; a millisecond for thousands."""
        return {path: file.facts for path, file in self._files.items()}

    def holds(self, path: str, text: str) -> bool:
        """Whether a text stands in a file as it is now."""
        return path in self._files and text in self._files[path].facts.text

    def numbers(self, path: str) -> range:
        """The numbers of a file's chunks; none for a file that is not there."""
        file = self._files.get(path)
        return file.numbers if file else range(0)

    def imports(self, path: str) -> tuple[Resolved, ...]:
        """The files of the workspace that the imports of a file mean."""
        return self._links_of(path).imports

    def imported_from(self, path: str, name: str) -> Sequence[tuple[str, str]]:
        """The files that a file imports `name` from, each with what it is called there."""
        return self._links_of(path).imported_from.get(name, ())

    def modules_known(self, path: str) -> dict[str, None]:
        """The files that a file imports as a whole, after those whose names it sees without an import."""
        return self._links_of(path).modules

    def package(self, path: str) -> tuple[str, ...]:
        """The other files of the package of a file, where its language has such."""
        language_id = self.language_id(path) if path in self._files else ""
        return package(self.tree, path, language_id)

    def find_in_modules(self, path: str, name: str) -> tuple[SymbolLocation, ...]:
        """What `name` means in the files known as a whole, of which the first also hand names on."""
        modules = self.modules_known(path)
        found = self._defined_in(name, modules)
        handed_on = (self.find(module, name) for module in islice(modules, _MOST_HANDING_ON))
        return found or next(filter(None, handed_on), ())

    def _links_of(self, path: str) -> _Links:
        if (links := self._links.get(path)) is None:
            file = self._files.get(path)
            facts = replace(file.facts, text="") if file else None  # the text may change before the links do
            links = self._links[path] = _Links(self.tree, facts)
        return links

    def _defined_in(self, name: str, paths: Collection[str]) -> tuple[SymbolLocation, ...]:
        if not paths:
            return ()
        return tuple(p for p in self.locations(name) if p.owner is p.symbol and p.path in paths)

    def find(self, path: str, name: str) -> tuple[SymbolLocation, ...]:
        """What a file calls `name` at its top level: its own symbols, else what it hands on from others."""
        if (path, name) not in self._found:
            self._found[path, name] = self._find(path, name, set(), _DEEPEST_REEXPORT)
        return self._found[path, name]

    def _find(
        self, path: str, name: str, seen: set[tuple[str, str]], depth: int
    ) -> tuple[SymbolLocation, ...]:
        if (path, name) in seen or path not in self._files:
            return ()
        seen.add((path, name))
        implied = self._links_of(path).implied
        own = self._defined_in(name, (path,)) or self._defined_in(name, implied) or self._nested(path, name)
        if own or not depth:
            return own
        if name == "default":
            return tuple(
                SymbolLocation(path, s, s) for s in self.symbols(path) if s.members or s.is_callable
            )[:1]
        for target, there in (
            *self.imported_from(path, name),
            *((each, name) for each, _ in self.imported_from(path, "*")),
        ):
            if found := self._find(target, there, seen, depth - 1):
                return found
        return ()

    def _nested(self, path: str, name: str) -> tuple[SymbolLocation, ...]:
        """Classes of that name inside of those of a file."""
        named = (each.symbol for each in self.locations(name) if each.path == path)
        return tuple(SymbolLocation(path, each, each) for each in named if each.members)

    def _add_symbols(self, path: str, symbols: tuple[Symbol, ...]) -> None:
        for location in _locations(path, symbols):
            symbol = location.symbol
            self._locations.setdefault(symbol.word, []).append(location)
            if symbol.members or symbol.name[:1].isupper():
                self._by_parts.setdefault(tuple(sorted(symbol.parts)), {})[symbol.name] = None

    def _drop_symbols(self, path: str, file: _File) -> None:
        for name in {location.symbol.word for location in _locations(path, file.facts.symbols)}:
            rest = [location for location in self._locations[name] if location.path != path]
            if rest:
                self._locations[name] = rest
            else:
                parts = self._locations.pop(name)[0].symbol.parts
                self._by_parts.get(tuple(sorted(parts)), {}).pop(name, None)

    def _drop_chunks(self, file: _File) -> None:
        self.chunks.remove(file.numbers, file.terms)
        for number in file.numbers:
            del self._file_of_chunk[number]

    def _resolve_anew(self) -> None:
        """Forget what imports meant if the tree has changed since."""
        if self._version_of_links != self.tree.version:
            self._version_of_links = self.tree.version
            self.generation += 1
            self._found.clear()
            self._links.clear()

    def _changed(self, path: str) -> None:
        self.generation += 1
        self._found.clear()
        self._links.pop(path, None)


def _locations(path: str, symbols: tuple[Symbol, ...]) -> Iterator[SymbolLocation]:
    """All symbols at any depth; each member with the one that holds it."""
    todo = [(symbol, symbol) for symbol in reversed(symbols)]
    while todo:
        owner, symbol = todo.pop()
        yield SymbolLocation(path, owner, symbol)
        todo.extend((symbol, member) for member in reversed(symbol.members))
