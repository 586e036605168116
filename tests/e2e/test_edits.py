import re

import pytest

from pt_lsp.documents.span import Span
from tests.support.client_kinds import EMACS, MINIMAL, NEOVIM, VSCODE, WHOLE_TEXTS, ClientKind
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import Live, Request, ScriptedChat, disconnect, respond, status
from tests.support.with_editor import with_editor

BEFORE = "import os\n\n\n<|>def add(a, b):\n    pass\n<|>\n\nprint(add(1, 2))\n"
NEW = "def add(a, b):\n    total = a + b\n    return total\n"
AFTER = f"import os\n\n\n{NEW}\n\nprint(add(1, 2))\n"
ORIGINAL = BEFORE.replace("<|>", "")


def every(*kinds: ClientKind) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", kinds, ids=lambda kind: kind.name)


@every(VSCODE, NEOVIM, EMACS, MINIMAL)
def test_an_edit_comes_as_one_operation(kind: ClientKind) -> None:
    @with_editor(NEW, kind=kind)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        result = await editor.edit(document)
        assert str(document) == AFTER
        assert result["state"] == "applied"
        assert len(editor.applies) == 1
        assert re.fullmatch(r"PowerTokens: .{1,27}", editor.applies[0]["label"])

    scenario()


@with_editor(NEW)
async def test_an_edit_tells_its_hunks(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE)
    result = await editor.edit(document)
    (hunk,) = result["hunks"]
    assert hunk["oldText"] == "    pass"
    assert str(document.text.slice(document.span_of(hunk["range"]))) == hunk["newText"]
    assert hunk["newText"] == "    total = a + b\n    return total"


@with_editor("def add(a, b):\n    pass\n")
async def test_an_edit_that_changes_nothing_sends_nothing(editor: LspClient, chat: ScriptedChat) -> None:
    assert (await editor.edit(editor.open(BEFORE)))["state"] == "unchanged"
    assert editor.applies == []


