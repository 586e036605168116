"""Code of other files that the model may need at a place, from keystroke to keystroke nearly the same.

What was chosen for a document stays, in its order, until something clearly better is found: a prompt whose
beginning stays is billed at a fifth. Refuses to know where the index comes from, and how a prompt shows it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from cachetools import LRUCache

from pt_lsp.context.dependencies import Dependencies, Way, bases_of, dependencies_of
from pt_lsp.context.file_facts import Symbol
from pt_lsp.context.index import CodeChunk, Index
from pt_lsp.context.nearby import Nearby, nearby, nearby_region, query_of, surroundings
from pt_lsp.context.outline_text import Level, outline_text
from pt_lsp.context.packing import AROUND_PATH, Wanted
from pt_lsp.context.paths import label_of, path_in_index, path_of_uri
from pt_lsp.context.ranking import Ranking
from pt_lsp.context.selection import Selection, choose, fill
from pt_lsp.context.similar import Similar, similar_pieces
from pt_lsp.context.snippet import Snippet, SnippetSource
from pt_lsp.context.words import IDENTIFIER
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text

_DOCUMENTS = 32
_MOST_LINES_UP = 2_000
_STILL_GOOD = 0.8
"""What stands is kept while it is worth this share of the best choice."""

_CHARACTERS_PER_SYMBOL = 12
"""Less does not show one, however short its name."""

_MOST_CALLERS = 5
_CALLERS_SHARE = 0.4
_MOST_USES = 40
_NEXT_PIECE = 4
"""Line ends between one piece and the next."""

_HEAD_CHARACTERS = 400
_CLASS_HEAD = re.compile(
    r"\s*(?:[\w@]+\s+)*?(?:class|interface|struct|trait|enum|impl(?:<[^>]*>)?|object|module)\s+([A-Za-z_$][\w$]*)"
)
_SOURCES: dict[Way, SnippetSource] = {"neighbour": "neighbours", "none": "similar"}


@dataclass(slots=True)
class _Shelf:
    """What stands in the prompts of one document, and what it was chosen for."""

    near: Nearby
    asked: tuple[int, int]
    """The index's generation, and the number of characters."""
    n_changes: int
    """Of the index, when it was last seen that all of it stands."""
    choice: Selection
    snippets: tuple[Snippet, ...]


