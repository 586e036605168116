"""One edit in a small document, and an editor that does what the test says."""

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.pending import DocumentEdits, Operation

BEFORE = "one\ntwo\n"
OLD = "old"
AFTER = "\nfour\nfive"
DOCUMENT = BEFORE + OLD + AFTER
REGION = Span(len(BEFORE), len(BEFORE) + len(OLD))
TYPED_ABOVE = Change(Span(0, 0), "typed ")
TYPED_INSIDE = Change(Span(REGION.start + 1, REGION.start + 1), "x")


class Scene:
    """The edit is `e`; its region is the middle of five lines."""

    def __init__(
        self, version: int = 7, *, checks_zero: bool | None = True, wanted: str | None = "new\nlines"
    ) -> None:
        self.edits = DocumentEdits(Text.of(DOCUMENT), version, checks_zero=checks_zero)
        self.version = version
        self.edit = self.edits.start("e", REGION)
        if wanted is not None:
            self.edits.want("e", wanted, is_final=True)

    @property
    def text(self) -> str:
        return str(self.edits.text)

    @property
    def state(self) -> str:
        return self.edit.state

    def send(self, now_s: float = 0.0) -> Operation:
        operation = self.edits.next_operation(now_s)
        assert operation is not None
        return operation

    def report(self, *changes: Change, now_s: float = 0.0) -> None:
        self.version += 1
        self.edits.changed(changes, self.version, now_s)

    def echo(self, operation: Operation, now_s: float = 0.0) -> None:
        self.report(*reversed(operation.changes), now_s=now_s)

    def do(self, operation: Operation, now_s: float = 0.0) -> None:
        self.echo(operation, now_s)
        self.edits.answered(True, now_s, operation)
