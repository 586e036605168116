"""What other tools make of replies, and where ours differs on purpose."""

import gzip
import json
from pathlib import PurePath
from typing import Any

import pytest

from pt_lsp.features.inline_completion.postprocess.chain import refine
from pt_lsp.features.inline_completion.postprocess.item_extent import extent_at
from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.replies.suffix_echo import replaced_length
from pt_lsp.replies.wrapping import unwrap
from tests.support.shared_data import shared_data

pytestmark = pytest.mark.shared_data

ONE_LINE = "where nothing was opened, one line is offered"
NO_BLANK_LINE = "the cursor is on an empty line: another one before the code is not wanted"
MOVED = "lines are moved to where the cursor's line, and the file's tabs, put them"
OTHER_COLUMN = "a bracket at another column is not taken for the one that is missing"
REFUSED = {
    "c3": NO_BLANK_LINE,
    "c5": NO_BLANK_LINE,
    "c98": NO_BLANK_LINE,
    "c4": ONE_LINE,
    "c35": ONE_LINE,
    "c82": ONE_LINE,
    "c95": ONE_LINE,
    "c34": MOVED,
    "c100": MOVED,
    "c17": OTHER_COLUMN,
    "t5": ONE_LINE,
    "c9": "a statement among parameters is not what the grammar can read",
    "t21": "Python that is named TypeScript is not what the grammar can read",
}
NO_TAB_SIZE = "nothing in the file shows how wide one level is"
STRAY = "a bracket that Python's block does not have is not a part of it"
FILTERS_REFUSED = {
    "t29": NO_TAB_SIZE,
    "t30": NO_TAB_SIZE,
    "t31": STRAY,
    "t32": STRAY,
    "t33": STRAY,
    "t38": "after a finished statement the next one is offered, not the whole rest",
    "t42": "the cursor's block ends where the next one begins",
    "t43": "the chain of calls ends where its indentation does",
    "t65": "lists of similar lines are code",
}
UNOPENED = "a fence that nothing opened ends the code: weak models close fences only"
OTHER_MARKS = "no model that is asked here writes such marks"
UNNAMED = "which of several bare fences is the last one shows too late"
FENCES_REFUSED = {
    "c126": UNOPENED,
    "c127": UNOPENED,
    "c128": UNOPENED,
    "c159": UNOPENED,
    "c160": UNOPENED,
    "c136": OTHER_MARKS,
    "c168": OTHER_MARKS,
    "c138": UNNAMED,
    "c170": UNNAMED,
    "c140": UNNAMED,
    "c172": UNNAMED,
    "c228": "a sentence after the code talks about it",
}
LANGUAGES = {".scala": "scala", ".sol": "solidity", ".fs": "fsharp", ".scss": "scss", ".vue": "vue"}
"""What the rows call plain text for want of a name."""


def rows(name: str, *kinds: str) -> dict[str, dict[str, Any]]:
    path = shared_data() / "peer_cases" / name
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    lines = [json.loads(line) for line in text.split("\n") if line]
    return {f"{name[0]}{number}": row for number, row in enumerate(lines) if row["kind"] in kinds}


def language_of(row: dict[str, Any]) -> str:
    suffix = PurePath(row.get("filepath") or "").suffix
    return str(LANGUAGES.get(suffix, row["language"] or ""))


def test_replies_end_in_the_files_that_other_tools_want() -> None:
    cases = rows("continue.jsonl.gz", "inline_postprocess") | rows("tabby.jsonl", "inline_postprocess")
    assert {name for name, row in cases.items() if not _is_right(row)} == set(REFUSED)


def test_faults_end_in_the_files_that_other_tools_filters_want() -> None:
    cases = rows("tabby.jsonl", "inline_filter")
    # Most rows have lost the indentation of the lines that they want.
    wrong = {name for name, row in cases.items() if not _is_right(row, is_unindented=True)}
    assert wrong == set(FILTERS_REFUSED)


def test_fences_are_taken_off_as_other_tools_do() -> None:
    cases = rows("continue.jsonl.gz", "stream_strip_fences", "stream_line_filter")
    cases = {name: row for name, row in cases.items() if row["fn"] == "filterCodeBlockLines"}
    wrong = set()
    for name, row in cases.items():
        is_markdown = any(str(file).endswith(".md") for file in row["args"])
        place = InsertionPoint("", "", "markdown" if is_markdown else "swift")
        if unwrap(row["model_output"], place).strip("\n") != row["expected"].strip("\n"):
            wrong.add(name)
    assert wrong == set(FENCES_REFUSED)


def _is_right(row: dict[str, Any], *, is_unindented: bool = False) -> bool:
    place = InsertionPoint(row["prefix"], row["suffix"], language_of(row))
    text = refine(row["model_output"], place, extent_at(place, "auto")).text
    wanted = row["expected"] or ""
    replaced = row.get("expected_replace_suffix")
    n_wanted = len(replaced) if replaced else replaced_length(wanted, place)
    ours, theirs = _file(place, text, replaced_length(text, place)), _file(place, wanted, n_wanted)
    return _columns_lost(ours) == _columns_lost(theirs) if is_unindented else ours == theirs


def _columns_lost(text: str) -> str:
    return "\n".join(line.lstrip() for line in text.split("\n"))


def _file(place: InsertionPoint, text: str, n_replaced: int) -> str:
    lines = (place.prefix + text + place.suffix[n_replaced:]).split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip()


def test_a_line_with_text_after_the_cursor_reads_as_other_tools_want() -> None:
    for row in rows("continue.jsonl.gz", "inline_single_line").values():
        place = InsertionPoint(row["prefix"], row["suffix"], row["language"])
        text = refine(row["model_output"], place, extent_at(place, "auto")).text
        assert _file(place, text, replaced_length(text, place)) == row["expected_final_line"]
