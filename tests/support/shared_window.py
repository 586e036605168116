"""One window of VS Code for many tests: what a test leaves in it is gone before the next one begins.

To load a window takes ten times as long as what most tests do in it. The next test gets a file, settings and
a server of its own; what the extension itself remembers goes with the server and with the closed file. A test
that is about starting, trust, folders or the user's own settings opens a window of its own with
`VSCode.opened`. After a failure the window is not used again.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support import ready_server
from tests.support.vscode import CLEAR_KEY, VSCode, traced

if TYPE_CHECKING:
    from tests.support.workbench import Workbench


class SharedWindow:
    """A window on a folder. Nothing else may be done with its VS Code while a test uses it."""

    def __init__(self, code: VSCode, folder: Path) -> None:
        self._code = code
        self._folder = folder
        self._window: Workbench | None = None

    @contextmanager
    def showing(
        self, name: str, source: str, url: str, settings: Mapping[str, Any], own_folder: Path
    ) -> "Iterator[tuple[Workbench, Path]]":
        """The window in which only a file with that name is open and served, by a server that asks at `url`.

        A picture of it, if the test fails, is in the folder for what is the test's own. The settings are the
        machine's: VS Code does not see it when the user's are written from outside.
        """
        environment = ["/usr/bin/env", f"PT_LSP_BASE_URL={url}"]
        server, pid_file = traced(own_folder, [*environment, *ready_server.command()])
        machine = {**server, **settings}
        path = self._folder / name
        try:
            if self._window is None:
                self._fill(path, source)
                opening = self._code.opened(self._folder, machine, {})
                self._window = self._code.kept.enter_context(opening)
                self._code.kept.callback(self._forget)
            else:
                self._clear(self._window)
                self._set(self._window, machine, pid_file)
                self._fill(path, source)
            window = self._window
            window.open(path)
            yield window, path
        except BaseException as error:
            if self._window:
                picture = own_folder / "window.png"
                self._window.screenshot(picture)
                error.add_note(f"What the window showed: {picture}")
            self._code.kept.close()
            raise

    def _forget(self) -> None:
        self._window = None

    def _clear(self, window: "Workbench") -> None:
        """Close all files and messages."""
        tabs = window.page.locator(".tab")

        def is_clear() -> bool:
            # A page that has lost the keyboard, to a frame or a menu, may miss a key.
            window.press("Escape", CLEAR_KEY)
            return not tabs.count() and not window.messages()

        window.wait_until("nothing is open", is_clear)

    def _set(self, window: "Workbench", machine: Mapping[str, Any], pid_file: Path) -> None:
        """Have these settings count, and a server that was started under them."""
        self._code.machine_settings.write_text(json.dumps(machine), encoding="utf-8")
        window.wait_until("another server", pid_file.exists)
        window.wait_for_status("ready")

    def _fill(self, path: Path, source: str) -> None:
        """Have that file in the folder, and nothing else; no server knows what was edited before."""
        shutil.rmtree(self._code.home / ".local" / "state" / "pt-lsp" / "originals", ignore_errors=True)
        for left in self._folder.iterdir():
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()
        path.write_text(source, encoding="utf-8")
