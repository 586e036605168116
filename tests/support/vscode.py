"""Starts the real VS Code, its web build, and opens folders of it in headless Chromium.

Refuses to know what our extension does, and to download anything: tests/editors/install_vscode.sh does that.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tests.support.vscode_install import ENTRY, NODE, extension

if TYPE_CHECKING:
    # Imported when a test runs: what collects the tests need not have what drives a browser.
    from tests.support.workbench import Workbench

START_TIMEOUT_S = 60
SERVER = [sys.executable, "-m", "pt_lsp"]

QUIET_SETTINGS: dict[str, Any] = {
    "chat.disableAIFeatures": True,
    "extensions.autoUpdate": False,
    "extensions.ignoreRecommendations": True,
    "files.autoSave": "off",
    "git.enabled": False,
    "js/ts.tsserver.automaticTypeAcquisition.enabled": False,
    "remote.autoForwardPorts": False,
    "security.workspace.trust.enabled": False,
    "telemetry.telemetryLevel": "off",
    "update.mode": "none",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
    "editor.minimap.enabled": False,
    "editor.cursorBlinking": "solid",
    "workbench.editor.restoreViewState": False,
    "workbench.reduceMotion": "on",
    "editor.renderWhitespace": "none",
    "editor.wordBasedSuggestions": "off",
    "editor.quickSuggestions": {"other": "off", "comments": "off", "strings": "off"},
}
CLEAR_KEY = "Control+Alt+Shift+F12"
CLEARING = (
    *("workbench.action.closeQuickOpen", "workbench.action.files.saveFiles"),
    *("workbench.action.closeAllGroups", "notifications.clearAll"),
)
OWN_KEYS = [{"key": "ctrl+alt+shift+f12", "command": "runCommands", "args": {"commands": list(CLEARING)}}]
CHROMIUM_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


class VSCode:
    """A running VS Code server with our extension, and the browser with its windows. Made by `served`."""

    def __init__(self, url: str, data: Path, environment: Mapping[str, str]) -> None:
        self.environment = environment
        """What the server's processes run in."""
        self.home = Path(environment["HOME"])
        """What the server takes for the user's home."""
        self.kept = ExitStack()
        """Closes the window that is kept open between tests, if there is one."""
        self._url = url
        self._data = data
        self._browser: Any = None
        self._browsing = ExitStack()

    def close_browser(self) -> None:
        """Close all windows; the next one has another browser.

        The browser's event loop runs in this thread: no test may run another one while there is a browser.
        """
        self.kept.close()
        self._browsing.close()
        self._browser = None

    def _browse(self) -> None:
        from playwright.sync_api import sync_playwright

        playwright = self._browsing.enter_context(sync_playwright())
        self._browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS
        )
        self._browsing.callback(self._browser.close)

    @contextmanager
    def opened(
        self, folder: Path, machine: Mapping[str, Any], settings: Mapping[str, Any]
    ) -> "Iterator[Workbench]":
        """The only window, on a folder or a `.code-workspace`, under these settings of machine and user."""
        from tests.support.workbench import TIMEOUT_S, Workbench

        # All windows follow the same files with settings, and would start the same servers.
        self.kept.close()
        # VS Code rewrites its settings now and then: each window starts from fresh files. With a server, it
        # takes settings of machine scope from the server's own file only. What a failed test has not saved is
        # to stay away.
        shutil.rmtree(self._data / "User" / "Backups", ignore_errors=True)
        self.set_for_user(settings)
        self.machine_settings.write_text(json.dumps(machine), encoding="utf-8")
        if self._browser is None:
            self._browse()
        context = self._browser.new_context(viewport={"width": 1200, "height": 800})
        page = context.new_page()
        page.set_default_timeout(TIMEOUT_S * 1000)
        try:
            kind = "workspace" if folder.suffix == ".code-workspace" else "folder"
            page.goto(f"{self._url}/?{kind}={folder}")
            window = Workbench(page)
            window.come_up()
            yield window
        except BaseException as error:
            picture = folder.with_suffix(".png")
            page.screenshot(path=picture)
            error.add_note(f"What the window showed: {picture}")
            raise
        finally:
            context.close()

    @property
    def user_settings(self) -> Path:
        """The user's settings.json."""
        return self._data / "User" / "settings.json"

    def set_for_user(self, settings: Mapping[str, Any]) -> None:
        """Have these be the user's settings, beside those that keep VS Code quiet."""
        self.user_settings.write_text(json.dumps({**QUIET_SETTINGS, **settings}), encoding="utf-8")

    @property
    def machine_settings(self) -> Path:
        """The settings.json of this machine, for settings of machine scope."""
        return self._data / "Machine" / "settings.json"

    def written(self) -> Iterator[tuple[Path, bytes]]:
        """All files that VS Code has for its user; it goes on to write some, and to take others away."""
        for folder, _, names in os.walk(self._data):
            for path in (Path(folder) / name for name in names):
                with suppress(FileNotFoundError):
                    if path.is_file():
                        yield path, path.read_bytes()


