"""`pt-lsp stats`: what was counted on this machine."""

from rich.console import Console
from rich.table import Column, Table

from pt_lsp.store.statistics import Counts, Statistics, statistics_path

_COLUMNS = {
    "asked": "asked",
    "reused": "reused",
    "shown": "shown",
    "accepted": "accepted",
    "kept": "kept",
    "prompt_tokens": "in",
    "cached_tokens": "cached",
    "completion_tokens": "out",
}


def print_statistics() -> int:
    """Exit code."""
    statistics = Statistics(statistics_path())
    by_purpose = statistics.by_purpose()
    if not by_purpose:
        print("Nothing has been asked yet.")
        return 0
    table = Table(Column(no_wrap=True), *_COLUMNS.values(), box=None)
    for purpose, counts in by_purpose.items():
        table.add_row(purpose, *_cells(counts))
    table.add_section()
    table.add_row("all", *_cells(statistics.total()))
    console = Console(highlight=False)
    console.print(table)
    console.print("in, cached (part of in), out: tokens. Counted on this machine only.", style="dim")
    return 0


def _cells(counts: Counts) -> list[str]:
    return [str(getattr(counts, name)) for name in _COLUMNS]
