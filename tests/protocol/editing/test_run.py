"""How one edit ends, at moments that real editors meet by chance."""

import asyncio
from collections.abc import AsyncGenerator
from typing import cast

import pytest

from pt_lsp.documents.change import apply
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.pending import DocumentEdits, Operation
from pt_lsp.edits.streaming_diff import StreamingDiff
from pt_lsp.features.edit.actions.rewrite import REWRITE
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import edit_request
from pt_lsp.protocol.editing.apply_queue import ApplyAnswer, ApplyQueue
from pt_lsp.protocol.editing.run import EditJob, EditRun
from pt_lsp.protocol.progress import Bar
from pt_lsp.settings.options import Settings
from tests.support.running import run

URI = "file:///names.py"
BEFORE = "a = 1\nb = 2\n"


class Editor:
    """Applies at once all that it is asked to, and reports it first."""

    def __init__(self) -> None:
        self.document = Snapshot(URI, "python", 1, Text.of(BEFORE), Settings())
        edits = DocumentEdits(self.document.text, 1, checks_zero=True)
        self.queue = ApplyQueue(edits, self._apply, asyncio.create_task)

    async def _apply(self, operation: Operation) -> ApplyAnswer:
        text = apply(self.document.text, reversed(operation.changes))
        self.document = Snapshot(URI, "python", self.document.version + 1, text, Settings())
        self.queue.changed(self.document, list(reversed(operation.changes)))
        return ApplyAnswer(is_applied=True)


async def drafts() -> AsyncGenerator[Draft]:
    yield Draft("a = 3")


async def kept(_text: str) -> None:
    return


def test_cancelled_as_its_last_line_arrives_an_edit_is_taken_back_all_the_same() -> None:
    async def scenario() -> None:
        editor = Editor()
        request = edit_request(editor.document, REWRITE, Span(0, 5), words="change it")
        edit = editor.queue.edits.start("job", request.region, is_reviewed=True)
        bar, diff = Bar(cast("object", None)), StreamingDiff(edit.original)  # type: ignore[arg-type]
        job = EditJob("job", request, drafts())
        running = EditRun(job, edit, editor.queue, bar, diff, is_streamed=True, keep_original=kept)
        finishing = asyncio.create_task(running.finish())
        seen: list[str] = []

        def cancel_once_written() -> None:
            if edit.state == "pending" and not seen:
                seen.append(str(editor.document.text))
                finishing.cancel()

        editor.queue.on_state = cancel_once_written
        with pytest.raises(asyncio.CancelledError):
            await finishing
        assert seen == ["a = 3\nb = 2\n"]
        assert str(editor.document.text) == BEFORE

    run(scenario())
