"""The problems that editors have told of unasked, with their questions for code actions, by document.

Refuses to take them for all that there are: most editors tell of the cursor's line only.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pt_lsp.documents.change import Change, moved
from pt_lsp.documents.lines import whole_lines
from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.features.edit.problems.diagnostic import Diagnostic

_MOST_KEPT = 100
_MOST_CHANGES = 50
"""In more places at once nothing is moved along: it is told anew soon."""


@dataclass(frozen=True, slots=True)
class ToldProblems:
    """What was told of a stretch of a document, whose text was `version` then."""

    span: Span
    version: int
    problems: tuple[Diagnostic, ...]


class KnownProblems(DocumentListener):
    """One per server; of each open document the newest that was told of each of its lines."""

    def __init__(self) -> None:
        self._problems: dict[str, list[Diagnostic]] = {}
        self._waiting: dict[str, list[asyncio.Future[ToldProblems | None]]] = {}

    def of(self, uri: str) -> tuple[Diagnostic, ...]:
        """Those that are known of, in the order of the document."""
        return tuple(sorted(self._problems.get(uri, ()), key=lambda each: each.span))

    def note(self, snapshot: Snapshot, span: Span, problems: Iterable[Diagnostic]) -> None:
        """These are all that the editor tells of the lines of `span`."""
        lines = whole_lines(snapshot.text, span)
        told = list(problems)[:_MOST_KEPT]
        others = [each for each in self._problems.get(snapshot.uri, ()) if not each.span.touches(lines)]
        kept = [*told, *others][:_MOST_KEPT]
        if kept:
            self._problems[snapshot.uri] = kept
        else:
            self._problems.pop(snapshot.uri, None)
        self._tell(snapshot.uri, ToldProblems(lines, snapshot.version, tuple(told)))

    async def next_told(self, uri: str) -> ToldProblems | None:
        """What the editor tells of the document next; None once it is closed."""
        future: asyncio.Future[ToldProblems | None] = asyncio.get_running_loop().create_future()
        waiting = self._waiting.setdefault(uri, [])
        waiting.append(future)
        try:
            return await future
        finally:
            if future in waiting:
                waiting.remove(future)
            if not waiting and self._waiting.get(uri) is waiting:
                del self._waiting[uri]

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:
        """What is still there goes along with the text."""
        known = self._problems.pop(snapshot.uri, None)
        if known is None or len(changes) > _MOST_CHANGES:
            return
        kept = [problem for each in known if (problem := _after(each, changes)) is not None]
        if kept:
            self._problems[snapshot.uri] = kept

    def closed(self, uri: str) -> None:
        """Keep nothing of the document, and nobody waiting."""
        self._problems.pop(uri, None)
        self._tell(uri, None)

    def _tell(self, uri: str, told: ToldProblems | None) -> None:
        for future in self._waiting.pop(uri, ()):
            if not future.done():
                future.set_result(told)


def _after(problem: Diagnostic, changes: Sequence[Change]) -> Diagnostic | None:
    """The problem where it is after the changes; None where its own text was changed."""
    span: Span | None = problem.span
    for change in changes:
        span = None if span is None else moved(span, change)
    return None if span is None else replace(problem, span=span)
