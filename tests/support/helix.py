"""A real Helix that knows of our server from its configuration alone: keys in, its screen and files out.

It stands for editors without a companion. Refuses to know what our server does.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support import ready_server, tmux

HELIX = Path(__file__).parents[2] / ".cache" / "helix" / "hx"
POLL_S = 0.05
PATIENCE_S = 3.0
"""For a menu to come up."""
TIMEOUT_S = 60.0  # of a busy machine
PREFIX = "PowerTokens: "

LANGUAGES = """\
[language-server.pt-lsp]
command = {command}
args = {arguments}
config = {settings}

[[language]]
name = "python"
language-servers = ["pt-lsp"]
auto-format = false
"""
EDITOR = '[editor]\ntrue-color = true\n[editor.statusline]\nleft = ["mode", "spinner", "file-name"]\n'


def what_lacks() -> str | None:
    """What keeps tests with the marker `helix` from running here, as one clause; None if nothing."""
    if not HELIX.exists():
        return "no Helix (`make setup` fetches it where apt is)"
    return tmux.what_lacks()


class Helix:
    """A running Helix with one file. Made by `helix`."""

    def __init__(self, terminal: tmux.Tmux, path: Path) -> None:
        self.strike = terminal.strike
        self.screen = terminal.screen
        self._path = path

    def shows(self, part: str) -> None:
        """Wait until that stands on the screen."""
        self._wait(f"the screen shows {part!r}", lambda: part in self.screen().replace(tmux.CURSOR, ""))

    def command(
        self, name: str, argument: Mapping[str, Any], shown: str, is_heard: Callable[[], object]
    ) -> None:
        """Have the server carry out a command, and wait until what comes of it stands on the screen.

        `is_heard` tells that it is at it: what is not was missed, and is told again.
        """
        asked_s = 0.0

        def is_shown() -> bool:
            nonlocal asked_s
            screen = self.screen()
            # A server that is not ready is none that knows the command.
            if not is_heard() and time.monotonic() > asked_s + PATIENCE_S:
                self.strike(":", f"lsp-workspace-command {name} {json.dumps(argument)}", "Enter")
                asked_s = time.monotonic()
            return shown in screen

        self._wait(f"the screen shows {shown!r}", is_shown)

    def choose(self, title: str) -> None:
        """Take that entry of the menu of code actions."""
        rows: list[str] = []
        asked_s = 0.0

        def is_open() -> bool:
            nonlocal asked_s
            rows[:] = [row for row in self.screen().split("\n") if PREFIX in row]
            if not rows and time.monotonic() > asked_s + PATIENCE_S:
                # A server that is not ready offers nothing, and the menu does not come up. No Escape goes
                # before a key here: a terminal takes the two for one.
                self.strike(" ", "a")
                asked_s = time.monotonic()
            return any(PREFIX + title in row for row in rows)

        self._wait(f"the menu has {title}", is_open)
        number = next(number for number, row in enumerate(rows) if PREFIX + title in row)
        self.strike(*["Tab"] * number, "Enter")  # the first is chosen when the menu comes up

    def saved(self) -> str:
        """What the file holds; nothing for the moment in which another takes its place."""
        try:
            return self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def reads(self, text: str) -> None:
        """Wait until the file reads so once it is saved."""

        def is_so() -> bool:
            self.strike(":", "write", "Enter")
            return self.saved() == text

        self._wait(f"the file reads\n{text}", is_so)

    def _wait(self, what: str, look: Callable[[], bool]) -> None:
        deadline = time.monotonic() + TIMEOUT_S
        while not look():
            shown = f"--- screen\n{self.screen()}\n--- file\n{self.saved()}"
            assert time.monotonic() < deadline, f"never: {what}\n{shown}"
            time.sleep(POLL_S)  # between two looks, never instead of one


@contextmanager
def helix(folder: Path, source: str, settings: Mapping[str, Any]) -> Iterator[Helix]:
    """A Helix in which a file with `source` is open and served, with the cursor at its start."""
    config = folder / "config" / "helix"
    config.mkdir(parents=True)
    command, *arguments = ready_server.command()
    languages = LANGUAGES.format(
        command=json.dumps(command), arguments=json.dumps(arguments), settings=_as_toml(settings)
    )
    (config / "languages.toml").write_text(languages, encoding="utf-8")
    (config / "config.toml").write_text(EDITOR, encoding="utf-8")
    path = folder / "sample.py"
    path.write_text(source, encoding="utf-8")
    (folder / ".git").mkdir()  # it takes the folder for a project
    environment = [f"XDG_CONFIG_HOME={folder / 'config'}", f"HOME={folder}", "TERM=xterm-256color"]
    with tempfile.TemporaryDirectory(prefix="pt-tty-") as sockets:
        program = ["/usr/bin/env", *environment, str(HELIX), str(path)]
        with tmux.running(program, 120, 40, socket=f"{sockets}/tmux") as terminal:
            editor = Helix(terminal, path)
            editor.shows("sample.py")
            yield editor


def _as_toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_as_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_as_toml, value)) + "]"
    return json.dumps(value)
