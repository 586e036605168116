"""A document is one, however its URI is written from message to message."""

from tests.support.lsp_client import LspClient
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

OPENED = "file:///c%3A/work/a%20b.py"
OTHERS = ("file:///C:/work/a%20b.py", "file:///c:/work/a b.py", "file:///C%3a/work/%61%20b.py")


@with_editor(forever="b", extensions=["ptLsp/editProgress"])
async def test_answers_carry_the_uri_that_the_document_was_opened_with(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open("a = <|>\n", uri=OPENED)
    for uri in OTHERS:
        position = {
            "textDocument": {"uri": uri},
            "position": document.position,
            "context": {"triggerKind": 1},
        }
        items = (await editor.ask("textDocument/inlineCompletion", position))["items"]
        assert [item["insertText"] for item in items] != []
    for uri in OTHERS:
        argument = {"textDocument": {"uri": uri}, "range": document.range, "instruction": "do it"}
        edit = await editor.command("edit", argument)
        assert edit["state"] == "pending"
        await editor.command("rejectEdit", {"editId": edit["editId"]})
    assert {params["uri"] for params in editor.received("ptLsp/editProgress")} == {OPENED}
    assert str(document) == "a = \n"
    actions = await editor.ask(
        "textDocument/codeAction",
        {"textDocument": {"uri": OTHERS[0]}, "range": document.range, "context": {"diagnostics": []}},
    )
    assert OTHERS[0] not in str(actions)
    editor.notify("textDocument/didClose", {"textDocument": {"uri": OTHERS[1]}})
    reasons = await editor.ask(
        "textDocument/codeAction",
        {"textDocument": {"uri": OPENED}, "range": document.range, "context": {"diagnostics": []}},
    )
    assert reasons == []
