"""The one door to standard output and error: what others wrote is printed so that no terminal obeys it.

Refuses to change a model's answer on its way into a file or a pipe: a program reads it there.
"""

import contextlib
import io
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from pt_lsp.documents.visibility import visible_line, visible_text

if TYPE_CHECKING:
    from rich.console import Console


def show_marks_for_unknown_characters() -> None:
    """Print a mark in the place of each that the terminal lacks; no command fails for one."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(sentence: str) -> None:
    """Print one line on stdout."""
    print(visible_line(sentence))


def complain(sentence: str) -> None:
    """Print one line on stderr; where that is closed or full there is nobody to tell."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(visible_line(sentence), file=sys.stderr, flush=True)


def write_json(content: object) -> None:
    """Print it on stdout, in ASCII."""
    print(json.dumps(content, indent=2))


def write_answer(text: str) -> None:
    """Write a part of the model's answer to stdout as it comes: as it is, unless a terminal is there."""
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    print(visible_text(text) if is_terminal else text, end="", flush=True)


def finish_output() -> None:
    """Have all that was printed reach its reader; raises OSError where it cannot."""
    print(end="", flush=True)


def drop_output() -> None:
    """Forget what cannot be printed; Python would complain once more on closing stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def styled_console(**options: Any) -> "Console":
    """A console of rich's, through the same door."""
    from pt_lsp.cli.console import VisibleConsole

    return VisibleConsole(highlight=False, markup=False, emoji=False, **options)
