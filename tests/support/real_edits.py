"""Hunks of the real commits in `../shared/data/edit_cases`, as a person would select their lines."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from pt_lsp.documents.lines import span_of_lines
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.settings.options import Settings
from tests.support.shared_data import shared_data


@dataclass(frozen=True, slots=True)
class RealHunk:
    """Lines of a file and what a commit has made of them, with the lines above and below."""

    case: str
    snapshot: Snapshot
    span: Span
    above: list[str]
    new: list[str]
    below: list[str]

    @property
    def expected(self) -> str:
        """The file with this hunk alone."""
        return "\n".join([*self.above, *self.new, *self.below])


def real_hunks(n_more: int) -> Iterator[RealHunk]:
    """The changed lines of each hunk with some more on both sides.

    Hunks that only add lines are left out: nothing would be selected there.
    """
    with gzip.open(shared_data() / "edit_cases" / "dev.jsonl.gz", "rt", encoding="utf-8") as file:
        for case in map(json.loads, file):
            text = Text.of(case["original"])
            snapshot = Snapshot(f"file:///{case['path']}", case["language"], 1, text, Settings())
            old, new = case["original"].split("\n"), case["expected"].split("\n")
            for kind, start, end, new_start, new_end in SequenceMatcher(
                None, old, new, autojunk=False
            ).get_opcodes():
                if kind in {"replace", "delete"}:
                    first, last = max(start - n_more, 0), min(end - 1 + n_more, len(old) - 1)
                    lines = [*old[first:start], *new[new_start:new_end], *old[end : last + 1]]
                    span = span_of_lines(text, first, last)
                    yield RealHunk(case["id"], snapshot, span, old[:first], lines, old[last + 1 :])