class RelatedCode:
    """One per server."""

    def __init__(self, folders: Sequence[str] = ()) -> None:
        self.index = Index()
        self.folders = folders
        """The workspace folders, as paths of the index: labels are relative to them."""
        self._shelves: LRUCache[str, _Shelf] = LRUCache(_DOCUMENTS)
        self._reaches: LRUCache[str, tuple[int, Dependencies]] = LRUCache(_DOCUMENTS)

    def for_cursor(self, snapshot: Snapshot, offset: int, budget_characters: int) -> tuple[Snippet, ...]:
        """At most so many characters, a line with the path before each included, in the order of the prompt.

        Nothing is chosen anew for a key that completes no name; else it takes some milliseconds.
        """
        near = nearby(snapshot.text, offset)
        asked = (self.index.generation, budget_characters)
        shelf: _Shelf | None = self._shelves.get(snapshot.uri)
        stands = shelf is not None and self._stands(shelf)
        if shelf is not None and stands and shelf.near == near and shelf.asked == asked:
            return shelf.snippets
        wanted, pieces = self._rank(snapshot, Span(offset, offset), near, budget_characters)
        best = choose(wanted, pieces, budget_characters)
        if shelf is not None and stands and shelf.asked[1] == budget_characters:
            by_key = {each.key: each for each in wanted}
            if shelf.choice.is_still_good(by_key, best, _STILL_GOOD):
                shelf.near, shelf.asked = near, asked
                return shelf.snippets
        snippets = self._snippets(best, () if shelf is None else shelf.snippets)
        self._shelves[snapshot.uri] = _Shelf(near, asked, self.index.n_changes, best, snippets)
        return snippets

    def for_region(
        self, snapshot: Snapshot, region: Span, budget_characters: int, *, with_callers: bool = False
    ) -> tuple[Snippet, ...]:
        """What the region uses, and with callers the pieces of other files that use what it defines."""
        wanted, pieces = self._rank(snapshot, region, nearby_region(snapshot.text, region), budget_characters)
        callers: list[CodeChunk] = []
        if with_callers:
            callers = list(fill(self._callers(snapshot, region), int(budget_characters * _CALLERS_SHARE)))
        left = budget_characters - sum(len(piece.path) + len(piece.text) + AROUND_PATH for piece in callers)
        choice = choose(wanted, [piece for piece in pieces if piece not in callers], left)
        return self._snippets(replace(choice, pieces=(*callers, *choice.pieces)), ())

    def label(self, uri: str) -> str | None:
        """What prompts call a document or a file; None for one that the index has not: it may be private."""
        path = path_of_uri(uri)
        return self._label(path) if path in self.index else None

    def holds(self, uri: str, text: str) -> bool:
        """Whether a text stands in a file of the index."""
        return self.index.holds(path_of_uri(uri), text)

    def closed(self, uri: str) -> None:
        """Drop what is kept for a document."""
        self._shelves.pop(uri, None)
        self._reaches.pop(uri, None)

    def _stands(self, shelf: _Shelf) -> bool:
        """Whether all that is shown still stands: a file may have changed, gone, or become private."""
        index = self.index
        if shelf.n_changes != index.n_changes:
            if not all(index.holds(piece.path, piece.text) for piece in shelf.choice.pieces):
                return False
            for each, _ in shelf.choice.symbols:
                if not any(place.symbol is each.symbol for place in index.places(each.symbol.name)):
                    return False
            shelf.n_changes = index.n_changes
        return True

    def _rank(
        self, snapshot: Snapshot, span: Span, near: Nearby, budget_characters: int
    ) -> tuple[list[Wanted], list[CodeChunk]]:
        """What the place may need, as far as it could fit, and pieces like it, best first."""
        similar = similar_pieces(self.index, query_of(near.weights), path_in_index(snapshot))
        ranking = self._ranking(snapshot, span, near, similar)
        pieces = [self.index.piece(number) for number in similar.numbers]
        return ranking.wanted(budget_characters // _CHARACTERS_PER_SYMBOL), pieces

    def _ranking(self, snapshot: Snapshot, span: Span, near: Nearby, similar: Similar) -> Ranking:
        index, path = self.index, path_in_index(snapshot)
        own = enclosing_class(snapshot.text, span.start, index.symbols(path))
        bases = [] if own is None else [p for p in bases_of(index, path, own) if p.path != path]
        return Ranking(
            index,
            path,
            near=near,
            around=surroundings(snapshot.text, span),
            reach=self._reach(snapshot.uri, path),
            bases=bases,
            similar=similar,
        )

    def _reach(self, uri: str, path: str) -> Dependencies:
        known = self._reaches.get(uri)
        if known is None or known[0] != self.index.generation:
            known = self._reaches[uri] = self.index.generation, dependencies_of(self.index, path)
        return known[1]

    def _callers(self, snapshot: Snapshot, region: Span) -> list[CodeChunk]:
        """Pieces of other files with the name of a symbol that the region's head defines."""
        path = path_in_index(snapshot)
        head = set(IDENTIFIER.findall(snapshot.text.slice(region)[:_HEAD_CHARACTERS]))
        defined = [s for top in self.index.symbols(path) for s in (top, *top.members) if s.name in head]
        found: dict[CodeChunk, None] = {}
        for symbol in defined:
            uses = re.compile(rf"(?<![\w$]){re.escape(symbol.name)}(?![\w$])")
            for number in self.index.pieces.having(symbol.name.lower(), _MOST_USES):
                piece = self.index.piece(number)
                if piece.path != path and uses.search(piece.text):
                    found[piece] = None
        return list(found)[:_MOST_CALLERS]

    def _snippets(self, choice: Selection, before: Sequence[Snippet]) -> tuple[Snippet, ...]:
        """What was chosen as text; what stood before and stands again keeps its place."""
        made = [self._outline(path, symbols) for path, symbols in choice.by_file.items()]
        made += [self._joined(path, pieces) for path, pieces in choice.pieces_by_file.items()]
        again = set(made)
        kept = [snippet for snippet in before if snippet in again]
        return (*kept, *(snippet for snippet in made if snippet not in kept))

    def _joined(self, path: str, pieces: Sequence[CodeChunk]) -> Snippet:
        """Pieces of one file, in its order."""
        text, end = "", 0
        for piece in sorted(pieces, key=attrgetter("start")):
            if text:
                text += "\n\n" if piece.start - end <= _NEXT_PIECE else "\n...\n"
            text, end = text + piece.text, piece.start + len(piece.text)
        return Snippet(self._label(path), self.index.language_id(path), "similar", text)

    def _outline(self, path: str, symbols: Sequence[tuple[Wanted, Level]]) -> Snippet:
        language_id = self.index.language_id(path)
        levels = {id(each.symbol): level for each, level in symbols}
        text = outline_text(levels, self.index.symbols(path), language_id)
        return Snippet(self._label(path), language_id, _SOURCES.get(symbols[0][0].way, "imports"), text)

    def _label(self, path: str) -> str:
        return label_of(path, self.folders)


def enclosing_class(text: Text, offset: int, symbols: tuple[Symbol, ...]) -> Symbol | None:
    """The class at the top level that a place is in, by the nearest head above: lines may have moved."""
    classes = {symbol.name: symbol for symbol in symbols if symbol.members or symbol.bases}
    row = text.line_at(offset)
    for line in range(row, max(-1, row - _MOST_LINES_UP), -1) if classes else ():
        head = _CLASS_HEAD.match(text.line_content(line))
        if head is not None and head[1] in classes:
            return classes[head[1]]
    return None
