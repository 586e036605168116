"""One change that holds an edit of ours and what the user typed, told apart; knows no place and no state.

Some editors compare their text with what they have told last, from time to time, and tell one change. Where
that was typed at an edge of what we wrote, nothing else in the change shows that two have written it.
"""

from collections.abc import Sequence

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text

_MIN_CHARACTERS = 8
"""Shorter text than that somebody types by chance."""


def told_apart(change: Change, ours: Sequence[Change], base: Text, expected: Text) -> tuple[Change, ...]:
    """The steps of a change of `base`, last place first: ours and what was typed beside them; else itself.

    `ours` are in order and apart in `base`, and lead to `expected`.
    """
    n_written = sum(len(each.text.strip()) for each in ours)
    if not _MIN_CHARACTERS <= n_written < len(change.text):
        return (change,)
    # An editor that tells an edit in parts begins with the last one.
    if len(ours) > 1 and apply(base, ours[-1:]) == apply(base, (change,)):
        return (change,)
    start, end = min(change.span.start, ours[0].span.start), max(change.span.end, ours[-1].span.end)
    before, after = base.slice(Span(start, change.span.start)), base.slice(Span(change.span.end, end))
    span = Span(start, end + sum(each.delta for each in ours))
    typed = _typed(expected.slice(span), f"{before}{change.text}{after}", span)
    # It may have told of the new text, and not yet of the old one.
    old = "".join(base.slice(each.span) for each in ours)
    if not typed or any(old and each.text.strip() in old for each in typed):
        return (change,)
    return (*reversed(ours), *typed)


def _typed(due: str, stands: str, span: Span) -> tuple[Change, ...]:
    """What was typed to make `stands` of `due`, which is at `span`: around it, or at one place."""
    at = stands.find(due)
    if at < 0:
        typed = Change(span, stands).trimmed(due)
        return (typed,) if typed.span.is_empty else ()
    last, first = stands[at + len(due) :], stands[:at]
    around = Change(Span(span.end, span.end), last), Change(Span(span.start, span.start), first)
    return tuple(each for each in around if each.text)
