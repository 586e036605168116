"""What an editor is told of what the model looks up, over stdio and real TCP."""

import pytest

from tests.support.chat_steps import Request, garbage, reply
from tests.support.lsp_client import LspClient
from tests.support.scripted_chat import ScriptedChat, Step, respond
from tests.support.tool_streams import TRACES, ToolStream, call, piece, said
from tests.support.with_editor import with_editor

FILES = {"shop/stock.py": "class Stock:\n    def reserve(self, name: str) -> bool: ...\n"}
ORDERS = "def ship(stock, name):\n    <|>pass<|>\n"
ANSWER = "    return stock.reserve(name)"
CALL = piece(call(0, "read_lines", '{"path": "shop/stock.py", "first": "1", "last": "2"}', id="c1"))
CALLING = garbage(
    ToolStream([*said("Let me look at the class.\n", None), CALL, piece(reason="tool_calls")], ()).data
)


def looking_up(request: Request) -> Step:
    return reply(ANSWER) if request["messages"][-1]["role"] == "tool" else CALLING


@with_editor(files=FILES, forever=respond(looking_up))
async def test_the_progress_says_what_was_looked_up_and_the_page_of_what_was_sent_shows_it(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ORDERS, name="shop/orders.py")
    await editor.edit(document, token="edit")
    assert ANSWER in str(document)
    assert not [trace for trace in TRACES if trace in str(document)]
    told = [value.get("message", "") for value in editor.progress("edit")]
    assert [each for each in told if "looked up" in each and "shop/stock.py" in each]
    page = (await editor.command("showPrompt"))["markdown"]
    assert "## Tools that the model may call" in page
    assert 'read_lines({"path": "shop/stock.py", "first": 1, "last": 2})' in page
    assert "def reserve(self, name: str) -> bool: ..." in page.partition("## tool\n")[2]


@with_editor(files=FILES, forever=respond(looking_up))
async def test_an_explanation_looks_things_up_as_well(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ORDERS, name="shop/orders.py")
    result = await editor.command("explain", document.target)
    assert "stock.reserve(name)" in result["markdown"]
    assert "Let me look" not in result["markdown"]


@pytest.mark.parametrize("lookups", ["never", "auto"])
def test_a_project_may_turn_look_ups_off_and_not_on(lookups: str) -> None:
    mine = "auto" if lookups == "never" else "never"

    @with_editor(
        ANSWER,
        files={".pt-lsp.toml": f'[edits]\nlookups = "{lookups}"\n'},
        options={"edits": {"lookups": mine}},
    )
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        await editor.edit(editor.open(ORDERS))
        assert "tools" not in chat.requests[0].body

    scenario()
