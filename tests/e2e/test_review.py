from collections.abc import Callable
from typing import Any

import pytest

from tests.support.client_kinds import EMACS, MINIMAL, NEOVIM, VSCODE, ClientKind
from tests.support.lsp_client import LspClient
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import Live, ScriptedChat
from tests.support.with_editor import Scenario, with_editor

PROGRESS = "ptLsp/editProgress"
BEFORE = "import os\n\n\n<|>def add(a, b):\n    pass\n\n\ndef sub(a, b):\n    pass\n<|>\n\nprint(add(1, 2))\n"
ORIGINAL = BEFORE.replace("<|>", "")
NEW = "def add(a, b):\n    return a + b\n\n\ndef sub(a, b):\n    return a - b\n"
AFTER = f"import os\n\n\n{NEW}\n\nprint(add(1, 2))\n"
WITH_FIRST = AFTER.replace("return a - b", "pass")
WITH_SECOND = AFTER.replace("return a + b", "pass")
GONE = {"state": "gone", "hunks": []}


def companion(*steps: Live | str, **options: Any) -> Callable[[Scenario], Callable[[], None]]:
    return with_editor(*steps, extensions=[PROGRESS], **options)


async def pending(editor: LspClient) -> tuple[OpenDocument, dict[str, Any]]:
    document = editor.open(BEFORE)
    result = await editor.edit(document)
    assert result["state"] == "pending"
    assert str(document) == AFTER
    return document, result


async def titles(editor: LspClient, document: OpenDocument) -> list[tuple[int, str]]:
    lenses = await editor.lenses(document)
    return [(lens["range"]["start"]["line"], lens["command"]["title"]) for lens in lenses]


def states(editor: LspClient) -> list[str]:
    return [params["state"] for params in editor.received(PROGRESS)]


@companion(NEW)
async def test_a_companions_edit_waits_for_a_verdict(editor: LspClient, chat: ScriptedChat) -> None:
    document, result = await pending(editor)
    assert [hunk["state"] for hunk in result["hunks"]] == ["pending", "pending"]
    assert [(hunk["oldText"], hunk["newText"]) for hunk in result["hunks"]] == [
        ("    pass\n", "    return a + b\n"),
        ("    pass", "    return a - b"),
    ]
    for hunk in result["hunks"]:
        assert str(document.text.slice(document.span_of(hunk["range"]))) == hunk["newText"]


