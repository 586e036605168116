"""A program in a real terminal, tmux with a socket of its own: keys in, what stands on its screen out.

Refuses to know which program it is.
"""

import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

CURSOR = "<|>"

_CODES = re.compile(r"\x1b\[([0-9;]*)m")
_CODE = re.compile(r"[34]8;5;\d+|[34]8;2;\d+;\d+;\d+|\d+")
_NAMED_KEY = re.compile(
    r"(?:[CMS]-)+.|(?:[CMS]-)*(?:Escape|Enter|Tab|BTab|BSpace|Left|Right|Up|Down|Home|End)"
)


def what_lacks() -> str | None:
    """What keeps tests with the marker `terminal` from running here, as one clause; None if nothing."""
    return None if shutil.which("tmux") else "no tmux (`make setup` installs it where apt is)"


class Tmux:
    """A running terminal. Made by `running`."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command

    def strike(self, *keys: str) -> None:
        """Strike keys: text as it is, or names of tmux's (`Escape`, `BSpace`, `C-y`)."""
        for key in keys:
            self.run("send-keys", *([] if _NAMED_KEY.fullmatch(key) else ["-l"]), "--", key)

    def screen(self) -> str:
        """What stands on the screen, with the cursor's place, without blanks at the ends."""
        column, row, *_ = map(int, self.run("display-message", "-p", "#{cursor_x} #{cursor_y}").split())
        rows = self.run("capture-pane", "-p").split("\n")
        rows[row] = _with_cursor(rows[row], column)
        return "\n".join(line.rstrip() for line in rows).rstrip()

    def style_of(self, text: str) -> str:
        """How the first character of some text looks: colours and attributes, as a terminal's codes."""
        styled = _styled(self.run("capture-pane", "-e", "-p"))
        start = "".join(character for character, _ in styled).find(text)
        assert start >= 0, f"{text!r} is not in\n{self.screen()}"
        return styled[start][1]

    def end(self) -> None:
        """Hang up on the program; once more is once too often, but no harm."""
        with suppress(subprocess.CalledProcessError):
            self.run("kill-server")

    def run(self, *arguments: str) -> str:
        """What tmux answers to a command of its own."""
        return subprocess.run([*self._command, *arguments], check=True, capture_output=True, text=True).stdout


@contextmanager
def running(program: Sequence[str], columns: int, rows: int, socket: str) -> Iterator[Tmux]:
    """A terminal in which the program runs, with its socket at a path; both end with it."""
    terminal = Tmux(["tmux", "-S", socket, "-f", os.devnull])
    terminal.run("new-session", "-d", "-x", str(columns), "-y", str(rows), *program)
    try:
        yield terminal
    finally:
        terminal.end()


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _with_cursor(line: str, column: int) -> str:
    n_cells = 0
    for index, character in enumerate(line):
        if n_cells >= column and _width(character):
            return line[:index] + CURSOR + line[index:]
        n_cells += _width(character)
    return line + " " * (column - n_cells) + CURSOR


def _styled(screen: str) -> list[tuple[str, str]]:
    """What `capture-pane -e` says, as characters with the codes that are in force at each."""
    before, *pieces = _CODES.split(screen)
    styled = [(character, "") for character in before]
    in_force: dict[str, str] = {}
    for codes, text in zip(pieces[::2], pieces[1::2], strict=True):
        for code in _CODE.findall(codes) or ["0"]:
            in_force = _with_code(in_force, code)
        style = " ".join(sorted(in_force.values()))
        styled += [(character, style) for character in text]
    return styled


def _with_code(in_force: dict[str, str], code: str) -> dict[str, str]:
    """The newest colour counts, attributes add up; where one ends, tmux begins anew with 0."""
    number = int(code.split(";", maxsplit=1)[0])
    if number == 0:
        return {}
    kinds = {3: "foreground", 9: "foreground", 4: "background", 10: "background"}
    kind = kinds.get(number // 10, code)
    return {**in_force, kind: code}