@every(VSCODE, NEOVIM, EMACS)
def test_a_stream_grows_in_whole_lines_one_operation_at_a_time(kind: ClientKind) -> None:
    live = Live()

    @with_editor(live, kind=kind, options={"edits": {"streaming": "always"}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        question = editor.edit(document)
        await chat.received()
        live.send("def add(a, b):\n    total = a + b\n    ret")
        await editor.until(lambda: "total" in str(document))
        assert str(document).startswith("import os\n\n\ndef add(a, b):\n    total = a + b\n    pass\n\n\n")
        live.send("urn total\n")
        live.finish()
        assert (await question)["state"] == "applied"
        assert str(document) == AFTER
        assert len(editor.applies) >= 2
        assert all(len(apply["edit"]["documentChanges"][0]["edits"]) == 1 for apply in editor.applies[:-1])

    scenario()


@with_editor(NEW, kind=VSCODE, extensions=["groupedUndo"])
async def test_a_client_that_groups_undo_gets_a_stream_unasked(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE)
    await editor.edit(document)
    assert str(document) == AFTER


def test_typing_above_while_it_streams_moves_the_region() -> None:
    live = Live()

    @with_editor(live, options={"edits": {"streaming": "always"}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        question = editor.edit(document)
        await chat.received()
        live.send("def add(a, b):\n    total = a + b\n    ret")
        await editor.until(lambda: "total" in str(document))
        editor.type(document, 0, "import re\n")
        live.send("urn total\n")
        live.finish()
        assert (await question)["state"] == "applied"
        assert str(document) == "import re\n" + AFTER

    scenario()


def test_typing_at_the_very_moment_of_an_operation_loses_nothing() -> None:
    @with_editor(NEW)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        def type_once() -> None:
            if len(editor.applies) == 1:
                editor.type(document, 0, "#")

        document = editor.open(BEFORE)
        editor.before_applying = type_once
        assert (await editor.edit(document))["state"] == "applied"
        assert str(document) == "#" + AFTER
        assert len(editor.applies) == 2

    scenario()


def test_typing_inside_stops_the_stream_and_takes_nothing_back() -> None:
    live = Live()

    @with_editor(live, options={"edits": {"streaming": "always"}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        question = editor.edit(document)
        await chat.received()
        live.send("def add(a, b):\n    total = a + b\n    ret")
        await editor.until(lambda: "total" in str(document))
        editor.type(document, document.offset("total"), "sub")
        assert (await question)["state"] == "stopped"
        assert "    subtotal = a + b\n" in str(document)
        await chat.disconnected()

    scenario()


@with_editor(NEW)
async def test_a_refused_edit_is_made_anew(editor: LspClient, chat: ScriptedChat) -> None:
    def refuse_once() -> None:
        editor.when_asked_to_apply = "refuse" if len(editor.applies) == 1 else "apply"

    editor.before_applying = refuse_once
    document = editor.open(BEFORE)
    assert (await editor.edit(document))["state"] == "applied"
    assert str(document) == AFTER
    assert len(editor.applies) == 2


@with_editor(NEW)
async def test_an_editor_that_fails_to_apply_is_asked_anew(editor: LspClient, chat: ScriptedChat) -> None:
    def fail_once() -> None:
        editor.when_asked_to_apply = "fail" if len(editor.applies) == 1 else "apply"

    editor.before_applying = fail_once
    document = editor.open(BEFORE)
    assert (await editor.edit(document))["state"] == "applied"
    assert str(document) == AFTER


@with_editor(NEW)
async def test_an_editor_that_says_nothing_is_not_waited_for_for_ever(
    editor: LspClient, chat: ScriptedChat
) -> None:
    editor.when_asked_to_apply = "say nothing"
    with pytest.raises(LspError, match="did not report"):
        await editor.edit(editor.open(BEFORE))
    assert len(editor.applies) == 1


@with_editor(NEW, kind=MINIMAL.having("workspace.applyEdit", False))
async def test_an_editor_that_takes_no_edits_is_told_so_and_nobody_is_asked(
    editor: LspClient, chat: ScriptedChat
) -> None:
    with pytest.raises(LspError, match="workspace/applyEdit"):
        await editor.edit(editor.open(BEFORE))
    chat._steps.clear()
    assert chat.requests == []


def test_a_reply_that_breaks_off_restores_the_text() -> None:
    live = Live()

    @with_editor(live, options={"edits": {"streaming": "always"}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        question = editor.edit(document)
        await chat.received()
        live.send("def add(a, b):\n    total = a + b\n    ret")
        await editor.until(lambda: "total" in str(document))
        live._queue.put_nowait(None)
        with pytest.raises(LspError) as caught:
            await question
        assert str(document) == ORIGINAL
        assert caught.value.code == -32803
        assert re.fullmatch(r"[^\n]+[^.]\.", str(caught.value))

    scenario()


@with_editor(disconnect(40, NEW), options={"edits": {"streaming": "always"}})
async def test_a_connection_that_is_cut_leaves_the_text(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE)
    with pytest.raises(LspError):
        await editor.edit(document)
    assert str(document) == ORIGINAL


@with_editor(status(404))
async def test_an_endpoint_that_knows_no_such_model_is_said_in_the_answer(
    editor: LspClient, chat: ScriptedChat
) -> None:
    with pytest.raises(LspError, match="model"):
        await editor.edit(editor.open(BEFORE))
    assert (await editor.command("status"))["state"] == "error"


@with_editor(
    NEW, NEW.replace("total", "result"), kind=WHOLE_TEXTS, options={"edits": {"streaming": "always"}}
)
async def test_an_editor_that_sends_whole_texts_gets_one_final_edit(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    editor.type(document, 0, "#")
    document.selection = document.selection.shifted(1)
    await editor.edit(document)
    assert str(document) == "#" + AFTER
    assert len(editor.applies) == 1
    document.selection = Span(document.offset("def"), document.offset("\n\nprint"))
    await editor.edit(document)
    assert str(document) == "#" + AFTER.replace("total", "result")
    assert len(editor.applies) == 2


@with_editor(NEW, options={"edits": {"streaming": "always"}})
async def test_line_ends_stay_as_they_were(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE.replace("\n", "\r\n"))
    await editor.edit(document)
    assert str(document) == AFTER.replace("\n", "\r\n")


@every(VSCODE, NEOVIM, EMACS)
def test_an_emoji_on_the_edited_line_moves_nothing(kind: ClientKind) -> None:
    @with_editor('x = "🎉🎉"; y = 2\n', kind=kind)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open('a = "🎉"\nx = "🎉🎉"; <|>y = 1<|>; z = "ü"\nb = "🎉"\n')
        await editor.edit(document)
        assert str(document) == 'a = "🎉"\nx = "🎉🎉"; y = 2\nb = "🎉"\n'

    scenario()


@with_editor("x = 2\n")
async def test_an_unsaved_document_is_edited(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("<|>x = 1<|>\n", uri="untitled:Untitled-1")
    await editor.edit(document)
    assert str(document) == "x = 2\n"


@with_editor("def add(a, b):\n    return a + b\n")
async def test_a_fix_takes_the_definition_around(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("x = 1\n\n\ndef add(a, b):\n    return <|>c\n")
    at = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}
    related = [{"location": {"uri": document.uri, "range": at}, "message": "x is defined here"}]
    problem = {"range": document.range, "message": "c is not defined", "relatedInformation": related}
    assert (await editor.command("fix", document.target | {"diagnostics": [problem]}))["state"] == "applied"
    assert str(document) == "x = 1\n\n\ndef add(a, b):\n    return a + b\n"
    assert "c is not defined" in chat.requests[0].text
    assert "x is defined here: `x = 1`" in chat.requests[0].text


@pytest.mark.parametrize(("command", "body"), [("document", "..."), ("implement", "return a + b")])
def test_a_definition_is_rewritten_from_a_cursor_inside(command: str, body: str) -> None:
    @with_editor('def add(a, b):\n    """Add."""\n    return a + b\n')
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open("x = 1\n\n\ndef add(a, b):\n    <|>...\n\n\ny = 2\n")
        assert (await editor.command(command, document.target))["state"] == "applied"
        assert str(document) == f'x = 1\n\n\ndef add(a, b):\n    """Add."""\n    {body}\n\n\ny = 2\n'

    scenario()


def test_opening_a_document_anew_ends_its_edit() -> None:
    live = Live()

    @with_editor(live)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        question = editor.edit(editor.open(BEFORE))
        await chat.received()
        editor.open("other = 1\n")
        assert (await question)["state"] == "cancelled"
        assert editor.applies == []

    scenario()


SECRET = "sk-" + "a1B2c3D4e5F6g7H8" * 2


@with_editor()
async def test_secrets_stay_here_and_come_back_in_the_answer(editor: LspClient, chat: ScriptedChat) -> None:
    def rename(request: Request) -> str:
        match = re.search(r"REDACTED_SECRET_\d+", request.text)
        assert match is not None
        return f'token = "{match[0]}"\n'

    chat.add(respond(rename))
    document = editor.open(f'<|>key = "{SECRET}"<|>\n')
    await editor.edit(document)
    assert str(document) == f'token = "{SECRET}"\n'
    assert SECRET not in str(chat.requests[0].body)
    shown = (await editor.command("showPrompt"))["markdown"]
    assert SECRET not in shown
    assert "REDACTED_SECRET_" in shown


@with_editor(files={"api/.env": "DB_PASSWORD='tr0ub4dor&3'\n"})
async def test_values_of_env_files_stay_here_wherever_they_stand(
    editor: LspClient, chat: ScriptedChat
) -> None:
    chat.add(
        respond(lambda request: request.text[request.text.index("REDACTED_SECRET_") :].split('"')[0] + "\n")
    )
    document = editor.open('<|>assert log == "tr0ub4dor&3"<|>\n')
    await editor.edit(document)
    assert str(document) == "tr0ub4dor&3\n"
    assert "tr0ub4dor" not in str(chat.requests[0].body)
    shown = (await editor.command("showPrompt"))["markdown"]
    assert "value of DB_PASSWORD in api/.env" in shown


@with_editor(NEW, files={"private/.gitignore": "*\n"})
async def test_an_ignored_file_is_never_sent(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE, "private/main.py")
    with pytest.raises(LspError, match=r"stays on your machine.*\.gitignore"):
        await editor.edit(document)
    chat._steps.clear()
    assert chat.requests == []


def test_a_second_edit_over_a_running_one_is_refused_and_the_first_goes_on() -> None:
    live = Live()

    @with_editor(live)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        first = editor.edit(document)
        await chat.received()
        with pytest.raises(LspError, match="still running here"):
            await editor.edit(document)
        live.send(NEW)
        live.finish()
        assert (await first)["state"] == "applied"
        assert str(document) == AFTER

    scenario()


def test_two_edits_of_one_document_run_side_by_side_under_their_own_names() -> None:
    first, second = Live(), Live()

    @with_editor(first, second)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open("<|>a = 1<|>\nb = 1\n\nc = 1\n")
        one = editor.edit(document, "double a")
        await chat.received(1)
        document.selection = Span(document.offset("c"), document.offset("c") + 5)
        two = editor.edit(document, "double c")
        await chat.received(2)
        for live, text in ((second, "c = 2"), (first, "a = 2")):
            live.send(text)
            live.finish()
        assert [(await one)["state"], (await two)["state"]] == ["applied", "applied"]
        assert str(document) == "a = 2\nb = 1\n\nc = 2\n"
        labels = {apply["label"] for apply in editor.applies}
        assert labels == {"PowerTokens: double a", "PowerTokens: double c"}

    scenario()


def test_closing_the_document_ends_its_edit_and_sends_nothing() -> None:
    live = Live()

    @with_editor(live)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        question = editor.edit(document)
        await chat.received()
        editor.close(document)
        assert (await question)["state"] == "cancelled"
        assert editor.applies == []
        await chat.disconnected()

    scenario()