@contextmanager
def served(
    folder: Path, environment: Mapping[str, str] | None = None, *, others: Sequence[Path] = ()
) -> Iterator[VSCode]:
    """VS Code with our extension and of what a user might have the `others`, packed; without a window."""
    home, data, extensions = folder / "home", folder / "data", folder / "extensions"
    for each in (home, data / "User", data / "Machine", extensions):
        each.mkdir(parents=True)
    (data / "User" / "keybindings.json").write_text(json.dumps(OWN_KEYS), encoding="utf-8")
    config = folder / "config.yaml"
    config.write_text("auth: none\n", encoding="utf-8")
    command = [NODE.read_text(encoding="utf-8").strip(), str(ENTRY), "--config", str(config)]
    command += ["--user-data-dir", str(data), "--extensions-dir", str(extensions)]
    env = {**_own_environment(home), **(environment or {})}
    for packed in (extension(), *others):
        install = [*command, "--install-extension", str(packed), "--force"]
        subprocess.run(install, env=env, check=True, capture_output=True, timeout=START_TIMEOUT_S)
    quiet = ("--disable-telemetry", "--disable-update-check", "--disable-getting-started-override")
    serve = [*command, "--auth", "none", "--bind-addr", "127.0.0.1:0", *quiet]
    serve += ["--reconnection-grace-time", "1"]
    log = folder / "code-server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(serve, env=env, stdout=out, stderr=out, start_new_session=True)
    try:
        with log.open(encoding="utf-8") as lines:
            running = VSCode(_url_in(lines, process), data, env)
        try:
            yield running
        finally:
            running.close_browser()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(START_TIMEOUT_S)


def traced(folder: Path, server: Sequence[str] = SERVER) -> tuple[dict[str, Any], Path]:
    """Settings of the machine under which the server leaves its process id in a file, and the file."""
    pid_file, command = folder / "pid", folder / "server.sh"
    command.write_text(f"#!/bin/sh\necho $$ > {pid_file}\nexec {' '.join(server)}\n", encoding="utf-8")
    command.chmod(0o755)
    endpoint = {"ptLsp.endpoint.baseUrl": "http://127.0.0.1:9/v1"}
    return {"ptLsp.server.command": [str(command)], **endpoint}, pid_file


def _own_environment(home: Path) -> dict[str, str]:
    """Ours without what the user has, so that neither his key nor his settings are seen."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XDG_", "PT_LSP_", "COVERAGE_"))
    }
    kept.pop("POWERTOKENS_API_KEY", None)
    own = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    return kept | own | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}


def _url_in(lines: IO[str], process: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + START_TIMEOUT_S
    seen = ""
    while time.monotonic() < deadline and process.poll() is None:
        seen += lines.read()
        if match := re.search(r"listening on (http://\S+?)/?$", seen, re.MULTILINE):
            return match[1]
        time.sleep(0.05)  # between two looks, never instead of one
    raise AssertionError(f"VS Code did not start: {seen}")
