"""What changes on disk while the server runs reaches the model."""

from collections.abc import Callable
from pathlib import Path

from pt_lsp.documents.span import Span
from pt_lsp.documents.uris import uri_of
from tests.support.attempts import attempts
from tests.support.client_kinds import EMACS, VSCODE
from tests.support.lsp_client import LspClient
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

STOCK = "class Stock:\n    def {}(self, name: str) -> bool:\n        return True\n"
FILES = {"shop/stock.py": STOCK.format("first"), "shop/__init__.py": ""}
ORDERS = "from shop.stock import Stock\n\n\ndef ship(stock: Stock):\n    return stock.<|>\n"


async def until_sent(
    editor: LspClient, chat: ScriptedChat, document: OpenDocument, is_so: Callable[[str], bool]
) -> None:
    """Complete at one new place after the other until what is sent is as it shall be."""
    for _ in attempts():
        end = len(document.text)
        editor.type(document, end, f"\n\n\ndef ship_{end}(stock: Stock):\n    return stock.")
        document.selection = Span(len(document.text), len(document.text))
        await editor.complete(document, is_invoked=True)
        if is_so(chat.requests[-1].text):
            return
    raise AssertionError(chat.requests[-1].text)


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


@with_editor(forever="name", files=FILES, kind=VSCODE)
async def test_files_are_followed_by_the_editors_word(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ORDERS, name="shop/orders.py")
    await until_sent(editor, chat, document, lambda sent: "def first(" in sent)
    stock = editor.root / "shop" / "stock.py"
    change = {"changes": [{"uri": uri_of(stock), "type": 2}]}
    write(stock, STOCK.format("second_one"))
    editor.notify("workspace/didChangeWatchedFiles", change)
    await until_sent(editor, chat, document, lambda sent: "def second_one(" in sent)
    stock.unlink()
    editor.notify("workspace/didChangeWatchedFiles", change)
    await until_sent(editor, chat, document, lambda sent: "def second_one(" not in sent)


@with_editor(forever="name", files=FILES, kind=EMACS)
async def test_files_are_followed_where_no_editor_tells_of_them(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ORDERS, name="shop/orders.py")
    await until_sent(editor, chat, document, lambda sent: "def first(" in sent)
    write(editor.root / "shop" / "stock.py", STOCK.format("second_one"))
    await until_sent(editor, chat, document, lambda sent: "def second_one(" in sent)


@with_editor(forever="name", files=FILES)
async def test_an_open_file_counts_as_the_editor_has_it(editor: LspClient, chat: ScriptedChat) -> None:
    stock = editor.open(STOCK.format("unsaved"), name="shop/stock.py")
    document = editor.open(ORDERS, name="shop/orders.py")
    await until_sent(editor, chat, document, lambda sent: "def unsaved(" in sent)
    start = str(stock).index("unsaved")
    editor.type(stock, start, "retyped", instead_of=len("unsaved"))
    await until_sent(editor, chat, document, lambda sent: "def retyped(" in sent)
    editor.close(stock)
    await until_sent(editor, chat, document, lambda sent: "def first(" in sent)
