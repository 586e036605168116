"""An endpoint whose content filter objects to a word, over stdio."""

import pytest

from pt_lsp.documents.span import Span
from tests.support.attempts import attempts
from tests.support.lsp_client import LspClient, LspError
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import Request, ScriptedChat, Step, reply, respond, status
from tests.support.with_editor import with_editor

REFUSAL = {"error": {"code": "data_inspection_failed", "message": "Input may contain inappropriate content."}}
FILES = {
    "shop/stock.py": "class Stock:\n    def forbidden(self, name: str) -> bool:\n        return True\n",
    "shop/price.py": "class Price:\n    def in_euro(self, name: str) -> float:\n        return 1.0\n",
    "shop/store.py": "class Store:\n    def is_open(self, name: str) -> bool:\n        return False\n",
    "AGENTS.md": "Names are lower case.\n",
}
OWN = """\
from shop.stock import Stock
from shop.price import Price
from shop.store import Store


<|>def ship(stock: Stock, price: Price, store: Store) -> bool:
    return store.is_open("x")<|>
"""


def filtering(answer: str) -> Step:
    def choose(request: Request) -> Step:
        return status(400, REFUSAL) if "forbidden" in request.text else reply(answer)

    return respond(choose)


def refused(chat: ScriptedChat) -> list[bool]:
    return ["forbidden" in request.text for request in chat.requests]


def open_at_end(editor: LspClient) -> OpenDocument:
    document = editor.open(OWN, name="shop/orders.py")
    document.selection = Span(len(document.text), len(document.text))
    return document


@with_editor(forever=filtering("in_euro('x')"), files=FILES)
async def test_completions_go_on_without_other_files_and_send_the_refused_text_once(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = open_at_end(editor)
    for n in attempts():
        editor.type(document, len(document.text), f"\n\ndef ship_{n}(price: Price):\n    return price.")
        document.selection = Span(len(document.text), len(document.text))
        assert await editor.complete(document) != []
        if any(refused(chat)):
            break
    for n in range(5):
        editor.type(document, len(document.text), f"x\n\n\ndef stock_{n}(stock: Stock):\n    return stock.")
        document.selection = Span(len(document.text), len(document.text))
        assert await editor.complete(document) != []
    assert refused(chat).count(True) == 1
    assert ["completions go on" in line for line in editor.log] == [True]
    assert (await editor.command("status"))["state"] == "ready"


@with_editor(forever=filtering("It ships."), files=FILES)
async def test_an_explanation_says_what_it_does_without(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(OWN, name="shop/orders.py")
    for _ in attempts():
        markdown = (await editor.command("explain", document.target))["markdown"]
        if any(refused(chat)):
            break
        assert markdown.partition("\n\n*Remembered")[0] == "It ships."
    else:
        raise AssertionError("the index was never used")
    assert markdown.startswith("It ships.\n")
    assert "\n\n*The endpoint's content filter refuses" in markdown
    assert "shop/stock.py" in markdown
    assert refused(chat).count(True) <= 5
    n_requests = len(chat.requests)
    editor.type(document, str(document).index("def ") + len("def "), "re")  # new code: nothing is remembered
    assert (await editor.command("explain", document.target))["markdown"] == "It ships."
    assert len(chat.requests) == n_requests + 1
    assert "in_euro" in chat.requests[-1].text


NEW = 'def ship(stock: Stock, price: Price, store: Store) -> bool:\n    return store.is_open("{}")\n'


@pytest.mark.parametrize("extensions", [["ptLsp/editProgress"], []], ids=["companion", "another"])
def test_an_edit_says_what_it_does_without(extensions: list[str]) -> None:
    @with_editor(forever=filtering(NEW.format("y")), files=FILES, extensions=extensions)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(OWN, name="shop/orders.py")
        for _ in attempts():
            result = await editor.edit(document)
            if any(refused(chat)):
                break
            await editor.command("rejectEdit", {"editId": result["editId"]})
        else:
            raise AssertionError("the index was never used")
        assert "shop/stock.py" in result["warning"]
        assert "price.py" not in result["warning"]
        assert editor.log == [result["warning"]]
        assert refused(chat).count(True) <= 5

    scenario()


@with_editor(forever=filtering("1"))
async def test_a_file_that_is_refused_itself_is_said_once_and_not_asked_about_with_each_key(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open("forbidden = 1\n<|>")
    for character in "x = y":
        editor.type(document, len(document.text), character)
        document.selection = Span(len(document.text), len(document.text))
        assert await editor.complete(document) == []
    assert refused(chat) == [True]
    assert [line for line in editor.log if "content filter" in line] == [
        (await editor.command("status"))["message"]
    ]
    with pytest.raises(LspError, match="content filter"):
        await editor.edit(document)
    assert refused(chat) == [True, True]
    editor.type(document, 0, "x", instead_of=len("forbidden"))
    document.selection = Span(len(document.text), len(document.text))
    editor.type(document, len(document.text), " + ")
    document.selection = Span(len(document.text), len(document.text))
    assert await editor.complete(document) != []


@with_editor(forever=filtering("It ships."), files=FILES)
async def test_a_file_that_was_changed_is_shown_again(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(OWN, name="shop/orders.py")
    for _ in attempts():
        await editor.command("explain", document.target)
        if any(refused(chat)):
            break
    else:
        raise AssertionError("the index was never used")
    stock = editor.open(FILES["shop/stock.py"] + "<|>", name="shop/stock.py")
    editor.type(stock, FILES["shop/stock.py"].index("forbidden"), "friendly", instead_of=len("forbidden"))
    for _ in attempts():
        assert "content filter" not in (await editor.command("explain", document.target))["markdown"]
        if "def friendly" in chat.requests[-1].text:
            break
    else:
        raise AssertionError("the file was never shown again")
