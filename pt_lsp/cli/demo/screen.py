"""What the demo prints: panels that grow in place on a terminal, the same as plain text elsewhere."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console, RenderableType
from rich.live import Live
from rich.markdown import Markdown
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from pt_lsp.cli.diff_view import coloured_diff

_PLAIN_WIDTH = 80
_WIDEST = 100
_LINES_BEFORE, _LINES_AFTER = 20, 8


class Screen:
    """Prints to stdout; without a terminal 80 columns wide and without colour."""

    def __init__(self) -> None:
        console = Console()
        width = min(console.width, _WIDEST) if console.is_terminal else _PLAIN_WIDTH
        self._console = Console(width=width, highlight=False)

    def heading(self, title: str) -> None:
        """Print the title of a step."""
        self._console.print()
        self._console.print(Rule(Text(title, style="bold"), align="left"))

    def say(self, sentence: str, style: str = "") -> None:
        """Print a sentence."""
        self._console.print(Text(sentence, style=style))

    def name_file(self, what: str, path: Path) -> None:
        """Print where a file is, on one line however long, so that it can be copied."""
        self._console.print(Text(f"{what}: {path}"), soft_wrap=True)

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
        code = Text("".join(before.splitlines(keepends=True)[-_LINES_BEFORE:]))
        code.append(opening + suggestion + closing, style="dim italic")
        code.append("".join(after.splitlines(keepends=True)[:_LINES_AFTER]).rstrip("\n"))
        self._console.print(Panel(code, title=name, title_align="left"))

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
            yield lambda markdown: show(Markdown(markdown))

    def figures(self, rows: Iterable[tuple[str, str]]) -> None:
        """Print the figures."""
        table = Table.grid(padding=(0, 3))
        for name, value in rows:
            table.add_row(name, Text(value, style="bold"))
        self._console.print(table)

    @contextmanager
    def _growing(self, name: str) -> Iterator[Callable[[RenderableType], None]]:
        def panel(body: RenderableType) -> Panel:
            return Panel(body, title=name, title_align="left")

        if self._console.is_terminal:
            with Live(console=self._console, auto_refresh=False) as live:
                yield lambda body: live.update(panel(body), refresh=True)
            return
        newest: list[RenderableType] = [""]
        yield lambda body: newest.__setitem__(0, body)
        self._console.print(panel(newest[0]))
