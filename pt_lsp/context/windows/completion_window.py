"""The window on the file around a cursor."""

from dataclasses import dataclass

from pt_lsp.context.budget import suffix_shares
from pt_lsp.context.paths import label_of
from pt_lsp.context.windows.excerpt_anchors import ExcerptAnchors, near_suffix
from pt_lsp.documents.lines import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.uris import path_or_uri

_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Window:
    r"""What a completion may see of its file, with `\n` line ends; `path` is a label, not a place on disk."""

    prefix: str
    suffix: str
    """What follows the cursor in the prompt too: exact."""
    path: str
    language_id: str
    later: str = ""
    """What comes further down; kept from some keys ago while it is nearly the same."""


def completion_window(
    snapshot: Snapshot,
    offset: int,
    budget_characters: int,
    *,
    is_suffix_first: bool = False,
    n_before: int = 0,
    anchors: ExcerptAnchors | None = None,
    path: str = "",
) -> Window:
    """What fits into the budget around the cursor; `n_before` characters stand before it in the prompt.

    A suffix that follows the prefix ends the part that stays the same from key to key, so it is kept short;
    where it goes first it may be longer. Sizes are stepped: a key must not move where the prefix starts.
    """
    text, uri, budget = snapshot.text, snapshot.uri, max(budget_characters, 0)
    anchors = anchors or ExcerptAnchors()
    n_prefix = min(offset, budget)
    most_near, most_later = suffix_shares(budget, is_suffix_first=is_suffix_first)
    n_near = 0 if is_suffix_first else anchors.near_limit(uri, n_before + n_prefix, most_near)
    near = near_suffix(text, offset, n_near, most_near)
    later = ""
    if is_suffix_first or anchors.wants_later(uri, n_prefix, most_later):
        later = anchors.later(uri, text, text.line_at(offset), near, most_later)
    left = max(budget - near.n_reserved - _in_quarters(len(later), most_later), 0)
    before = Span(anchors.prefix_start(uri, text, offset, left), offset)
    prefix, suffix = plain(text.slice(before)), plain(text.slice(near.span))
    return Window(prefix, suffix, path or label_of(path_or_uri(snapshot.uri)), snapshot.language_id, later)


def _in_quarters(n: int, most: int) -> int:
    """What is set aside for `n` characters: all of `most`, or some quarters of it."""
    quarter = max(most // _QUARTERS, 1)
    return min(-(-n // quarter) * quarter, most)
