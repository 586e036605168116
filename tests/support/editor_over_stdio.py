"""A simulated editor of one document that talks to a real server process, in real time.

It tells the server what `LspClient` sends, and takes the `workspace/applyEdit`s of its document. What goes
wrong in it is kept in `failures`, for it happens in the middle of reading.
"""

import asyncio
from collections.abc import Callable

from pt_lsp.documents.change import Change
from pt_lsp.edits.pending import Operation
from tests.support.document_pieces import Piece
from tests.support.editor_habits import Habits
from tests.support.lsp_client import LspClient
from tests.support.open_document import Json
from tests.support.simulated_editor import SimulatedEditor
from tests.support.virtual_time import Clock


class LoopClock(Clock):
    """The time of the running loop."""

    def __init__(self, on_failure: Callable[[BaseException], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._on_failure = on_failure

    @property
    def now_s(self) -> float:  # type: ignore[override] # a loop's time is nobody's to set
        return self._loop.time()

    def at(self, when_s: float, act: Callable[[], None]) -> None:
        def guarded() -> None:
            try:
                act()
            except AssertionError as error:
                self._on_failure(error)

        self._loop.call_at(when_s, guarded)


class EditorOverStdio:
    """`pieces` are the document: outside, region, outside ...; a region's `edit_id` is its edit's title."""

    def __init__(self, client: LspClient, habits: Habits, pieces: list[Piece], name: str) -> None:
        self.failures: list[BaseException] = []
        self.n_edits = 0
        """How many it was asked to apply."""
        self.clock = LoopClock(self.failures.append)
        self.editor = SimulatedEditor(habits, self.clock, pieces, self._tell_changes, self._tell_text)
        self._client = client
        self._told = client.open(self.editor.text, name, language_id="plaintext")
        assert self._told.version == habits.first_version
        client.appliers[self._told.uri] = self._apply

    def argument(self, region: Piece) -> Json:
        """What a command is about, when the region is selected."""
        self._told.selection = self.editor.span_of(region)
        return self._told.target

    def _tell_changes(self, changes: list[Change], version: int) -> None:
        params = self._told.make(changes)
        self._told.version = params["textDocument"]["version"] = version
        self._client.notify("textDocument/didChange", params)

    def _tell_text(self, text: str, version: int) -> None:
        self._told.text = type(self._told.text).of(text)
        self._told.version = version
        document = self._told.identifier | {"version": version}
        self._client.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]}
        )

    def _apply(self, params: Json, answer: Callable[[bool], None]) -> None:
        self.n_edits += 1
        (change,) = params["edit"]["documentChanges"]
        # Where the text is not as it was told, the edit is stale, and its ranges do not matter.
        changes = tuple(reversed(self._told.changes_of(change["edits"])))
        title = params["label"].removeprefix("PowerTokens: ")
        version = change["textDocument"]["version"]
        operation = Operation(0, title, version, self._told.text, changes)
        try:
            self.editor.expect(operation)
            self.editor.apply_edit(operation, answer)
        except AssertionError as error:
            self.failures.append(error)
            answer(False)
