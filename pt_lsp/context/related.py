"""Code of other files that the model may need at a place, from keystroke to keystroke nearly the same.

What was chosen for a document stays, in its order, until something clearly better is found: a prompt whose
beginning stays is billed at a fifth.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cachetools import LRUCache

from pt_lsp.context.background import Snippet
from pt_lsp.context.cursor.outside_types import members_used
from pt_lsp.context.cursor.twins import twins
from pt_lsp.context.dependencies import Dependencies, bases_of, dependencies_of
from pt_lsp.context.file_facts import Symbol
from pt_lsp.context.index import CodeChunk, Index
from pt_lsp.context.named.definitions import files_defining, named_elsewhere, named_further_off
from pt_lsp.context.nearby import Nearby, nearby, nearby_region, nearby_text, query_of
from pt_lsp.context.paths import label_of
from pt_lsp.context.ranking import Ranking
from pt_lsp.context.selection import AROUND_PATH, Candidate, Selection, choose, fill
from pt_lsp.context.showing.snippets import ELSEWHERE_IN_FILE, NOT_IN_A_FILE, snippets_of
from pt_lsp.context.similar import Similar, chunks_within, similar_chunks
from pt_lsp.context.words import IDENTIFIER
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import path_or_uri

_DOCUMENTS = 32
_MOST_LINES_UP = 2_000
_STILL_GOOD = 0.65
"""What stands is kept while it is worth this share of the best choice, unless it lacks something likely."""

_LEAST_GAIN = 4e-5
"""Chance for each character, below which a prompt leaves out what it has room for, at the default budget.
Who gives more room wants more of it: the share falls with its square."""
_USUAL_CHARACTERS = 7_200

_CHARACTERS_TO_SEE = 2.5
"""Of the file, for each character of related code, the most that a prompt may show; and after the cursor."""
_CHARACTERS_TO_SEE_AFTER = 1.0
_FEWEST_TO_SEE = 4_000
_WANTED_SHARE = 0.25
_NOTE_SHARE = 0.1

_CHARACTERS_PER_SYMBOL = 12
"""Less does not show one, however short its name."""

_MOST_CALLERS = 5
_CALLERS_SHARE = 0.4
_MOST_USES = 40

_HEAD_CHARACTERS = 400
_CLASS_HEAD = re.compile(
    r"\s*+(?:(?:[\w@]++\s++)*?(?:class|interface|struct|trait|enum|object|module)\s++"
    r"|(?:unsafe\s++)?impl\b(?:[^\n{]{0,200}?\sfor\s++|\s*+(?:<[^\n{]{0,200}?>)?\s*+))"
    r"(?:[A-Za-z_$][\w$]*+(?:::|\.))*+([A-Za-z_$][\w$]*+)"
)


@dataclass(slots=True)
class _Shown:
    """What stands in the prompts of one document, and what it was chosen for."""

    near: Nearby
    asked: tuple[int, int]
    """The index's generation, and the number of characters."""
    n_changes: int
    """Of the index, when it was last seen that all of it stands."""
    selection: Selection
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class _Ranked:
    candidates: list[Candidate]
    chunks: list[CodeChunk]
    wanted: list[CodeChunk]
    note: str


