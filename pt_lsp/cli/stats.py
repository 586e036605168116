"""`pt-lsp stats`: what was counted on this machine."""

from collections.abc import Callable, Mapping

from rich.table import Column, Table

from pt_lsp.cli.output import say, styled_console, write_json
from pt_lsp.store.counts import Cost, Counts, Subject, summed
from pt_lsp.store.figures import BASIS, amount, by_language, by_purpose, figures, share
from pt_lsp.store.statistics import Statistics, statistics_path

_Show = Callable[[Counts], str]


def print_statistics(*, as_json: bool = False) -> int:
    """Exit code."""
    counts = Statistics(statistics_path()).by_subject()
    if as_json:
        write_json(figures(counts))
    elif counts:
        _print(counts)
    else:
        say("Nothing has been asked yet.")
    return 0


def _print(counts: Mapping[Subject, Counts]) -> None:
    console = styled_console()
    total = summed(counts.values())
    columns = dict(_COLUMNS)
    if len(total.costs) == 1:  # a second currency leaves no room; the notes tell what was spent in each
        columns[total.costs[0].currency] = _cost
    console.print(_table("for", {**by_purpose(counts), "all": total}, columns))
    console.print()
    del columns["reused"]  # counted in all only
    console.print(_table("language", by_language(counts), columns))
    console.print()
    for line in _notes(total):
        console.print(line, style="dim")


def _table(title: str, groups: Mapping[str, Counts], columns: Mapping[str, _Show]) -> Table:
    heads = (Column(name, justify="right", no_wrap=True) for name in columns)
    table = Table(Column(title, no_wrap=True), *heads, box=None, header_style="bold", padding=(0, 1, 0, 0))
    for name, counts in groups.items():
        table.add_row(name, *(show(counts) for show in columns.values()))
    return table


def _notes(total: Counts) -> list[str]:
    notes = [
        "kept, 5 min: characters of accepted completions that stood 30 s and 5 min later.",
        "in, cached (part of in), out: tokens.",
    ]
    if total.foreseen_characters:
        notes.append(f"{total.foreseen_characters} more characters were typed as foreseen, or word by word.")
    if total.estimated:
        notes.append(f"Tokens of {total.estimated} requests are estimated: the endpoint did not report them.")
    notes += [
        f"{cost.currency} {_money(cost)}: {cost.n_requests} of {total.asked} requests, {BASIS}."
        for cost in total.costs
    ]
    notes.append("Counted on this machine only.")
    return notes


def _percent(part: int, whole: int) -> str:
    kept = share(part, whole)
    return "-" if kept is None else f"{kept:.0%}"


def _number(n: int) -> str:
    """Short enough for a column: 9999, 23k, 4.6M."""
    if n < 10_000:  # noqa: PLR2004 - four digits still read well
        return str(n)
    return f"{n / 1000:.0f}k" if n < 999_500 else f"{n / 1_000_000:.1f}M"  # noqa: PLR2004 - 1000k is 1.0M


def _cost(counts: Counts) -> str:
    return _money(counts.costs[0]) if counts.costs else "-"


def _money(cost: Cost) -> str:
    paid = amount(cost)
    return f"{paid:.2f}" if paid >= 1 else f"{paid:.4f}"


_COLUMNS: dict[str, _Show] = {
    "asked": lambda counts: _number(counts.asked),
    "reused": lambda counts: _number(counts.reused),
    "shown": lambda counts: _number(counts.shown),
    "accepted": lambda counts: _number(counts.accepted),
    "kept": lambda counts: _percent(counts.kept_characters_30s, counts.characters_30s),
    "5 min": lambda counts: _percent(counts.kept_characters_5min, counts.characters_5min),
    "in": lambda counts: _number(counts.prompt_tokens),
    "cached": lambda counts: _number(counts.cached_tokens),
    "out": lambda counts: _number(counts.completion_tokens),
}
