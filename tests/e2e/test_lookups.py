"""An edit whose model looks things up in the workspace before it answers, over stdio and real TCP."""

from collections.abc import Callable
from typing import Any

from tests.support.attempts import attempts
from tests.support.chat_steps import Request
from tests.support.lsp_client import LspClient
from tests.support.scripted_chat import ScriptedChat, Step, respond
from tests.support.with_editor import with_editor

TOKEN = "k7Hq-29vXw_m4Tz8Lp1s"
FILES = {
    "shop/stock.py": (
        "class Stock:\n"
        "    def reserve(self, name: str, amount: int = 1) -> bool:\n"
        "        return amount < 3\n"
    ),
    "shop/config.py": f"user = 'app'\npassword = '{TOKEN}'\n",
    ".gitignore": "generated/\n",
    "generated/stock_copy.py": "class Stock:\n    def reserve_elsewhere(self, name): ...\n",
    ".env": "WORD=reserve_hidden\n",
}
ORDERS = "def ship(stock, name):\n    <|>pass<|>\n"
ANSWER = "    return stock.reserve(name)"
TOOLS = {"endpoint": {"profile": "powertokens"}, "edits": {"review": "always"}}


def written(name: str, /, **arguments: Any) -> str:
    """A call as the model writes it."""
    inner = "".join(f"<parameter={key}>\n{value}\n</parameter>\n" for key, value in arguments.items())
    return f"<tool_call>\n<function={name}>\n{inner}</function>\n</tool_call>"


def results_in(request: Request) -> list[str]:
    """What was looked up so far."""
    return [message["content"] for message in request["messages"] if message["role"] == "tool"]


def asking(*calls: str, answer: Callable[[str], str] = lambda _found: ANSWER) -> Step:
    """Asks for all of it in one turn, and answers with what `answer` makes of the last result."""
    return respond(lambda request: answer(found[-1]) if (found := results_in(request)) else "\n".join(calls))


@with_editor(files=FILES, options=TOOLS, forever=asking(written("find_definition", name="Stock.reserve")))
async def test_a_definition_is_looked_up_and_used(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ORDERS, name="shop/orders.py")
    found = ""
    for _ in attempts():
        result = await editor.edit(document)
        assert result["state"] == "pending"
        assert ANSWER in str(document)
        await editor.command("rejectEdit", {"editId": result["editId"]})
        found = results_in(chat.requests[-1])[0]
        if not found.startswith("No line with a definition"):  # the index grows in the background
            break
    assert found == (
        "shop/stock.py (lines 2 to 3):\n"
        "    def reserve(self, name: str, amount: int = 1) -> bool:\n"
        "        return amount < 3"
    )


HIDDEN = ("generated/stock_copy.py", ".env", "../orders.py", "/etc/passwd", "missing.py")


@with_editor(
    files=FILES,
    options=TOOLS,
    forever=asking(
        *(written("read_lines", path=path) for path in HIDDEN), written("search_text", text="elsewhere")
    ),
)
async def test_of_a_hidden_file_nothing_goes_out(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ORDERS, name="shop/orders.py")
    assert (await editor.edit(document))["state"] == "pending"
    told = results_in(chat.requests[-1])
    assert told[0] == "There is no file `generated/stock_copy.py` that can be read."
    assert told[4].startswith("There is no file `missing.py` that can be read.")
    assert ANSWER in str(document)
    assert [request.text for request in chat.requests if "reserve_" in request.text] == []


@with_editor(
    files=FILES,
    options=TOOLS,
    forever=asking(
        written("read_lines", path="shop/config.py", first=1, last=2),
        answer=lambda found: "    return " + found.split("password = ")[1].split("\n")[0],
    ),
)
async def test_a_secret_that_was_looked_up_stays_here_and_comes_back(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ORDERS, name="shop/orders.py")
    assert (await editor.edit(document))["state"] == "pending"
    assert "password = 'REDACTED_SECRET_1'" in results_in(chat.requests[-1])[0]
    assert f"return '{TOKEN}'" in str(document)
    assert [request.text for request in chat.requests if TOKEN in request.text] == []


@with_editor(ANSWER, files=FILES, options=TOOLS | {"edits": {"lookups": "never", "review": "always"}})
async def test_where_nothing_may_be_looked_up_no_tool_is_offered(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ORDERS, name="shop/orders.py")
    assert (await editor.edit(document))["state"] == "pending"
    assert "tools" not in chat.requests[0].body
