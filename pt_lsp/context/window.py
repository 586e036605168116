"""The windows on one file: around the cursor for a completion, around a region for an edit or an explanation.

Refuses to know how a prompt words them.
"""

from dataclasses import dataclass

from pt_lsp.context.background import Background, Shares
from pt_lsp.context.excerpt import excerpt_after, excerpt_before, plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.syntax.definitions import enclosing_definition

_SUFFIX_CHARACTERS = 1500
_SUFFIX_SHARE = 0.08
_LEAST_SUFFIX_CHARACTERS = 500
_FIRST_SUFFIX_SHARE = 0.25
_BEFORE_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Window:
    r"""What a completion may see of its file, with `\n` line ends; `path` is a label, not a place on disk."""

    prefix: str
    suffix: str
    path: str
    language_id: str


@dataclass(frozen=True, slots=True)
class RegionWindow:
    r"""A region and the whole lines around it, with `\n` line ends."""

    before: str
    region: str
    after: str
    path: str
    language_id: str


def completion_window(
    snapshot: Snapshot, offset: int, budget_characters: int, *, is_suffix_first: bool = False
) -> Window:
    """What fits into the budget around the cursor.

    A suffix that follows the prefix in the prompt ends the part that stays the same from key to key, so it is
    kept short; where it goes first it may be longer.
    """
    budget = budget_characters
    if is_suffix_first:
        limit = int(budget * _FIRST_SUFFIX_SHARE)
    else:
        share = int(min(budget, offset) * _SUFFIX_SHARE)
        limit = max(min(share, _SUFFIX_CHARACTERS), _LEAST_SUFFIX_CHARACTERS)
    after = excerpt_after(snapshot.text, offset, limit)
    before = excerpt_before(snapshot.text, offset, max(budget - len(after), 0))
    return Window(
        plain(snapshot.text.slice(before)),
        plain(snapshot.text.slice(after)),
        path_label(snapshot),
        snapshot.language_id,
    )


def region_window(snapshot: Snapshot, region: Span, budget_characters: int) -> RegionWindow:
    """The whole region, and what fits into the rest of the budget before and after it.

    Of the definition around it at least the head is shown.
    """
    text = snapshot.text
    budget = max(budget_characters - len(region), 0)
    before = excerpt_before(text, region.start, int(budget * _BEFORE_SHARE))
    head = _head_of_definition(snapshot, region, before.start)
    after = excerpt_after(text, region.end, max(budget - len(before) - len(head), 0))
    return RegionWindow(
        plain(head + text.slice(before)),
        plain(text.slice(region)),
        plain(text.slice(after)),
        path_label(snapshot),
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
    return snapshot.text.line(snapshot.text.line_at(around.start)) + "...\n"


def path_label(snapshot: Snapshot) -> str:
    """The file's name and its folder's: a model needs no more, and a home folder is nobody's business."""
    path = snapshot.path
    if path is None:
        return snapshot.uri.rpartition(":")[2].rpartition("/")[2] or "untitled"
    return "/".join(path.parts[-2:]) if len(path.parts) > 2 else path.name  # noqa: PLR2004 - root, folder, name
