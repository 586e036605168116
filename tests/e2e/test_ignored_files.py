"""Nothing of a file that git ignores is sent, whatever is open and by whatever name the file is known."""

import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from pt_lsp.documents.span import Span
from tests.support.attempts import attempts
from tests.support.client_kinds import VSCODE
from tests.support.lsp_client import LspClient, LspError
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import editor_with_server

HIDDEN = """\
class StockHidden:
    def reserve_hidden(self, name: str) -> bool:
        return name<|> == ''
"""
STOCK = """\
class Stock:
    def reserve(self, name: str) -> bool:
        return True
"""
ORDERS = """\
from shop.stock import Stock


def ship(stock: Stock) -> bool:
    return stock.reserve('')<|>
"""
FILES = {
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/objects/x": "",
    ".git/refs/x": "",
    ".git/info/exclude": "",
    ".gitignore": "",
    "packages/app/shop/stock.py": STOCK,
    "packages/app/shop/hidden.py": HIDDEN.replace("<|>", ""),
    "packages/app/shop/hidden_too.py": HIDDEN.replace("<|>", ""),
}
ORDERS = (
    "from shop.stock import Stock\n\n\ndef ship(stock: Stock) -> bool:\n    return stock.reserve('')<|>\n"
)
IGNORE = "hidden*.py\n"


@dataclass(frozen=True)
class Scene:
    """A repository and what is open; `shop` is the name by which the editor knows the folder of the files."""

    folders: tuple[Path, ...]
    shop: Path
    is_on_disk: bool = True
    """Whether the server may look for files in it, and does not know open ones alone."""


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def open_below_the_rule(repository: Path) -> Scene:
    write(repository, {".gitignore": IGNORE})
    app = repository / "packages" / "app"
    return Scene((app,), app / "shop")


def excluded_in_the_repositorys_own_folder(repository: Path) -> Scene:
    write(repository, {".git/info/exclude": IGNORE})
    return Scene((repository,), repository / "packages" / "app" / "shop")


def excluded_by_the_user(repository: Path) -> Scene:
    write(Path(os.environ["XDG_CONFIG_HOME"]), {"git/ignore": IGNORE})
    return Scene((repository,), repository / "packages" / "app" / "shop")


def reached_by_a_link(repository: Path) -> Scene:
    write(repository, {".gitignore": IGNORE})
    opened = repository.parent / "opened"
    opened.mkdir()
    (opened / "shop").symlink_to(repository / "packages" / "app" / "shop")
    return Scene((opened,), opened / "shop", is_on_disk=False)


def in_another_root(repository: Path) -> Scene:
    write(repository, {".gitignore": IGNORE})
    write(repository.parent / "opened", {"a.py": ""})
    shop = repository / "packages" / "app" / "shop"
    return Scene((repository.parent / "opened",), shop, is_on_disk=False)


def with_no_folder_open(repository: Path) -> Scene:
    write(repository, {".gitignore": IGNORE})
    return Scene((), repository / "packages" / "app" / "shop", is_on_disk=False)


def open_by_another_name(repository: Path) -> Scene:
    write(repository, {".gitignore": IGNORE})
    opened = repository.parent / "opened"
    opened.symlink_to(repository / "packages" / "app")
    return Scene((opened,), opened / "shop")


SCENES = (
    open_below_the_rule,
    excluded_in_the_repositorys_own_folder,
    excluded_by_the_user,
    reached_by_a_link,
    in_another_root,
    with_no_folder_open,
    open_by_another_name,
)


@contextmanager
def scene_of(make: Callable[[Path], Scene]) -> Iterator[Scene]:
    with tempfile.TemporaryDirectory(prefix="pt-lsp-root-") as folder:
        repository = Path(folder).resolve() / "repository"
        write(repository, FILES)
        yield make(repository)


@asynccontextmanager
async def editor_in(
    make: Callable[[Path], Scene], chat: ScriptedChat
) -> AsyncIterator[tuple[LspClient, Scene]]:
    with scene_of(make) as scene:
        async with (
            chat.serve() as url,
            editor_with_server(
                url,
                scene.shop,
                kind=VSCODE,
                options={"completion": {"debounceMs": 0}},
                environ={},
                settings=None,
                folders=scene.folders,
            ) as editor,
        ):
            yield editor, scene


@pytest.mark.parametrize("make", SCENES)
def test_nothing_is_sent_for_an_ignored_document(make: Callable[[Path], Scene]) -> None:
    async def scenario() -> None:
        chat = ScriptedChat(forever="x")
        async with editor_in(make, chat) as (editor, _):
            document = editor.open(HIDDEN, "hidden.py")
            assert await editor.complete(document, is_invoked=True) == []
            with pytest.raises(LspError, match=r"stays on your machine.*`hidden\*\.py`"):
                await editor.edit(document)
            with pytest.raises(LspError, match=r"stays on your machine.*`hidden\*\.py`"):
                await editor.command("explain", document.target)
        assert chat.requests == []

    run(scenario(), timeout_s=60)


@pytest.mark.parametrize("make", SCENES)
def test_an_ignored_file_is_no_context_for_another(make: Callable[[Path], Scene]) -> None:
    async def scenario() -> None:
        chat = ScriptedChat(forever="x")
        async with editor_in(make, chat) as (editor, scene):
            hidden = editor.open(HIDDEN, "hidden.py")
            editor.type(hidden, len(hidden.text), "\n    def restock_hidden(self) -> None: ...\n")
            if not scene.is_on_disk:
                editor.open(STOCK, "stock.py")
            document = editor.open(ORDERS, "orders.py")
            for n in attempts():
                end = len(document.text)
                editor.type(document, end, f"\n\n\ndef ship_{n}(stock: Stock):\n    return stock.reserve")
                document.selection = Span(len(document.text), len(document.text))
                await editor.complete(document, is_invoked=True)
                if "class Stock:" in chat.requests[-1].text:
                    break
            else:
                raise AssertionError("what is known of other files was never used")
            await editor.command("explain", document.target)
            await editor.edit(document)
        assert len(chat.requests) > 2
        assert [request.text for request in chat.requests if "hidden" in request.text.lower()] == []

    run(scenario(), timeout_s=60)
