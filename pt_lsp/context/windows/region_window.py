"""The window on the file around a region, for an edit or an explanation."""

from dataclasses import dataclass

from pt_lsp.context.background import Background, Shares
from pt_lsp.context.budget import before_region
from pt_lsp.context.paths import label_of
from pt_lsp.context.windows.excerpt import excerpt_after, excerpt_before
from pt_lsp.documents.lines import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.uris import path_or_uri
from pt_lsp.syntax.definitions import enclosing_definition

_LONGEST_HEAD = 500


@dataclass(frozen=True, slots=True)
class RegionWindow:
    r"""A region and the whole lines around it, with `\n` line ends."""

    before: str
    region: str
    after: str
    path: str
    language_id: str


def region_window(
    snapshot: Snapshot, region: Span, budget_characters: int, *, path: str = ""
) -> RegionWindow:
    """The whole region, and what fits into the rest of the budget before and after it.

    Of the definition around it at least the head is shown.
    """
    text = snapshot.text
    budget = max(budget_characters - len(region), 0)
    before = excerpt_before(text, region.start, before_region(budget))
    head = _head_of_definition(snapshot, region, before.start)
    after = excerpt_after(text, region.end, max(budget - len(before) - len(head), 0))
    return RegionWindow(
        plain(head + text.slice(before)),
        plain(text.slice(region)),
        plain(text.slice(after)),
        path or label_of(path_or_uri(snapshot.uri)),
        snapshot.language_id,
    )


def region_shares(n_characters: int, window: RegionWindow, background: Background) -> Shares:
    """Where the text of a prompt of so many characters comes from."""
    around = len(window.before) + len(window.after)
    shown = (*background.shares(), ("file", around), ("region", len(window.region)))
    return (("rules", n_characters - sum(n for _, n in shown)), *shown)


def _head_of_definition(snapshot: Snapshot, region: Span, shown_from: int) -> str:
    """The first line of the definition around a region when it is above all that is shown; else nothing."""
    if region.start == 0 or shown_from == 0:
        return ""
    around = enclosing_definition(snapshot.text, snapshot.language_id, Span(region.start - 1, region.end))
    if around is None or around.start >= shown_from:
        return ""
    head = snapshot.text.line(snapshot.text.line_at(around.start))
    return (head if len(head) <= _LONGEST_HEAD else head[:_LONGEST_HEAD] + "\n") + "...\n"
