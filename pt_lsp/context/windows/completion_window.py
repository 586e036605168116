"""The window on the file around a cursor."""

from dataclasses import dataclass

from pt_lsp.context.budget import before_cursor, first_suffix_share, for_landmarks, near_suffix_share
from pt_lsp.context.paths import label_of
from pt_lsp.context.windows.excerpt_anchors import ExcerptAnchors
from pt_lsp.context.windows.near_suffix import near_suffix
from pt_lsp.documents.lines import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.uris import path_or_uri


@dataclass(frozen=True, slots=True)
class Window:
    r"""What a completion may see of its file, with `\n` line ends; `path` is a label, not a place on disk."""

    prefix: str
    suffix: str
    """What stands next to the cursor: exact, as the prefix is."""
    path: str
    language_id: str
    above: str = ""
    """Whole lines before the prefix: landmarks and cut marks; kept from key to key."""
    cut_below: str = ""
    """A line end and a cut mark, where the file goes on after the suffix."""
    later: str = ""
    """Instead of what follows the cursor's line, where that is shown first; kept while nearly the same."""

    @property
    def before(self) -> str:
        """All that is shown before the cursor."""
        return self.above + self.prefix

    @property
    def after(self) -> str:
        """All that is shown after the cursor as one text with it."""
        return self.suffix + self.cut_below

    @property
    def whole(self) -> str:
        """All that is shown, in the order of the file."""
        return self.before + self.after + (f"\n{self.later}" if self.later else "")


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
    text, uri, language_id = snapshot.text, snapshot.uri, snapshot.language_id
    budget, anchors = max(budget_characters, 0), anchors or ExcerptAnchors()
    most_before = min(before_cursor(n_before + budget), budget)
    most_near, most_later = near_suffix_share(budget), first_suffix_share(budget)
    n_near = 0
    if not is_suffix_first:
        n_near = anchors.near_limit(uri, n_before + min(offset, most_before), most_near)
    near = near_suffix(text, offset, n_near, most_near, language_id)
    later = anchors.later(snapshot, text.line_at(offset), most_later) if is_suffix_first else ""
    left = budget - near.n_reserved - (most_later if is_suffix_first else 0)
    limit = max(min(left, most_before), 0)
    n_above = for_landmarks(limit)
    excerpt = Span(anchors.prefix_start(uri, text, offset, limit, n_above), offset)
    above = anchors.landmarks(snapshot, excerpt, n_above)
    return Window(
        plain(text.slice(excerpt)),
        plain(text.slice(near.span)),
        path or label_of(path_or_uri(uri)),
        language_id,
        above,
        near.cut_below,
        later,
    )
