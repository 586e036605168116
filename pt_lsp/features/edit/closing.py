"""Puts an answer right that closes what is closed below its region, or opens again what is open above it.

Only where one shorter answer is certain: the grammar says so, or where there is none the brackets do. Best
asked in a thread.
"""

from collections.abc import Iterator

from pt_lsp.documents.lines import plain
from pt_lsp.features.edit.region_format import RegionFormat
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.features.edit.syntax_check import PASSED, Verdict, can_judge, judge
from pt_lsp.replies.brackets import balance
from pt_lsp.replies.outer_lines import ends_twice, without_first_lines, without_last_lines


def put_right(request: EditRequest, place: RegionFormat, new: str) -> tuple[str, Verdict]:
    """The new text without lines that stand next to the region already, and what the grammar says of it."""
    verdict = judge(request, new)
    if request.shape == "inline":
        return new, verdict
    certain = {text for text in _shorter(request, place, new, verdict) if text is not None}
    return (certain.pop(), PASSED) if len(certain) == 1 else (new, verdict)


def _shorter(request: EditRequest, place: RegionFormat, new: str, verdict: Verdict) -> Iterator[str | None]:
    """The longest text without some first lines that is right for certain, and without some last ones."""
    lines, old = plain(new).split("\n"), place.original
    ends = [
        [place.text_of(kept) for kept in without_first_lines(lines, place.before, old)],
        [place.text_of(kept) for kept in without_last_lines(lines, old, place.after)],
    ]
    if verdict.n_added > 0 or ends_twice(lines, old, place.after):
        # Some grammars read an `end` too many as a name.
        for texts in ends:
            yield next((text for text in texts if judge(request, text).n_added <= 0), None)
    elif any(ends) and not can_judge(request, new) and _is_told_by_brackets(request, new, old):
        yield from (next(iter(texts), None) for texts in ends)


def _is_told_by_brackets(request: EditRequest, new: str, old: str) -> bool:
    """Whether new text closes or opens something else than the old one, where nothing else is open."""
    return balance(plain(new)) != balance(old) and balance(str(request.snapshot.text)) == ("", "")
