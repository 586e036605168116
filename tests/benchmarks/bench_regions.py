"""Which lines an edit rewrites: `python -m tests.benchmarks.bench_regions`.

Real commits of `../shared/data/edit_cases`. Each hunk is taken as the place of a problem (fixed, documented)
and as what a person would select: its lines, with one more on each side. Prints which share of the regions is
made of whole statements, has as many brackets opened as closed, and begins or ends with a blank line; beside
that the same for the lines as they are given.
"""

from collections.abc import Iterator
from statistics import median

from pt_lsp.documents.lines import lines_of
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.features.edit.actions.document import DOCUMENT
from pt_lsp.features.edit.actions.fix import FIX
from pt_lsp.features.edit.actions.recipe import Recipe
from pt_lsp.features.edit.actions.rewrite import REWRITE
from pt_lsp.features.edit.request import region_of
from pt_lsp.replies.brackets import balance
from pt_lsp.syntax.statements import whole_statements
from tests.support.real_edits import real_hunks

ROW = "{:<44} {:>6} {:>8} {:>10} {:>12} {:>8}"
WAYS: tuple[tuple[str, Recipe, int, bool], ...] = (
    ("the place of a problem, as it is", FIX, 0, False),
    ("the place of a problem, fixed", FIX, 0, True),
    ("the place of a problem, documented", DOCUMENT, 0, True),
    ("selected with a line more, as it is", REWRITE, 1, False),
    ("selected with a line more, rewritten", REWRITE, 1, True),
)


def main() -> None:
    print(ROW.format("region", "hunks", "whole", "brackets", "blank edge", "lines"))
    for title, recipe, n_more, is_chosen in WAYS:
        regions = [
            (hunk.snapshot, region_of(hunk.snapshot, recipe, hunk.span)[0] if is_chosen else hunk.span)
            for hunk in real_hunks(n_more)
        ]
        shares = (_share(map(claim, regions)) for claim in (_is_whole, _is_balanced, _has_blank_edge))
        n_lines = median(1 + last - first for first, last in (lines_of(s.text, r) for s, r in regions))
        print(ROW.format(title, len(regions), *(f"{share:.3f}" for share in shares), n_lines))


def _share(claims: Iterator[bool]) -> float:
    held = list(claims)
    return sum(held) / len(held)


def _is_whole(place: tuple[Snapshot, Span]) -> bool:
    snapshot, region = place
    return whole_statements(snapshot.text, snapshot.language_id, region) == region


def _is_balanced(place: tuple[Snapshot, Span]) -> bool:
    snapshot, region = place
    return balance(snapshot.text.slice(region)) == ("", "")


def _has_blank_edge(place: tuple[Snapshot, Span]) -> bool:
    snapshot, region = place
    lines = snapshot.text.slice(region).split("\n")
    return not (lines[0].strip() and lines[-1].strip())


if __name__ == "__main__":
    main()
