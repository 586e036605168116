"""A document in a scripted editor: its text, its version, what is selected, and how it takes edits."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pt_lsp.documents.change import Change
from pt_lsp.documents.encoding import line_and_units, offset_at
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from tests.support.client_kinds import ClientKind
from tests.support.notation import parse

Json = dict[str, Any]


class OpenDocument:
    """What the editor shows; `selection` moves with no change, tests look at it right after opening."""

    def __init__(self, uri: str, marked: str, kind: ClientKind) -> None:
        found = parse(marked)
        self.uri = uri
        self.kind = kind
        self.text = Text.of(found.text)
        self.version = kind.first_version
        self.selection = found.span or Span(0, 0)

    def __str__(self) -> str:
        return str(self.text)

    @property
    def identifier(self) -> Json:
        return {"uri": self.uri}

    @property
    def position(self) -> Json:
        """Where the selection starts."""
        return self.position_at(self.selection.start)

    @property
    def range(self) -> Json:
        """What is selected."""
        return self.range_of(self.selection)

    @property
    def target(self) -> Json:
        """The arguments of a command for the selection."""
        return {"textDocument": self.identifier, "range": self.range}

    def offset(self, text: str) -> int:
        """Where `text` stands for the first time."""
        return str(self.text).index(text)

    def position_at(self, offset: int) -> Json:
        line, units = line_and_units(self.text, offset, self.kind.encoding)
        return {"line": line, "character": units}

    def range_of(self, span: Span) -> Json:
        return {"start": self.position_at(span.start), "end": self.position_at(span.end)}

    def span_of(self, range_: Json) -> Span:
        start, end = (
            offset_at(self.text, range_[edge]["line"], range_[edge]["character"], self.kind.encoding)
            for edge in ("start", "end")
        )
        return Span(start, end)

    def reading_with(self, range_: Json, new: str) -> str:
        """How the text would read with `new` in the range."""
        return str(self.text.replace(self.span_of(range_), new))

    def changes_of(self, edits: Sequence[Json]) -> list[Change]:
        """Text edits as changes that can be made one after the other."""
        changes = [Change(self.span_of(edit["range"]), edit["newText"]) for edit in edits]
        changes.sort(key=lambda change: change.span, reverse=True)
        for later, earlier in pairwise(changes):
            assert earlier.span.end <= later.span.start, f"edits overlap: {edits}"
        return changes

    def is_stale(self, version: int | None) -> bool:
        """Whether this editor refuses an edit for `version`."""
        if version is None or self.kind.checks_versions == "never":
            return False
        if self.kind.checks_versions == "newer":
            return 0 < version < self.version
        return version != self.version

    def make(self, changes: Sequence[Change]) -> Json:
        """Make the changes one after the other; gives the parameters of their didChange."""
        events = []
        for change in changes:
            events.append({"range": self.range_of(change.span), "text": change.text})
            self.text = self.text.replace(change.span, change.text)
        self.version = max(self.version + 1, self.kind.second_version)
        if self.kind.sends_whole_texts:
            events = [{"text": str(self.text)}]
        return {"textDocument": {"uri": self.uri, "version": self.version}, "contentChanges": events}
