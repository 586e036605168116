"""Editors that do an edit, or say that they did, long after the server has given up on it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

import pytest

from pt_lsp.edits.flight import TIMEOUT_S
from tests.support.client_kinds import MINIMAL, NEOVIM, VSCODE, ClientKind
from tests.support.lsp_client import LspClient, LspError, Question
from tests.support.open_document import Json, OpenDocument
from tests.support.running import play_at_once
from tests.support.scripted_chat import Live, ScriptedChat
from tests.support.with_editor import Scenario, with_editor

PROGRESS, GROUPED = "ptLsp/editProgress", "groupedUndo"
BEFORE = "import os\n\n\n<|>def add(a, b):\n    pass\n<|>\n\nprint(add(1, 2))\n"
ORIGINAL = BEFORE.replace("<|>", "")
NEW = "def add(a, b):\n    return a + b\n"
SILENT = "did not report"

BOTH = (PROGRESS, GROUPED)
COMPANIONS = [(VSCODE, BOTH), (NEOVIM, BOTH)]
KINDS: Mapping[str, tuple[ClientKind, Sequence[str]]] = {
    "VS Code": (VSCODE, BOTH),
    "Neovim": (NEOVIM, BOTH),
    "plain": (VSCODE, ()),
    "no versions": (MINIMAL, ()),
}


def in_every_kind(scenario: Scenario, review: str) -> None:
    """Play it with each kind of editor, all of which are waited for in vain at the same time."""
    options = {"edits": {"review": review}}
    play_at_once(
        {
            name: with_editor(NEW, kind=kind, extensions=extensions, options=options)(scenario)
            for name, (kind, extensions) in KINDS.items()
        }
    )


class Backlog:
    """The edits that the editor was sent and has not come to."""

    def __init__(self, editor: LspClient, document: OpenDocument) -> None:
        self.editor, self.document = editor, document
        self.waiting: list[tuple[Json, Callable[[bool], None]]] = []
        editor.appliers[document.uri] = lambda params, answer: self.waiting.append((params, answer))

    def do(self, *, answer: Literal["first", "last", "never"] = "last") -> None:
        """Come to the oldest one, and from then on to each at once."""
        del self.editor.appliers[self.document.uri]
        params, say = self.waiting.pop(0)
        if answer == "first":
            say(True)
        self._make(params)
        if answer == "last":
            say(True)
        for _, refuse in self.waiting:
            refuse(False)

    def do_all(self, *, answers: bool) -> None:
        """Come to them one after the other, and from then on to each at once."""
        del self.editor.appliers[self.document.uri]
        for n, (params, say) in enumerate(self.waiting):
            version = params["edit"]["documentChanges"][0]["textDocument"]["version"]
            is_done = not self.document.is_stale(version)
            if is_done:
                self._make(params)
            if answers or n:
                say(is_done)

    def _make(self, params: Json) -> None:
        changes = params["edit"].get("documentChanges")
        edits = changes[0]["edits"] if changes else params["edit"]["changes"][self.document.uri]
        made = self.document.make(self.document.changes_of(edits))
        self.editor.notify("textDocument/didChange", made)

    async def restored(self) -> None:
        await self.editor.until(lambda: str(self.document) == ORIGINAL)
        await self.editor.settle()


@pytest.mark.parametrize(("review", "answer"), [("never", "last"), ("always", "first"), ("never", "never")])
def test_an_edit_that_comes_late_is_taken_back(
    review: str, answer: Literal["first", "last", "never"]
) -> None:
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        backlog = Backlog(editor, document)
        with pytest.raises(LspError, match=SILENT):
            await editor.edit(document)
        backlog.do(answer=answer)
        assert str(document) != ORIGINAL
        await backlog.restored()
        assert await editor.lenses(document) == []
        states = [params["state"] for params in editor.received(PROGRESS)]
        assert set(states) <= {"running", "failed"}

    in_every_kind(scenario, review)


def test_what_is_typed_meanwhile_is_kept() -> None:
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        backlog = Backlog(editor, document)
        with pytest.raises(LspError, match=SILENT):
            await editor.edit(document)
        backlog.do()
        editor.type(document, 0, "# mine\n")
        await editor.until(lambda: str(document) == f"# mine\n{ORIGINAL}")

    in_every_kind(scenario, "auto")


async def half_done(editor: LspClient, live: Live) -> tuple[OpenDocument, Question, Backlog]:
    """Half of an edit stands, and the editor is busy when the rest comes."""
    document = editor.open(BEFORE)
    edit = editor.edit(document)
    live.send("def add(a, b):\n    total = a\n")
    await editor.until(lambda: "total" in str(document))
    backlog = Backlog(editor, document)
    live.send("    total += b\n    return total\n")
    return document, edit, backlog


@pytest.mark.parametrize(("kind", "extensions"), COMPANIONS)
def test_half_a_function_goes_before_the_command_fails(kind: ClientKind, extensions: Sequence[str]) -> None:
    live = Live()

    @with_editor(live.step, kind=kind, extensions=extensions)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document, edit, backlog = await half_done(editor, live)
        await editor.until(lambda: backlog.waiting)
        del editor.appliers[document.uri]
        with pytest.raises(LspError, match=SILENT):
            await edit
        assert str(document) == ORIGINAL

    scenario()


@pytest.mark.parametrize(
    ("kind", "answers"),
    [(VSCODE, True), (VSCODE, False), (replace(VSCODE, name="some editor", checks_versions="never"), True)],
    ids=["checks versions", "does not answer", "checks no versions"],
)
def test_half_a_function_goes_though_what_takes_it_back_waits_behind_what_is_late(
    kind: ClientKind, answers: bool
) -> None:
    live = Live()

    @with_editor(live.step, kind=kind, extensions=(PROGRESS, GROUPED))
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document, edit, backlog = await half_done(editor, live)
        await editor.until(lambda: len(backlog.waiting) == 2)
        backlog.do_all(answers=answers)
        with pytest.raises(LspError, match=SILENT):
            await edit
        await backlog.restored()
        assert await editor.lenses(document) == []

    scenario()


@pytest.mark.parametrize(("kind", "extensions"), COMPANIONS)
def test_an_edit_that_comes_late_and_may_not_go_has_its_lenses(
    kind: ClientKind, extensions: Sequence[str]
) -> None:
    @with_editor(NEW, kind=kind, extensions=extensions, options={"edits": {"review": "never"}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        backlog = Backlog(editor, document)
        with pytest.raises(LspError, match=SILENT):
            await editor.edit(document)
        editor.when_asked_to_apply = "refuse"
        backlog.do()
        await editor.until(lambda: editor.received(PROGRESS)[-1]["state"] == "stopped")
        reject = next(it for it in await editor.lenses(document) if "Take It Back" in it["command"]["title"])
        editor.when_asked_to_apply = "apply"
        assert (await editor.choose(reject["command"]))["state"] == "rejected"
        assert str(document) == ORIGINAL

    scenario()


@with_editor(NEW, extensions=[PROGRESS])
async def test_an_editor_that_does_not_read_gets_all_in_order_once_it_does(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    await editor.settle()
    edit = editor.edit(document)
    editor.may_read.clear()
    others = [editor.command("status") for _ in range(1000)]
    await chat.received()
    await asyncio.sleep(2 * TIMEOUT_S)  # what it does, and no waiting for anybody
    editor.may_read.set()
    answers = [await each for each in others]
    assert len({each["model"] for each in answers}) == 1
    with pytest.raises(LspError, match=SILENT):
        await edit
    await editor.until(lambda: len(editor.applies) == 2)
    await editor.until(lambda: str(document) == ORIGINAL)


@pytest.mark.parametrize("how", ["request", "command"])
def test_a_cancelled_edit_that_comes_late_is_taken_back(how: str) -> None:
    @with_editor(NEW, extensions=[PROGRESS])
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        backlog = Backlog(editor, document)
        edit = editor.edit(document)
        await editor.until(lambda: backlog.waiting)
        if how == "request":
            editor.cancel(edit)
            with pytest.raises(LspError) as told:
                await edit
            assert told.value.code == -32800
        else:
            await editor.command("cancel")
            assert (await edit)["state"] == "cancelled"
        backlog.do()
        await backlog.restored()

    scenario()


@with_editor(NEW, NEW, extensions=[PROGRESS])
async def test_an_editor_that_never_answers_can_be_asked_again_and_be_left(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    backlog = Backlog(editor, document)
    with pytest.raises(LspError, match=SILENT):
        await editor.edit(document)
    del editor.appliers[document.uri]
    assert (await editor.edit(document))["state"] == "pending"
    assert len(backlog.waiting) == 1


@with_editor(NEW, extensions=[PROGRESS])
async def test_a_document_closed_while_an_edit_is_on_its_way_can_have_it_rejected_when_it_is_open_again(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    backlog = Backlog(editor, document)
    edit = editor.edit(document)
    await editor.until(lambda: backlog.waiting)
    editor.close(document)
    editor.appliers.clear()
    assert (await edit)["state"] == "cancelled"
    document = editor.open(ORIGINAL.replace("def add(a, b):\n    pass\n", NEW))
    await editor.until(lambda: editor.received(PROGRESS)[-1]["state"] == "stopped")
    edit_id = editor.received(PROGRESS)[-1]["editId"]
    assert (await editor.command("rejectEdit", {"editId": edit_id}))["state"] == "rejected"
    assert str(document) == ORIGINAL
