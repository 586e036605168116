"""A document that is closed while an edit streams into it: what stands on the disk, and what comes back."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.support.client_kinds import NEOVIM, VSCODE, ClientKind
from tests.support.lsp_client import LspClient, LspError, Question
from tests.support.open_document import Json, OpenDocument
from tests.support.scripted_chat import Live, ScriptedChat
from tests.support.with_editor import with_editor

PROGRESS, GROUPED, CLOSED = "ptLsp/editProgress", "groupedUndo", "closedEdits"
BEFORE = "import os\n\n\n<|>def add(a, b):\n    pass\n<|>\n\nprint(add(1, 2))\n"
ORIGINAL = BEFORE.replace("<|>", "")
FIRST, SECOND = "def add(a, b):\n    total = a\n", "    total += b\n"


@dataclass
class Streaming:
    """Half of an edit stands in the document, whose file reads as before."""

    editor: LspClient
    chat: ScriptedChat
    live: Live
    document: OpenDocument
    command: Question

    @property
    def file(self) -> Path:
        return self.editor.root / "main.py"

    @property
    def restored(self) -> str:
        """The file as it is when all is done."""
        return self.file.read_bytes().decode("utf-8")

    def save(self) -> str:
        """What autosave does; gives what the file reads then."""
        text = str(self.document)
        self.file.write_bytes(text.encode())
        return text

    async def close(self) -> None:
        """Close the tab; the command ends."""
        self.editor.close(self.document)
        assert (await self.command)["state"] == "cancelled"
        await self.chat.disconnected()

    async def more(self) -> None:
        """Have the next line of the answer in the document."""
        self.live.send(SECOND)
        await self.editor.until(lambda: "total += b" in str(self.document))

    def reopen(self, text: str | None = None, **options: Any) -> OpenDocument:
        """Open it as it is on the disk, or as it reads by now."""
        return self.editor.open(self.restored if text is None else text, **options)

    async def reject(self, document: OpenDocument) -> None:
        """Click on what takes the edit back, once it is there, and see that it was `stopped`."""
        lenses: list[Json] = []
        while not lenses:
            lenses = [
                each for each in await self.editor.lenses(document) if _command(each) == "ptLsp.rejectEdit"
            ]
        told = self.editor.received(PROGRESS)
        assert not told or (told[-1]["state"], bool(told[-1]["warning"])) == ("stopped", True)
        assert (await self.editor.choose(lenses[0]["command"]))["state"] == "rejected"

    async def has_nothing_to_decide(self, document: OpenDocument) -> bool:
        await self.editor.settle()
        return await self.editor.lenses(document) == []


def _holds(document: OpenDocument, part: str) -> bool:
    return part in str(document)


def _command(lens: Json) -> str:
    return str(lens["command"]["command"])


Scenario = Callable[[Streaming], Awaitable[None]]


def streaming(
    scenario: Scenario,
    extensions: Sequence[str] = (PROGRESS, GROUPED, CLOSED),
    kind: ClientKind = VSCODE,
    before: str = BEFORE,
) -> None:
    live = Live()
    options = {"edits": {"streaming": "always", "review": "always"}}

    @with_editor(
        live, kind=kind, extensions=extensions, options=options, files={"main.py": before.replace("<|>", "")}
    )
    async def play(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(before)
        command = editor.edit(document)
        await chat.received()
        live.send(FIRST)
        await editor.until(lambda: str(document) != before.replace("<|>", ""))
        await editor.settle()
        await scenario(Streaming(editor, chat, live, document, command))

    play()


class ClosedFiles:
    """An editor that applies edits to documents that are not open: opens, changes, saves and closes them."""

    def __init__(self, editor: LspClient) -> None:
        self.editor = editor
        self.uris: list[str] = []

    @classmethod
    def of(cls, stream: Streaming) -> "ClosedFiles":
        files = cls(stream.editor)
        uri = stream.document.uri

        def apply(params: Json, answer: Callable[[bool], None]) -> None:
            (change,) = params["edit"]["documentChanges"]
            assert change["textDocument"] == {"uri": uri, "version": None}
            assert params["label"].startswith("PowerTokens: ")
            document = stream.editor.open(stream.restored)
            made = document.make(document.changes_of(change["edits"]))
            stream.editor.notify("textDocument/didChange", made)
            stream.file.write_bytes(str(document).encode())
            stream.editor.close(document)
            files.uris.append(uri)
            answer(True)

        stream.editor.appliers[uri] = apply
        return files


def test_what_was_saved_in_mid_stream_is_taken_back_in_the_file() -> None:
    async def scenario(stream: Streaming) -> None:
        stream.save()
        files = ClosedFiles.of(stream)
        await stream.close()
        await stream.editor.until(lambda: files.uris)
        assert stream.restored == ORIGINAL
        del stream.editor.appliers[stream.document.uri]
        assert await stream.has_nothing_to_decide(stream.reopen())
        assert {each["state"] for each in stream.editor.received(PROGRESS)} == {"running", "cancelled"}

    streaming(scenario)


def test_what_was_saved_earlier_in_the_stream_is_taken_back_too() -> None:
    async def scenario(stream: Streaming) -> None:
        stream.save()
        await stream.more()
        files = ClosedFiles.of(stream)
        await stream.close()
        await stream.editor.until(lambda: files.uris)
        assert stream.restored == ORIGINAL

    streaming(scenario)


def test_what_was_typed_elsewhere_stays() -> None:
    async def scenario(stream: Streaming) -> None:
        stream.editor.type(stream.document, 0, "# mine\n")
        stream.editor.type(stream.document, len(str(stream.document)), "# too\n")
        stream.save()
        files = ClosedFiles.of(stream)
        await stream.close()
        await stream.editor.until(lambda: files.uris)
        assert stream.restored == f"# mine\n{ORIGINAL}# too\n"

    streaming(scenario)


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["hidden", "shown"])
def test_a_byte_order_mark_stays_and_counts_where_the_editor_shows_it(mark: str) -> None:
    async def scenario(stream: Streaming) -> None:
        stream.file.write_bytes("\ufeff".encode() + str(stream.document).removeprefix(mark).encode())
        asked: list[Json] = []
        stream.editor.appliers[stream.document.uri] = lambda params, _answer: asked.append(params)
        at = stream.document.range_of(stream.document.selection)["start"]
        await stream.close()
        await stream.editor.until(lambda: asked)
        (edit,) = asked[0]["edit"]["documentChanges"][0]["edits"]
        assert edit["range"]["start"]["line"] >= at["line"]
        assert (edit["range"]["start"]["character"] == 1) == bool(mark)

    # The region is the first line, so that the mark counts.
    streaming(scenario, before=f"{mark}<|>    pass<|>\n")


def test_a_file_that_was_not_saved_is_left_alone() -> None:
    async def scenario(stream: Streaming) -> None:
        n_applies = len(stream.editor.applies)
        await stream.close()
        assert await stream.has_nothing_to_decide(stream.reopen(ORIGINAL))
        assert len(stream.editor.applies) == n_applies

    streaming(scenario)


@pytest.mark.parametrize("reads", [None, "", "something else\n", "\0", "half"])
def test_a_file_that_somebody_else_has_written_is_left_alone(reads: str | None) -> None:
    async def scenario(stream: Streaming) -> None:
        n_applies = len(stream.editor.applies)
        half = str(stream.document)
        if reads is None:
            stream.file.unlink()
        else:
            stream.file.write_bytes((f"# new\n{half}" if reads == "half" else reads).encode())
        await stream.close()
        await stream.editor.settle()
        assert len(stream.editor.applies) == n_applies
        await stream.reject(document := stream.reopen(f"# new\n{half}"))
        assert str(document) == f"# new\n{ORIGINAL}"

    streaming(scenario)


@pytest.mark.parametrize("how", ["refuse", "fail", "say nothing"])
def test_an_editor_that_does_not_restore_the_file_has_the_edit_as_stopped(how: Any) -> None:
    async def scenario(stream: Streaming) -> None:
        half = stream.save()
        stream.editor.when_asked_to_apply = how
        n_applies = len(stream.editor.applies)
        await stream.close()
        await stream.editor.until(lambda: len(stream.editor.applies) > n_applies)
        if how == "say nothing":
            return
        stream.editor.when_asked_to_apply = "apply"
        document = stream.reopen()
        assert str(document) == half
        await stream.reject(document)
        assert str(document) == ORIGINAL

    streaming(scenario)


@pytest.mark.parametrize(
    ("kind", "extensions"),
    [(VSCODE, (PROGRESS, GROUPED)), (NEOVIM, (PROGRESS, GROUPED)), (VSCODE, ())],
    ids=["VS Code", "Neovim", "plain"],
)
@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_elsewhere_it_is_stopped_when_the_document_is_opened_again(
    kind: ClientKind, extensions: Sequence[str], twice: bool
) -> None:
    async def scenario(stream: Streaming) -> None:
        half = str(stream.document)
        await stream.close()
        edit = {"editId": stream.editor.received(PROGRESS)[0]["editId"]} if extensions else None
        if edit:
            assert await stream.editor.command("rejectEdit", edit) == {"state": "stopped", "hunks": []}
        await stream.reject(document := stream.reopen(half))
        assert str(document) == before.replace("<|>", "")

    # The same text once more, above: where it was tells which of the two it is.
    before = BEFORE.replace("<|>def", f"{FIRST}    pass\n<|>def") if twice else BEFORE
    streaming(scenario, extensions, kind, before)


def test_elsewhere_what_was_not_saved_leaves_nothing_to_decide() -> None:
    async def scenario(stream: Streaming) -> None:
        await stream.close()
        document = stream.reopen(ORIGINAL)
        assert await stream.has_nothing_to_decide(document)
        # Somebody writes the same later: that is his.
        stream.editor.type(document, 0, FIRST + "    pass\n")
        assert await stream.has_nothing_to_decide(document)

    streaming(scenario, (PROGRESS, GROUPED))


@pytest.mark.parametrize("extensions", [(PROGRESS, GROUPED), (PROGRESS, GROUPED, CLOSED)])
def test_a_document_that_is_opened_again_at_once_is_not_changed_under_the_hands(
    extensions: Sequence[str],
) -> None:
    async def scenario(stream: Streaming) -> None:
        half = stream.save()
        n_applies = len(stream.editor.applies)
        stream.editor.close(stream.document)
        document = stream.reopen(half, language_id="plaintext")
        assert (await stream.command)["state"] == "cancelled"
        told = partial(stream.editor.received, PROGRESS)
        await stream.editor.until(lambda: told()[-1]["state"] == "stopped" or str(document) != half)
        if CLOSED not in extensions or str(document) == half:
            assert len(stream.editor.applies) == n_applies
            await stream.reject(document)  # else the server had looked at the file before it read of this
        assert str(document) == ORIGINAL

    streaming(scenario, extensions)


@pytest.mark.parametrize("lands", [True, False])
@pytest.mark.parametrize("extensions", [(PROGRESS, GROUPED), (PROGRESS, GROUPED, CLOSED)])
def test_what_was_on_its_way_when_the_language_changed_is_rejected_too(
    extensions: Sequence[str], lands: bool
) -> None:
    async def scenario(stream: Streaming) -> None:
        waiting: list[tuple[Json, Callable[[bool], None]]] = []
        uri = stream.document.uri
        stream.editor.appliers[uri] = lambda params, answer: waiting.append((params, answer))
        stream.live.send(SECOND)
        await stream.editor.until(lambda: waiting)
        stream.editor.close(stream.document)
        document = stream.reopen(str(stream.document), language_id="plaintext")
        del stream.editor.appliers[uri]
        with pytest.raises(LspError, match="ask again"):
            await stream.editor.command("edit", stream.document.target | {"instruction": "anew"})
        params, answer = waiting[0]
        if lands:
            edits = params["edit"]["documentChanges"][0]["edits"]
            stream.editor.notify("textDocument/didChange", document.make(document.changes_of(edits)))
        answer(lands)
        await stream.reject(document)
        assert str(document) == ORIGINAL

    streaming(scenario, extensions)


def test_what_is_on_its_way_is_waited_for_before_the_file_is_looked_at() -> None:
    async def scenario(stream: Streaming) -> None:
        stream.save()
        uri = stream.document.uri
        waiting: list[Callable[[bool], None]] = []
        stream.editor.appliers[uri] = lambda _params, answer: waiting.append(answer)
        stream.live.send(SECOND)
        await stream.editor.until(lambda: waiting)
        await stream.close()
        await stream.editor.settle()
        assert len(waiting) == 1
        files = ClosedFiles.of(stream)
        waiting[0](False)
        await stream.editor.until(lambda: files.uris)
        assert stream.restored == ORIGINAL

    streaming(scenario)


def test_all_edits_of_a_document_are_taken_back_together() -> None:
    lives = Live(), Live()
    before = "def one():\n    pass\n\n\ndef two():\n    pass\n"
    options = {"edits": {"streaming": "always"}}

    @with_editor(*lives, extensions=(PROGRESS, GROUPED, CLOSED), options=options, files={"main.py": before})
    async def play(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(before)
        commands = []
        for number, (name, live) in enumerate(zip(("one", "two"), lives, strict=True)):
            lines = {
                "start": {"line": 4 * number, "character": 0},
                "end": {"line": 4 * number + 1, "character": 8},
            }
            if number:
                lines = {edge: {**at, "line": at["line"] + 1} for edge, at in lines.items()}
            target = {"textDocument": document.identifier, "range": lines, "instruction": "more"}
            commands.append(editor.command("edit", target))
            await chat.received(number + 1)
            live.send(f"def {name}():\n    first = '{name}'\n")
            await editor.until(partial(_holds, document, f"first = '{name}'"))
        stream = Streaming(editor, chat, lives[0], document, commands[0])
        stream.save()
        files = ClosedFiles.of(stream)
        editor.close(document)
        for command in commands:
            assert (await command)["state"] == "cancelled"
        await editor.until(lambda: files.uris)
        assert stream.restored == before
        assert len(files.uris) == 1

    play()


@pytest.mark.parametrize("uri", ["untitled:Untitled-1", "vscode-notebook-cell:/a.ipynb#W1"])
def test_a_document_that_is_no_file_is_closed_without_a_word(uri: str) -> None:
    live = Live()
    options = {"edits": {"streaming": "always"}}

    @with_editor(live, extensions=(PROGRESS, GROUPED, CLOSED), options=options)
    async def play(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE, uri=uri)
        command = editor.edit(document)
        await chat.received()
        live.send(FIRST)
        await editor.until(lambda: "total" in str(document))
        n_applies = len(editor.applies)
        editor.close(document)
        assert (await command)["state"] == "cancelled"
        await chat.disconnected()
        await editor.settle()
        assert len(editor.applies) == n_applies
        assert editor.log == []

    play()
