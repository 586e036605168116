"""An editor that does one operation after the other, and is late with one: all that come behind it wait."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.text import Text
from pt_lsp.edits.blind.landing import landed_in
from pt_lsp.edits.flight import apply_together
from pt_lsp.edits.pending import DocumentEdits, Operation
from pt_lsp.edits.streaming_diff import StreamingDiff
from tests.edits.scene import AFTER, BEFORE, DOCUMENT, REGION

LINES = ("def total(numbers):\n", "    result = 0\n", "    for n in numbers:\n", "    return result")
NEW = "".join(LINES)
STEP_S = 0.1
CALM_S = 60.0


@dataclass
class InOrderEditor:
    """It comes to its `n_late`-th operation `pause_s` late, and may never answer that one."""

    n_late: int
    pause_s: float
    checks_versions: bool
    is_answering: bool
    text: Text = field(default_factory=lambda: Text.of(DOCUMENT))
    version: int = 1
    n_done: int = 0
    busy_until_s: float | None = None
    queue: deque[Operation] = field(default_factory=deque)

    def work(self, now_s: float, edits: DocumentEdits) -> list[Callable[[float], None]]:
        """Do what is due; gives what it tells the server."""
        told: list[Callable[[float], None]] = []
        while self.queue:
            is_late = self.n_done + 1 == self.n_late
            if self.busy_until_s is None:
                self.busy_until_s = now_s + self.pause_s * is_late
            if now_s < self.busy_until_s:
                break
            operation, self.busy_until_s = self.queue.popleft(), None
            self.n_done += 1
            is_done = not self.checks_versions or operation.version == self.version
            if is_done:
                told.append(self._do(operation, edits))
            if self.is_answering or not is_late:
                told.append(lambda at_s, o=operation, yes=is_done: edits.answered(yes, at_s, o))  # type: ignore[misc] # defaults bind
        return told

    def _do(self, operation: Operation, edits: DocumentEdits) -> Callable[[float], None]:
        changes = landed_in(self.text, operation.changes, operation.text)
        self.text = apply_together(self.text, changes)
        self.version += 1
        version = self.version
        return lambda at_s: edits.changed(tuple(reversed(changes)), version, at_s)


editors = st.builds(
    InOrderEditor,
    n_late=st.integers(1, 5),
    pause_s=st.sampled_from([2.9, 3.0, 3.5, 5.9, 6.0, 6.1]) | st.integers(4, 60),
    checks_versions=st.booleans(),
    is_answering=st.booleans(),
)


@given(
    editors,
    st.booleans(),
    st.sampled_from([0.3, 1.5]),
    st.none() | st.integers(1, 8),
    st.integers(1, 4),
)
def test_an_edit_stands_whole_or_not_at_all(
    editor: InOrderEditor, is_known: bool, line_s: float, cancel_s: int | None, n_told_at_once: int
) -> None:
    checks_versions = editor.checks_versions if is_known else None
    edits = DocumentEdits(editor.text, 1, checks_zero=True, checks_versions=checks_versions)
    edit = edits.start("e", REGION, is_reviewed=True)
    diff = StreamingDiff(edit.original)
    told: deque[Callable[[float], None]] = deque()
    n_lines = 0
    for n in range(int((editor.pause_s + CALM_S) / STEP_S)):
        now_s = n * STEP_S
        if n_lines < len(LINES) and now_s >= line_s * n_lines:
            n_lines += 1
            is_final = n_lines == len(LINES)
            wanted = NEW if is_final else diff.view("".join(LINES[:n_lines]))
            edits.want("e", wanted, is_final=is_final)
        if cancel_s is not None and now_s >= cancel_s:
            edits.restore("e")
        edits.tick(now_s)
        told += editor.work(now_s, edits)
        for _ in range(min(n_told_at_once, len(told))):
            told.popleft()(now_s)
        if operation := edits.next_operation(now_s):
            editor.queue.append(operation)
    assert str(edits.text) == str(editor.text)
    assert edit.is_settled
    is_whole = edit.state == "pending"
    assert str(editor.text) == (BEFORE + NEW + AFTER if is_whole else DOCUMENT)
    assert is_whole == bool(edit.hunks())
