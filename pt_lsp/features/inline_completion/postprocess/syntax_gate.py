"""The last filter: what the grammar cannot read is not offered.

Parses a bounded excerpt around the cursor a few times, so that the price does not grow with the file.
A text that only stops early is no error: the person goes on from there.
"""

from collections.abc import Iterator

from pt_lsp.replies.brackets import unclosed
from pt_lsp.replies.indentation import leading_blanks
from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.replies.suffix_echo import replaced_length
from pt_lsp.syntax.parsing import QUICK_PARSE_S, count_errors
from pt_lsp.syntax.scope import excerpt

_MOST_PARTS = 4
_STAND_IN = "x"
_LOST = 20
"""Errors around the cursor: a long string in another language, a comment that is cut. Nine places of ten in
real code have less than nine."""
_UNJUDGED = frozenset({"css", "html", "json", "lua", "ruby", "shellscript"})
"""What stops early there lacks a word, a tag or a value, which no bracket tells of."""


def sound_part(text: str, place: InsertionPoint, *, least: str = "") -> str:
    """The longest part, in whole lines, that adds no new syntax error; never less than `least`.

    The text itself where no grammar can tell: none is known, or it cannot read what stands there.
    """
    if place.language_id in _UNJUDGED:
        return text
    before, after = excerpt(place.prefix, place.suffix)
    n_known = _fewest_errors("", before, after, place) if text else None
    if n_known is None or n_known >= _LOST:
        return text
    for part in _parts(text):
        if len(part) <= len(least):
            break
        n_errors = _fewest_errors(part, before, after[replaced_length(part, place) :], place, enough=n_known)
        if n_errors is None or n_errors <= n_known:
            return part
    return least


def _fewest_errors(
    part: str, before: str, after: str, place: InsertionPoint, *, enough: int = 0
) -> int | None:
    """The errors in the excerpt with the part as it is or as it may go on; None where no grammar can tell."""
    fewest: int | None = None
    for whole in _completed(part, place):
        n_errors = count_errors(f"{before}{whole}{after}", place.language_id, most_s=QUICK_PARSE_S)
        if n_errors is None or n_errors <= enough:
            return n_errors
        fewest = n_errors if fewest is None else min(fewest, n_errors)
    return fewest


def _completed(part: str, place: InsertionPoint) -> Iterator[str]:
    """The part as it is, then as it may go on: with its brackets closed, and with a word at its end."""
    yield part
    closers = unclosed(f"{place.line_prefix}{part}{place.line_rest[replaced_length(part, place) :]}")
    if closers:
        yield part + closers
    if part.rstrip()[-1:] not in {")", "]", "}", ";"}:
        yield f"{part}{_blanks_after(part, place)}{_STAND_IN}{closers}"
    if part[-1:].isalnum() or closers:
        # What is being defined still lacks its body.
        python = place.language_id == "python"
        yield f"{part}{closers or '()'}{f': {_STAND_IN}' if python else ' {}'}"
        yield f"{part}{closers}{f': {_STAND_IN}' if python else ' {}'}"


def _blanks_after(part: str, place: InsertionPoint) -> str:
    """What stands between a text and what it needs to go on."""
    last = part.rstrip().rpartition("\n")[2]
    return f"\n{leading_blanks(last) or place.indentation}        " if last.endswith(":") else " "


def _parts(text: str) -> Iterator[str]:
    """The text, and what is left of it when its last lines go, in a few steps."""
    yield text
    lines = text.split("\n")
    step = -(-(len(lines) - 1) // _MOST_PARTS)
    for n_lines in range(len(lines) - 1, 0, -max(1, step)):
        part = "\n".join(lines[:n_lines]).rstrip()
        if part.strip():
            yield part
