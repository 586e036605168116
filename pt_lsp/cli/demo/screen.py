"""What the demo prints: panels that grow in place on a terminal, the same as plain text elsewhere."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import RenderableType
from rich.live import Live
from rich.markdown import Markdown
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from pt_lsp.cli.diff_view import coloured_diff
from pt_lsp.cli.output import styled_console
from pt_lsp.documents.visibility import visible_line, visible_text

_PLAIN_WIDTH = 80
_WIDEST = 100
_LINES_BEFORE, _LINES_AFTER = 20, 8


class Screen:
    """Prints to stdout; without a terminal 80 columns wide and without colour."""

    def __init__(self) -> None:
        console = styled_console()
        width = min(console.width, _WIDEST) if console.is_terminal else _PLAIN_WIDTH
        self._console = styled_console(width=width)

    def heading(self, title: str) -> None:
        """Print the title of a step."""
        self._console.print()
        self._console.print(Rule(Text(visible_text(title), style="bold"), align="left"))

    def say(self, sentence: str, style: str = "") -> None:
        """Print a sentence."""
        self._console.print(Text(visible_text(sentence), style=style))

    def name_file(self, what: str, path: Path) -> None:
        """Print where a file is, on one line however long, so that it can be copied."""
        self._console.print(Text(visible_line(f"{what}: {path}")), soft_wrap=True)

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        """Shows that something is going on, for as long as the context lasts."""
        if self._console.is_terminal:
            with self._console.status(what):
                yield
        else:
            self.say(f"{what} ...")
            yield

    def ghost(self, name: str, before: str, suggestion: str, after: str) -> None:
        """Print the code with the suggestion in its place: dim on a terminal, else between « and »."""
        opening, closing = ("", "") if self._console.is_terminal else ("«", "»")
        code = Text(visible_text("".join(before.splitlines(keepends=True)[-_LINES_BEFORE:])))
        code.append(visible_text(opening + suggestion + closing), style="dim italic")
        code.append(visible_text("".join(after.splitlines(keepends=True)[:_LINES_AFTER]).rstrip("\n")))
        self._console.print(_panel(code, name))

    @contextmanager
    def growing_diff(self, name: str, old: str) -> Iterator[Callable[[str], None]]:
        """A function to call with each newer text: the panel shows how it differs from `old`."""
        with self._growing(name) as show:
            show(coloured_diff(old, old))
            yield lambda new: show(coloured_diff(old, new))

    @contextmanager
    def growing_markdown(self, name: str) -> Iterator[Callable[[str], None]]:
        """A function to call with each longer text: the panel shows it as Markdown."""
        with self._growing(name) as show:
            # A link shows where it leads.
            yield lambda markdown: show(Markdown(visible_text(markdown), hyperlinks=False))

    def figures(self, rows: Iterable[tuple[str, str]]) -> None:
        """Print the figures."""
        table = Table.grid(padding=(0, 3))
        for name, value in rows:
            table.add_row(name, Text(value, style="bold"))
        self._console.print(table)

    @contextmanager
    def _growing(self, name: str) -> Iterator[Callable[[RenderableType], None]]:
        if self._console.is_terminal:
            with Live(console=self._console, auto_refresh=False) as live:
                yield lambda body: live.update(_panel(body, name), refresh=True)
            return
        newest: list[RenderableType] = [""]
        yield lambda body: newest.__setitem__(0, body)
        self._console.print(_panel(newest[0], name))


def _panel(body: RenderableType, name: str) -> Panel:
    # A title that is no `Text` would be read as rich's markup.
    return Panel(body, title=Text(visible_line(name)), title_align="left")