class RelatedCode:
    """One per server."""

    def __init__(self, folders: Sequence[str] = ()) -> None:
        self.index = Index()
        self.folders = folders
        """The workspace folders, as paths of the index: labels are relative to them."""
        self._shown: LRUCache[str, _Shown] = LRUCache(_DOCUMENTS)
        self._dependencies_of: LRUCache[str, tuple[int, Dependencies]] = LRUCache(_DOCUMENTS)

    def for_cursor(self, snapshot: Snapshot, offset: int, budget_characters: int) -> tuple[Snippet, ...]:
        """At most so many characters, a line with the path before each included, in the order of the prompt.

        Nothing is chosen anew for a key that completes no name; else it takes some milliseconds.
        """
        near = nearby(snapshot.text, offset)
        asked = (self.index.generation, budget_characters)
        shown: _Shown | None = self._shown.get(snapshot.uri)
        stands = shown is not None and self._stands(shown, path_or_uri(snapshot.uri), offset)
        if shown is not None and stands and shown.near == near and shown.asked == asked:
            return shown.snippets
        ranked = self._rank(snapshot, Span(offset, offset), near, budget_characters)
        best = _choice(ranked, budget_characters)
        if shown is not None and stands and shown.asked[1] == budget_characters:
            by_key = {each.key: each for each in ranked.candidates}
            if shown.selection.is_still_good(by_key, best, _STILL_GOOD):
                shown.near, shown.asked = near, asked
                return shown.snippets
        before = () if shown is None else shown.snippets
        snippets = snippets_of(best, self.index, self.folders, before, path_or_uri(snapshot.uri))
        self._shown[snapshot.uri] = _Shown(near, asked, self.index.n_changes, best, snippets)
        return snippets

    def for_region(
        self,
        snapshot: Snapshot,
        region: Span,
        budget_characters: int,
        *,
        with_callers: bool = False,
        named: Sequence[str] = (),
    ) -> tuple[Snippet, ...]:
        """What the region uses, and with callers the chunks of other files that use what it defines.

        What is `named` comes first, wherever it is defined.
        """
        ranked = self._rank(snapshot, region, nearby_region(snapshot.text, region), budget_characters)
        if named:
            ranked = self._with_named(ranked, snapshot, region, named, budget_characters)
        callers: list[CodeChunk] = []
        if with_callers:
            callers = list(fill(self._callers(snapshot, region), int(budget_characters * _CALLERS_SHARE)))
        left = budget_characters - sum(len(chunk.path) + len(chunk.text) + AROUND_PATH for chunk in callers)
        others = [chunk for chunk in ranked.chunks if chunk not in callers]
        wanted = ranked.wanted if named else []
        left -= len(ELSEWHERE_IN_FILE) if wanted else 0
        wanted = list(fill(wanted, int(left * _WANTED_SHARE)))
        least_gain = _least_gain(budget_characters)
        selection = choose(ranked.candidates, others, left, least_gain=least_gain, wanted=wanted)
        selection = replace(selection, chunks=(*callers, *selection.chunks))
        return snippets_of(selection, self.index, self.folders, (), path_or_uri(snapshot.uri))

    def _with_named(
        self, ranked: _Ranked, snapshot: Snapshot, region: Span, named: Sequence[str], budget_characters: int
    ) -> _Ranked:
        """What is named before what the place may need; of its own file what a prompt does not show."""
        index, path = self.index, path_or_uri(snapshot.uri)
        reached = self._dependencies(snapshot.uri, path).names
        found = list(named_elsewhere(index, path, named, reached))
        known = {id(each.symbol) for each in found}
        others = [each for each in ranked.candidates if id(each.symbol) not in known]
        before, after = _reach(budget_characters)
        seen = chunks_within(index, path, region.start - before, region.end + after)
        wanted = named_further_off(index, path, named, seen)
        return replace(ranked, candidates=[*found, *others], wanted=wanted)

    def defining(self, uri: str, names: Sequence[str]) -> list[str]:
        """The files that define a name, as a document would have it; see `files_defining`."""
        return files_defining(self.index, names, self._dependencies(uri, path_or_uri(uri)))

    def label(self, uri: str) -> str | None:
        """What prompts call a document or a file; None for one that the index has not: it may be private."""
        path = path_or_uri(uri)
        return self._label(path) if path in self.index else None

    def holds(self, uri: str, text: str) -> bool:
        """Whether a text stands in a file of the index."""
        return self.index.holds(path_or_uri(uri), text)

    def closed(self, uri: str) -> None:
        """Drop what is kept for a document."""
        self._shown.pop(uri, None)
        self._dependencies_of.pop(uri, None)

    def _stands(self, shown: _Shown, path: str, offset: int) -> bool:
        """Whether all that is shown still stands: a file may have changed, gone, or become private.

        What was another part of the same file may have become the part that is shown anyway.
        """
        index = self.index
        before, after = _reach(shown.asked[1])
        for chunk in shown.selection.chunks:
            is_seen = chunk.start < offset + after and chunk.start + len(chunk.text) > offset - before
            if chunk.path == path and is_seen:
                return False
        if shown.n_changes != index.n_changes:
            if not all(index.holds(chunk.path, chunk.text) for chunk in shown.selection.chunks):
                return False
            for each, _ in shown.selection.symbols:
                if not any(location.symbol is each.symbol for location in index.locations(each.symbol.name)):
                    return False
            shown.n_changes = index.n_changes
        return True

    def _rank(self, snapshot: Snapshot, span: Span, near: Nearby, budget_characters: int) -> _Ranked:
        """What the place may need, as far as it could fit."""
        index, path = self.index, path_or_uri(snapshot.uri)
        similar = self._similar(snapshot, span, near, budget_characters)
        ranking = self._ranking(snapshot, span, near, similar)
        chunks = [index.chunk(number) for number in similar.numbers]
        wanted = twins(index, path, near.role.defined)
        wanted += [chunk for chunk in chunks[:1] if chunk.path == path]
        candidates = ranking.candidates(budget_characters // _CHARACTERS_PER_SYMBOL)
        note = (
            ""
            if ranking.knows_receiver or near.receiver is None
            else members_used(near.receiver, ranking.follows)
        )
        return _Ranked(candidates, [chunk for chunk in chunks if chunk.path != path], wanted, note)

    def _similar(self, snapshot: Snapshot, span: Span, near: Nearby, budget_characters: int) -> Similar:
        """Chunks of other files, and of this one where a prompt of so much related code does not show it."""
        before, after = _reach(budget_characters)
        path = path_or_uri(snapshot.uri)
        seen = self.index.numbers(path)
        if span.is_empty and (span.start > before or len(snapshot.text) > span.end + after):
            seen = chunks_within(self.index, path, span.start - before, span.end + after)
        return similar_chunks(self.index, query_of(near.weights), seen)

    def _ranking(self, snapshot: Snapshot, span: Span, near: Nearby, similar: Similar) -> Ranking:
        index, path = self.index, path_or_uri(snapshot.uri)
        own = enclosing_class(snapshot.text, span.start, index.symbols(path))
        bases = [] if own is None else [p for p in bases_of(index, path, own) if p.path != path]
        return Ranking(
            index,
            path,
            near=near,
            around=nearby_text(snapshot.text, span),
            dependencies=self._dependencies(snapshot.uri, path),
            bases=bases,
            similar=similar,
        )

    def _dependencies(self, uri: str, path: str) -> Dependencies:
        known = self._dependencies_of.get(uri)
        if known is None or known[0] != self.index.generation:
            known = self._dependencies_of[uri] = self.index.generation, dependencies_of(self.index, path)
        return known[1]

    def _callers(self, snapshot: Snapshot, region: Span) -> list[CodeChunk]:
        """Chunks of other files with the name of a symbol that the region's head defines."""
        path = path_or_uri(snapshot.uri)
        head = set(IDENTIFIER.findall(snapshot.text.slice(region)[:_HEAD_CHARACTERS]))
        defined = [s for top in self.index.symbols(path) for s in (top, *top.members) if s.name in head]
        found: dict[CodeChunk, None] = {}
        for symbol in defined:
            uses = re.compile(rf"(?<![\w$]){re.escape(symbol.name)}(?![\w$])")
            for number in self.index.chunks.having(symbol.name.lower(), _MOST_USES):
                chunk = self.index.chunk(number)
                if chunk.path != path and uses.search(chunk.text):
                    found[chunk] = None
        return list(found)[:_MOST_CALLERS]

    def _label(self, path: str) -> str:
        return label_of(path, self.folders)


def _reach(budget_characters: int) -> tuple[int, int]:
    """How much before and after the cursor is seen at most, beside so much related code."""
    n = max(_FEWEST_TO_SEE, budget_characters)
    return int(n * _CHARACTERS_TO_SEE), int(n * _CHARACTERS_TO_SEE_AFTER)


def _choice(ranked: _Ranked, budget_characters: int) -> Selection:
    """What a completion shows."""
    for_note = len(NOT_IN_A_FILE) + len(ranked.note) + AROUND_PATH if ranked.note else 0
    note = ranked.note if for_note <= budget_characters * _NOTE_SHARE else ""
    left = budget_characters - (for_note if note else 0) - (len(ELSEWHERE_IN_FILE) if ranked.wanted else 0)
    for_wanted = int(left * _WANTED_SHARE)
    wanted = list(fill(ranked.wanted, for_wanted))
    least_gain = _least_gain(budget_characters)
    selection = choose(ranked.candidates, ranked.chunks, left, least_gain=least_gain, wanted=wanted)
    return replace(selection, note=note)


def _least_gain(budget_characters: int) -> float:
    return _LEAST_GAIN * min(1.0, (_USUAL_CHARACTERS / max(budget_characters, 1)) ** 2)


def enclosing_class(text: Text, offset: int, symbols: tuple[Symbol, ...]) -> Symbol | None:
    """The class at the top level that a place is in, by the nearest head above: lines may have moved."""
    classes = {symbol.name: symbol for symbol in symbols if symbol.members or symbol.bases}
    row = text.line_at(offset)
    for line in range(row, max(-1, row - _MOST_LINES_UP), -1) if classes else ():
        head = _CLASS_HEAD.match(text.line_content(line))
        if head is not None and head[1] in classes:
            return classes[head[1]]
    return None
