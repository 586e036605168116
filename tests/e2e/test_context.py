from collections.abc import AsyncIterator

from pt_lsp.documents.span import Span
from tests.support.attempts import attempts
from tests.support.lsp_client import LspClient
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

FILES = {
    "shop/stock.py": (
        "class Stock:\n"
        "    def reserve(self, name: str, amount: int = 1) -> bool:\n"
        "        return amount < 3\n"
    ),
    "shop/cart.py": (
        "from shop.orders import ship\n\n\n"
        "def check_out(cart):\n"
        "    return [ship(cart.stock, name) for name in cart.names]\n"
    ),
    ".gitignore": "generated/\n",
    "generated/stock_copy.py": "class StockCopy:\n    def reserve_elsewhere(self, name): ...\n",
    "shop/secrets.yaml": "reserve: hidden\n",
    "AGENTS.md": "Names of stock are lower case.\n",
}
ORDERS = """\
from shop.stock import Stock


def ship(stock: Stock, name: str) -> bool:
    return stock.reserve(name)<|>
"""


async def prompts_of(editor: LspClient, chat: ScriptedChat, document: OpenDocument) -> AsyncIterator[str]:
    """What completions send, each at another place: the index grows in the background."""
    for n in attempts():
        end = len(document.text)
        editor.type(document, end, f"\n\n\ndef ship_{n}(stock: Stock):\n    return stock.")
        document.selection = Span(len(document.text), len(document.text))
        await editor.complete(document, is_invoked=True)
        yield chat.requests[-1].text


@with_editor(forever="reserve(name)", files=FILES)
async def test_completions_see_what_imports_lead_to(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ORDERS, name="shop/orders.py")
    async for sent in prompts_of(editor, chat, document):
        if "shop/stock.py:\nclass Stock:\n    def reserve(self, name: str, amount: int = 1) -> bool:" in sent:
            break
    else:
        raise AssertionError("the index was never used")
    assert '<file path="shop/orders.py"' in sent
    assert "reserve_elsewhere" not in sent
    assert "hidden" not in sent
    page = (await editor.command("showPrompt"))["markdown"]
    assert "| imports |" in page


@with_editor(forever="It reserves.", files=FILES)
async def test_explanations_see_callers(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ORDERS, name="shop/orders.py")
    place = {"start": document.position, "end": document.position}
    for _ in attempts():
        await editor.command("explain", {"textDocument": document.identifier, "range": place})
        if "return [ship(cart.stock, name) for name in cart.names]" in chat.requests[-1].text:
            break
    else:
        raise AssertionError("the caller was never shown")


@with_editor("It reserves.", files=FILES)
async def test_the_projects_rules_go_with_the_first_thing_asked_for(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ORDERS, name="shop/orders.py")
    place = {"start": document.position, "end": document.position}
    await editor.command("explain", {"textDocument": document.identifier, "range": place})
    assert "<rules>\nNames of stock are lower case.\n</rules>" in chat.requests[-1].text


@with_editor(forever="reserve(name)", files=FILES, options={"context": {"workspaceFiles": False}})
async def test_without_workspace_files_only_open_ones_are_shown(
    editor: LspClient, chat: ScriptedChat
) -> None:
    editor.open(FILES["shop/stock.py"], name="shop/stock.py")
    document = editor.open(ORDERS, name="shop/orders.py")
    async for sent in prompts_of(editor, chat, document):
        if "def reserve(self" in sent:
            break
    assert "check_out" not in sent


@with_editor(forever="reserve(name)", files=FILES)
async def test_what_was_edited_before_is_shown_where_the_user_is_now(
    editor: LspClient, chat: ScriptedChat
) -> None:
    stock = editor.open(FILES["shop/stock.py"], name="shop/stock.py")
    editor.type(stock, len(stock.text), "\n    def restock(self) -> None: ...\n")
    document = editor.open(ORDERS, name="shop/orders.py")
    async for sent in prompts_of(editor, chat, document):
        if "<recent>" in sent:
            break
    assert "def restock(self) -> None: ..." in sent.partition("<recent>")[2].partition("</recent>")[0]


@with_editor(forever="reserve(name)", files=FILES)
async def test_what_was_typed_and_thrown_away_is_not_shown(editor: LspClient, chat: ScriptedChat) -> None:
    stock = editor.open(FILES["shop/stock.py"], name="shop/stock.py")
    editor.type(stock, len(stock.text), "\n    def thrown_away(self) -> None: ...\n")
    editor.close(stock)
    document = editor.open(ORDERS, name="shop/orders.py")
    async for sent in prompts_of(editor, chat, document):
        if "shop/stock.py:\nclass Stock:" in sent:
            break
    assert "thrown_away" not in sent
