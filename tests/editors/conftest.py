"""The real VS Code that all tests in it share, and the window that most of them share."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import formatter_extension, neovim_companion, ready_server
from tests.support.answer_page import AnswerPage
from tests.support.scripted_chat import Request, ScriptedChat
from tests.support.shared_window import SharedWindow
from tests.support.vscode import VSCode, served

if TYPE_CHECKING:
    from tests.support.workbench import Workbench

collect_ignore = [] if os.environ.get("UPDATE_PICTURES") else ["test_vscode_pictures.py"]
"""It shows what other tests hold, and a window takes its time."""

PLAIN = {
    "editor.autoClosingBrackets": "never",
    "editor.autoIndent": "none",
    "ptLsp.completion.automatic": False,
}
"""User settings under which what is typed arrives as it is, and nothing is asked but what the test asks."""

AGAIN_S = 3.0
"""So long the page may show the answer before."""

UNREACHABLE = {"ptLsp.endpoint.baseUrl": "http://127.0.0.1:9/v1"}
"""User settings under which no key is needed, and nothing answers."""

_RUNNING: list[VSCode] = []

Editing = Callable[..., "AbstractContextManager[tuple[Workbench, Path]]"]


@pytest.fixture
def servers_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Neovim's companion start real commands, for what is about processes."""
    monkeypatch.setattr(neovim_companion, "server_command", lambda: neovim_companion.SERVER)


@pytest.fixture(scope="session")
def code(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VSCode]:
    """VS Code with the packed extension, and a formatter that works only where a test's settings name it."""
    folder = tmp_path_factory.mktemp("vscode")
    with served(folder, others=[formatter_extension.pack(folder)]) as running:
        _RUNNING.append(running)
        yield running


@pytest.fixture(scope="session")
def shared(code: VSCode, tmp_path_factory: pytest.TempPathFactory) -> SharedWindow:
    """A window for those tests that need none of their own."""
    folder = tmp_path_factory.mktemp("shared") / "project"
    folder.mkdir()
    return SharedWindow(code, folder)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Close the browser behind the last test in VS Code: other tests have event loops of their own."""
    if nextitem is None or not nextitem.get_closest_marker("vscode"):
        for running in _RUNNING:
            running.close_browser()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of the tests in VS Code have those first that share a window: one of another test's closes it."""
    places = [at for at, item in enumerate(items) if item.get_closest_marker("vscode")]
    tests = sorted((items[at] for at in places), key=lambda item: "shared" not in _fixtures(item))
    for at, item in zip(places, tests, strict=True):
        items[at] = item


def _fixtures(item: pytest.Item) -> list[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else []


@contextmanager
def _telling_of(chat: ScriptedChat) -> Iterator[None]:
    """Have a failure tell whether the endpoint was asked at all."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"The endpoint was asked {len(chat.requests)} times.")
        raise


@pytest.fixture
def editing(shared: SharedWindow, tmp_path: Path) -> Editing:
    """Have a window in which a file with `source` is open and served, asking `chat`."""

    @contextmanager
    def edit(
        source: str, chat: ScriptedChat, *, name: str = "sample.py", **settings: Any
    ) -> "Iterator[tuple[Workbench, Path]]":
        with (
            _telling_of(chat),
            chat.serving() as url,
            shared.showing(name, source, url, settings, tmp_path) as showing,
        ):
            yield showing

    return edit


@pytest.fixture
def editing_alone(code: VSCode, tmp_path: Path) -> Editing:
    """The same in a window of its own, under settings of the user's."""

    @contextmanager
    def edit(
        source: str, chat: ScriptedChat, *, name: str = "sample.py", **settings: Any
    ) -> "Iterator[tuple[Workbench, Path]]":
        folder = tmp_path / "project"
        folder.mkdir()
        path = folder / name
        path.write_text(source, encoding="utf-8")
        with _telling_of(chat), chat.serving() as url:
            own = {"ptLsp.endpoint.baseUrl": url, **settings}
            with code.opened(folder, {"ptLsp.server.command": ready_server.command()}, own) as window:
                window.open(path)
                yield window, path

    return edit


def asked(window: "Workbench", chat: ScriptedChat) -> Request:
    """The request for another explanation of what the cursor is in."""
    n_asked, again_s = len(chat.requests), 0.0
    window.run("PowerTokens: Explain")

    def is_asked() -> bool:
        nonlocal again_s
        if len(chat.requests) > n_asked:
            return True
        page = AnswerPage(window)
        # What was explained before is shown again; who asks a server once more then gets another one. There
        # is none at all where it was ended meanwhile, to be started with other settings.
        is_over = "Remembered from" in page.text() or page.note() == "There is no answer."
        if is_over and time.monotonic() >= again_s:
            again_s = time.monotonic() + AGAIN_S
            window.run("PowerTokens: Explain")
        return False

    window.wait_until("a request", is_asked)
    return chat.requests[-1]
