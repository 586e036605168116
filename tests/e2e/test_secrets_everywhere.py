"""What was found to be a secret in one place stays on the machine in every other place."""

import pytest

from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

SECRET = "Kd93-plomb&Vex"


@with_editor(forever="b = 1\n")
async def test_of_messages_instructions_names_and_other_files(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(f'get(url, auth=("svc", "{SECRET}"))\n<|>a<|> = 1\n', "a.py")
    problem = {"range": document.range, "message": f"login failed with {SECRET}", "severity": 1}
    await editor.command("fix", document.target | {"diagnostics": [problem]})
    await editor.edit(document, f"Say {SECRET} no more.")
    await editor.command("explain", document.target)
    other = editor.open(f"send('{SECRET}')\nc = <|>\n", f"{SECRET}.py")
    await editor.complete(other, is_invoked=True)
    assert len(chat.requests) >= 4
    assert any("login failed with REDACTED_SECRET_" in request.text for request in chat.requests)
    assert any("send('REDACTED_SECRET_" in request.text for request in chat.requests)
    assert [request.text for request in chat.requests if SECRET in request.text] == []


@with_editor(forever="b = 1\n")
async def test_whatever_comes_first_in_a_prompt(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(f"<|>a = 1\n<|>\nconnection.password = '{SECRET}'\n")
    await editor.edit(document, f"Put {SECRET} there.")
    assert SECRET not in chat.requests[0].text


@with_editor(forever="b", options={"privacy": {"exclude": ["notes*"]}})
async def test_a_document_without_a_file_is_ruled_by_its_name(editor: LspClient, chat: ScriptedChat) -> None:
    for uri in ("untitled:.env", "untitled:prod.env", "untitled:/home/ann/.npmrc", "untitled:notes.md"):
        document = editor.open("a = <|>\n", uri=uri)
        assert await editor.complete(document, is_invoked=True) == []
        with pytest.raises(LspError, match="stays on your machine"):
            await editor.edit(document)
    assert chat.requests == []
    assert await editor.complete(editor.open("a = <|>\n", uri="untitled:Untitled-1"), is_invoked=True) != []