@pytest.mark.parametrize(
    ("kind", "review", "state"),
    [(VSCODE, "auto", "applied"), (NEOVIM, "always", "pending"), (EMACS, "never", "applied")],
)
def test_the_edits_of_others_wait_only_where_the_user_wants_it(
    kind: ClientKind, review: str, state: str
) -> None:
    @with_editor(NEW, kind=kind, options={"edits": {"review": review}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        result = await editor.edit(document)
        assert result["state"] == state
        assert len(result["hunks"]) == 2
        assert bool(await editor.lenses(document)) == (state == "pending")
        assert editor.received(PROGRESS) == []

    scenario()


@companion(NEW)
async def test_lenses_stand_on_the_first_lines_of_region_and_hunks(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document, _ = await pending(editor)
    assert await titles(editor, document) == [
        (3, "Accept All: change it"),
        (3, "Reject All"),
        (3, "Retry"),
        (4, "Accept"),
        (4, "Reject"),
        (8, "Accept"),
        (8, "Reject"),
    ]


@companion(NEW)
async def test_a_lens_does_what_it_says(editor: LspClient, chat: ScriptedChat) -> None:
    document, result = await pending(editor)
    by_place = {
        (lens["range"]["start"]["line"], lens["command"]["title"]): lens["command"]
        for lens in await editor.lenses(document)
    }
    answer = await editor.choose(by_place[8, "Reject"])
    assert str(document) == WITH_FIRST
    assert [hunk["id"] for hunk in answer["hunks"]] == [result["hunks"][0]["id"]]
    assert await titles(editor, document) == [(3, "Accept: change it"), (3, "Reject"), (3, "Retry")]
    (accept, *_) = await editor.lenses(document)
    assert await editor.choose(accept["command"]) == {"state": "accepted", "hunks": []}
    assert await editor.lenses(document) == []


@companion(NEW)
async def test_lenses_move_with_what_is_typed_above(editor: LspClient, chat: ScriptedChat) -> None:
    document, _ = await pending(editor)
    editor.type(document, 0, "# new\n")
    assert {line for line, _ in await titles(editor, document)} == {4, 5, 9}


@companion(NEW)
async def test_accepting_all_leaves_no_trace(editor: LspClient, chat: ScriptedChat) -> None:
    document, result = await pending(editor)
    n_applies = len(editor.applies)
    answer = await editor.command("acceptEdit", {"editId": result["editId"]})
    assert answer == {"state": "accepted", "hunks": []}
    assert str(document) == AFTER
    assert len(editor.applies) == n_applies
    assert await editor.lenses(document) == []
    assert not [a for a in await editor.actions(document) if a["title"].endswith(" Edit")]


@companion(NEW)
async def test_rejecting_all_restores_the_text(editor: LspClient, chat: ScriptedChat) -> None:
    document, result = await pending(editor)
    answer = await editor.command("rejectEdit", {"editId": result["editId"]})
    assert answer == {"state": "rejected", "hunks": []}
    assert str(document) == ORIGINAL
    assert await editor.lenses(document) == []


@companion(NEW)
async def test_rejecting_keeps_what_was_typed_since(editor: LspClient, chat: ScriptedChat) -> None:
    document, result = await pending(editor)
    editor.type(document, 0, "# above\n")
    editor.type(document, document.offset("def sub"), "# between\n")
    await editor.command("rejectEdit", {"editId": result["editId"]})
    assert str(document) == "# above\n" + ORIGINAL.replace("def sub", "# between\ndef sub")


@pytest.mark.parametrize(("command", "reads"), [("acceptEdit", AFTER), ("rejectEdit", WITH_SECOND)])
def test_one_hunk_is_decided_and_the_other_keeps_its_id(command: str, reads: str) -> None:
    @companion(NEW)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document, result = await pending(editor)
        first, second = result["hunks"]
        one = {"editId": result["editId"], "hunk": first["id"]}
        for _ in range(2):
            answer = await editor.command(command, one)
            assert answer["state"] == "pending"
            (hunk,) = answer["hunks"]
            assert hunk["id"] == second["id"]
            assert str(document.text.slice(document.span_of(hunk["range"]))) == "    return a - b"
            assert str(document) == reads
        other = {"editId": result["editId"], "hunk": second["id"]}
        assert (await editor.command(command, other))["hunks"] == []

    scenario()


@companion(NEW)
async def test_repeated_verdicts_change_nothing(editor: LspClient, chat: ScriptedChat) -> None:
    document, result = await pending(editor)
    edit = {"editId": result["editId"]}
    first = await editor.command("rejectEdit", edit)
    n_applies = len(editor.applies)
    for command in ("rejectEdit", "acceptEdit", "rejectEdit"):
        assert await editor.command(command, edit) == first
    assert await editor.command("acceptEdit", edit | {"hunk": result["hunks"][0]["id"]}) == first
    assert str(document) == ORIGINAL
    assert len(editor.applies) == n_applies


@with_editor(kind=MINIMAL)
async def test_an_unknown_edit_is_gone(editor: LspClient, chat: ScriptedChat) -> None:
    for command in ("acceptEdit", "rejectEdit"):
        assert await editor.command(command, {"editId": "none"}) == GONE
        assert await editor.command(command, {"editId": "none", "hunk": "none.1"}) == GONE


@companion(NEW)
async def test_an_unknown_hunk_is_no_verdict_on_the_others(editor: LspClient, chat: ScriptedChat) -> None:
    document, result = await pending(editor)
    answer = await editor.command("rejectEdit", {"editId": result["editId"], "hunk": "none"})
    assert answer["state"] == "pending"
    assert len(answer["hunks"]) == 2
    assert str(document) == AFTER


@pytest.mark.parametrize(("title", "reads"), [("Accept Edit", AFTER), ("Reject Edit", ORIGINAL)])
def test_code_actions_decide_where_no_lenses_are_shown(title: str, reads: str) -> None:
    @with_editor(NEW, kind=NEOVIM, options={"edits": {"review": "always"}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document, _ = await pending(editor)
        actions = await editor.actions(document, only=["refactor"])
        names = [action["title"].removeprefix("PowerTokens: ") for action in actions]
        assert names[:2] == ["Accept Edit", "Reject Edit"]
        assert {action["kind"] for action in actions} == {"refactor.rewrite"}
        action = await editor.ask("codeAction/resolve", actions[names.index(title)])
        assert (await editor.choose(action["command"]))["hunks"] == []
        assert str(document) == reads

    scenario()


@companion(NEW)
async def test_code_actions_elsewhere_say_nothing_of_the_edit(editor: LspClient, chat: ScriptedChat) -> None:
    document, _ = await pending(editor)
    start = document.position_at(0)
    params = {"textDocument": document.identifier, "range": {"start": start, "end": start}}
    actions = await editor.ask("textDocument/codeAction", params | {"context": {"diagnostics": []}})
    assert actions
    assert not [action for action in actions if action["title"].endswith(" Edit")]
    assert all(action["tags"] == [1] for action in actions)


def test_a_running_edit_has_one_lens_and_it_cancels() -> None:
    live = Live()

    @companion(live, options={"edits": {"streaming": "always"}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        question = editor.edit(document)
        await chat.received()
        live.send("def add(a, b):\n    return a + b\n\n")
        await editor.until(lambda: "return" in str(document))
        (cancel,) = await editor.lenses(document)
        assert cancel["command"]["title"] == "Cancel: change it"
        await editor.choose(cancel["command"])
        assert (await question)["state"] == "cancelled"
        assert str(document) == ORIGINAL
        assert await editor.lenses(document) == []

    scenario()


@companion(NEW)
async def test_lenses_are_asked_for_anew_when_an_edit_has_changed(
    editor: LspClient, chat: ScriptedChat
) -> None:
    def n_refreshes() -> int:
        return sum(method == "workspace/codeLens/refresh" for method, _ in editor.requests)

    _, result = await pending(editor)
    await editor.until(lambda: n_refreshes() >= 2)
    before = n_refreshes()
    await editor.command("acceptEdit", {"editId": result["editId"]})
    await editor.until(lambda: n_refreshes() > before)


def test_progress_tells_the_lines_that_are_done() -> None:
    live = Live()

    @companion(live)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        question = editor.edit(editor.open(BEFORE), token="mine")
        await chat.received()
        await editor.until(lambda: editor.progress("mine"))  # which comes by another way
        assert editor.progress("mine") == [
            {"kind": "begin", "title": "change it", "message": "waiting for the model", "cancellable": True}
        ]
        live.send("def add(a, b):\n    return a + b\n\n")
        await editor.until(lambda: len(editor.progress("mine")) > 1)
        live.send(NEW.removeprefix("def add(a, b):\n    return a + b\n\n"))
        live.finish()
        await question
        told = [value.get("message") for value in editor.progress("mine")[1:]]
        assert told[0] in {"1 of 6 lines", "3 of 6 lines"}  # by where the network cuts
        assert told[-1] is None

    scenario()


def test_progress_tells_of_new_lines_that_stand_above_all_old_ones() -> None:
    live = Live()

    @companion(live)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        question = editor.edit(editor.open(BEFORE), token="mine")
        live.send("import sys\nfrom math import cos\nfrom json import dumps\n")
        await editor.until(lambda: any("lines" in str(value) for value in editor.progress("mine")))
        live.finish()
        await question
        told = [value.get("message", "") for value in editor.progress("mine")]
        assert "3 lines" in told or "2 lines" in told or "1 line" in told
        assert not any("0 of" in message for message in told if message)

    scenario()


@with_editor(kind=EMACS)
async def test_a_document_without_edits_has_no_lenses(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE)
    assert editor.capabilities["codeLensProvider"] == {"resolveProvider": False}
    assert await editor.lenses(document) == []
    editor.close(document)
    assert await editor.lenses(document) == []


def test_a_companion_is_told_how_its_edit_stands() -> None:
    live = Live()

    @companion(live, options={"edits": {"streaming": "always"}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        question = editor.edit(document)
        await chat.received()
        await editor.until(lambda: states(editor) == ["running"])
        live.send("def add(a, b):\n    return a + b\n\n")
        await editor.until(lambda: len(states(editor)) > 1)
        live.send(NEW.removeprefix("def add(a, b):\n    return a + b\n\n"))
        live.finish()
        result = await question
        first, second = result["hunks"]
        for hunk in (first, second):
            await editor.command("acceptEdit", {"editId": result["editId"], "hunk": hunk["id"]})
        told = editor.received(PROGRESS)
        assert [p["state"] for p in told if p["state"] != "running"] == ["pending", "pending", "accepted"]
        assert [p["hunks"] for p in told[-3:]] == [[first, second], [second], []]
        assert all(hunk["state"] == p["state"] for p in told for hunk in p["hunks"])
        assert {(p["editId"], p["uri"], p["title"], p["warning"]) for p in told} == {
            (result["editId"], document.uri, "change it", None)
        }
        assert str(document.text.slice(document.span_of(told[-3]["range"]))) == NEW.rstrip()

    scenario()


BROKEN = NEW.replace("def sub(a, b):", "def sub(a, b:")


@pytest.mark.parametrize("extensions", [[PROGRESS], []], ids=["companion", "another"])
def test_code_that_may_be_wrong_waits_everywhere_and_says_why(extensions: list[str]) -> None:
    @with_editor(BROKEN, BROKEN, extensions=extensions)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        result = await editor.edit(document)
        assert result["state"] == "pending"
        assert "syntax error near `def sub(a, b:`" in result["warning"]
        (_, _, retry, *_) = await editor.lenses(document)
        assert retry["command"]["title"].startswith(f"Retry ({result['warning'][:40]}")
        told = editor.received(PROGRESS)
        assert [params["warning"] for params in told if params["state"] == "pending"][-1:] == (
            [result["warning"]] if extensions else []
        )
        await editor.command("rejectEdit", {"editId": result["editId"]})
        assert str(document) == ORIGINAL

    scenario()
