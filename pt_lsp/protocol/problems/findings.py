"""The findings of reviews as the editor has them: diagnostics that go along with the text they are about.

One goes when its line changes. Those of a file that is closed stay, by the text on the disk. Refuses to ask
a model.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cachetools import LRUCache
from lsprotocol import types

from pt_lsp.documents.change import Change
from pt_lsp.documents.encoding import PositionEncoding
from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import canonical_uri, path_of
from pt_lsp.errors import PtLspError
from pt_lsp.features.review.finding import PlacedFinding, Severity
from pt_lsp.protocol.convert import range_of
from pt_lsp.workspace.files import read_source

SOURCE = "PowerTokens"
_MOST_DOCUMENTS, _MOST_EDITS = 200, 50
SEVERITY: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}


async def text_on_disk(uri: str) -> Text | None:
    """How a file reads on the disk; None where it cannot be read, or is none."""
    path = path_of(uri)
    if path is None:
        return None
    try:
        return Text.of(await asyncio.to_thread(read_source, path))
    except PtLspError:
        return None


@dataclass(slots=True)
class _Document:
    """A document with findings; without a version it is not open."""

    uri: str
    version: int | None
    text: Text
    findings: tuple[PlacedFinding, ...]


class ShownFindings(DocumentListener):
    """One per server."""

    def __init__(
        self,
        publish: Callable[[types.PublishDiagnosticsParams], None],
        encoding: PositionEncoding,
        spawn: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        """`spawn` is for what reads the disk."""
        self._publish = publish
        self._encoding = encoding
        self._spawn = spawn
        self._documents: dict[str, _Document] = {}
        self._aside: LRUCache[str, tuple[str, tuple[PlacedFinding, ...]]] = LRUCache(_MOST_EDITS)
        """By the edit that is about them."""

    def of(self, uri: str) -> list[types.Diagnostic]:
        """What is shown of a document, in its order."""
        document = self._documents.get(canonical_uri(uri))
        return [] if document is None else self._diagnostics(document)

    def show(
        self,
        uri: str,
        version: int | None,
        text: Text,
        findings: Iterable[PlacedFinding],
        reviewed: Sequence[Span],
    ) -> None:
        """These are all the findings in what was reviewed of the text; others stay."""
        known = self._documents.get(canonical_uri(uri))
        others: Iterable[PlacedFinding] = ()
        if known is not None:
            self._follow(known, text)
            others = [each for each in known.findings if not any(map(each.span.touches, reviewed))]
        shown = sorted((*others, *findings), key=lambda each: each.span)
        self._put(_Document(uri, version, text, tuple(shown)), was_shown=known is not None)

    def those_of(self, uri: str, told: Iterable[str]) -> tuple[PlacedFinding, ...]:
        """The findings of a document that say one of these."""
        document, messages = self._documents.get(canonical_uri(uri)), set(told)
        found = () if document is None else document.findings
        return tuple(each for each in found if each.message in messages)

    def set_aside(self, edit_id: str, uri: str, findings: Sequence[PlacedFinding]) -> None:
        """An edit stands that is to solve these: show them no more, and remember them for as long."""
        if findings:
            self._aside[edit_id] = uri, tuple(findings)
            self.take_out(uri, findings)

    def taken_from_aside(self, edit_id: str) -> tuple[str, tuple[PlacedFinding, ...]]:
        """The document and the findings that were set aside for an edit."""
        return self._aside.pop(edit_id, ("", ()))

    def take_out(self, uri: str, findings: Iterable[PlacedFinding]) -> None:
        """Show these no more, wherever they are by now."""
        if document := self._documents.get(canonical_uri(uri)):
            gone = {(each.message, each.quote) for each in findings}
            left = tuple(each for each in document.findings if (each.message, each.quote) not in gone)
            if left != document.findings:
                document.findings = left
                self._put(document, was_shown=True)

    def clear(self, uri: str | None = None) -> None:
        """Show none any more, of one document or of any."""
        for key in [canonical_uri(uri)] if uri is not None else list(self._documents):
            if (document := self._documents.get(key)) is not None:
                document.findings = ()
                self._put(document, was_shown=True)

    def files_changed(self, paths: Iterable[Path] | None) -> None:
        """Files were changed on the disk, or any may have been; what is open reads as the editor tells."""
        changed = None if paths is None else set(paths)
        for document in list(self._documents.values()):
            if document.version is None and (changed is None or path_of(document.uri) in changed):
                self._spawn(self._look_at_disk(document.uri))

    def opened(self, snapshot: Snapshot) -> None:
        """Findings of a file that was not open are in a document now."""
        if document := self._documents.get(canonical_uri(snapshot.uri)):
            document.uri, document.version = snapshot.uri, snapshot.version
            self._follow(document, snapshot.text)
            self._put(document, was_shown=True)

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:
        """What is still there goes along with the text."""
        if changes and (document := self._documents.get(canonical_uri(snapshot.uri))):
            document.version = snapshot.version
            self._move(document, snapshot.text)

    def lost(self, uri: str) -> None:
        """Nobody knows where anything is in it."""
        self.clear(uri)

    def closed(self, uri: str) -> None:
        """What was not saved is not there any more; what is no file is gone with its findings."""
        document = self._documents.get(canonical_uri(uri))
        if document is None:
            return
        document.version = None
        if path_of(uri) is None:
            self.clear(uri)
        else:
            self._spawn(self._look_at_disk(uri))

    async def _look_at_disk(self, uri: str) -> None:
        text = await text_on_disk(uri)
        document = self._documents.get(canonical_uri(uri))
        if document is not None and document.version is None:
            self._move(document, text)

    def _move(self, document: _Document, text: Text | None) -> None:
        before = self._diagnostics(document)
        if text is None:
            document.findings = ()
        else:
            self._follow(document, text)
        if before != self._diagnostics(document):
            self._put(document, was_shown=True)

    def _follow(self, document: _Document, text: Text) -> None:
        if document.text is not text:
            # Compares texts, which the start of a server does without.
            from pt_lsp.features.review.following import findings_after

            document.findings = findings_after(document.findings, document.text, text)
            document.text = text

    def _put(self, document: _Document, *, was_shown: bool) -> None:
        """Keep it while it has findings, and tell the editor of them, or that there are none any more."""
        key = canonical_uri(document.uri)
        self._documents.pop(key, None)
        if document.findings:
            self._documents[key] = document
            if len(self._documents) > _MOST_DOCUMENTS:
                self.clear(next(iter(self._documents.values())).uri)
        elif not was_shown:
            return
        told = self._diagnostics(document)
        self._publish(types.PublishDiagnosticsParams(document.uri, told, document.version))

    def _diagnostics(self, document: _Document) -> list[types.Diagnostic]:
        return [
            types.Diagnostic(
                range=range_of(document.text, each.span, self._encoding),
                message=each.message,
                severity=SEVERITY[each.severity],
                source=SOURCE,
            )
            for each in document.findings
        ]
