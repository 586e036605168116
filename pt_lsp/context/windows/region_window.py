"""The window on the file around a region, for an edit or an explanation."""

from dataclasses import dataclass

from pt_lsp.context.background import Background, Shares
from pt_lsp.context.budget import before_region, for_landmarks
from pt_lsp.context.paths import label_of
from pt_lsp.context.windows.excerpt import excerpt_after, excerpt_before, last_whole
from pt_lsp.context.windows.landmarks import landmarks
from pt_lsp.context.windows.near_suffix import MARK_ROOM, mark_after
from pt_lsp.documents.lines import end_of_line, plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import path_or_uri
from pt_lsp.syntax.parsing import MAX_CHARS


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

    Where lines are left out, a cut mark stands for them, below what tells where the rest is in the file.
    """
    text, language_id = snapshot.text, snapshot.language_id
    budget = max(budget_characters - len(region), 0)
    above, before = _before(text, language_id, region, before_region(budget))
    after, mark = _after(text, language_id, region.end, max(budget - len(above) - len(before), 0))
    return RegionWindow(
        above + plain(text.slice(before)),
        plain(text.slice(region)),
        plain(text.slice(after)) + mark,
        path or label_of(path_or_uri(snapshot.uri)),
        language_id,
    )


def region_shares(n_characters: int, window: RegionWindow, background: Background) -> Shares:
    """Where the text of a prompt of so many characters comes from."""
    around = len(window.before) + len(window.after)
    shown = (*background.shares(), ("file", around), ("region", len(window.region)))
    return (("rules", n_characters - sum(n for _, n in shown)), *shown)


def _before(text: Text, language_id: str, region: Span, limit: int) -> tuple[str, Span]:
    """What is shown before the region: landmarks, and the lines next to it."""
    offset = region.start
    if offset <= limit:
        return "", Span(0, offset)
    n_above = for_landmarks(limit)
    before = excerpt_before(text, offset, limit - n_above)
    if text.line_start(text.line_at(before.start)) != before.start:
        return "", before  # a line too long for all of it
    seen = Span(before.start, region.end)
    return landmarks(text, language_id, seen, n_above, most_parsed=MAX_CHARS).shown, before


def _after(text: Text, language_id: str, offset: int, limit: int) -> tuple[Span, str]:
    """What is shown after the region, and the mark at its end."""
    if len(text) - offset <= limit:
        return Span(offset, len(text)), ""
    after = excerpt_after(text, offset, max(limit - MARK_ROOM, 0))
    first, last = text.line_at(offset), text.line_at(after.end)
    if limit < MARK_ROOM or after.end != end_of_line(text, last):
        return after, ""
    end = end_of_line(text, last_whole(text, first + 1, last)) if last > first else after.end
    return Span(offset, end), mark_after(text, end, language_id)
