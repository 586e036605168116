"""Lines that no person has written are worked on like others, and hold nothing up."""

import json

import pytest

from tests.support.client_kinds import VSCODE
from tests.support.long_lines import KINDS
from tests.support.lsp_client import LspClient
from tests.support.scripted_chat import ScriptedChat, reply
from tests.support.with_editor import with_editor

JSON = json.dumps([{"id": n, "name": f"item {n}", "tags": ["a", "b"]} for n in range(1200)])
NEW_JSON = JSON.replace('"item 600"', '"piece 600"')
STREAMED = {"edits": {"streaming": "always"}, "context": {"budgetTokens": 100_000}}


@with_editor(reply(NEW_JSON, cut_bytes=4096), kind=VSCODE, options=STREAMED)
async def test_one_line_of_json_is_edited_while_everything_else_goes_on(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(f"<|>{JSON}<|>\n", language_id="json", name="data.json")
    question = editor.edit(document)
    await chat.received()
    assert (await editor.command("status"))["state"] in {"ready", "working"}
    assert (await question)["state"] == "applied"
    assert str(document) == f"{NEW_JSON}\n"


@pytest.mark.parametrize("kind", ["json", "letters", "spaces", "quotes", "opened", "astral", "passwords"])
def test_beside_a_long_line_of_any_kind_completions_and_explanations_come(kind: str) -> None:
    line = KINDS[kind](40_000)

    @with_editor("os.getcwd()", "It is long.", options={"context": {"budgetTokens": 40_000}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(f"import os\n\n{line}\nvalue = <|>\n")
        (completed,) = await editor.complete(document)
        assert completed == f"import os\n\n{line}\nvalue = os.getcwd()\n"
        place = {"start": {"line": 2, "character": 0}, "end": {"line": 3, "character": 0}}
        explained = await editor.command("explain", document.target | {"range": place})
        assert explained["markdown"].strip() == "It is long."

    scenario()
