"""What other tools read out of replies, and where ours differs on purpose."""

import gzip
import json
from contextlib import suppress
from typing import Any

import pytest

from pt_lsp.errors import UnusableReply
from pt_lsp.replies.block_matching import PatchedLines
from pt_lsp.replies.change_blocks import Block, SearchReplaceReader
from pt_lsp.replies.laziness.filling import LeftOut, filled
from pt_lsp.replies.laziness.gap_lines import gap_lines
from pt_lsp.replies.reader import ReplyReader
from tests.support.shared_data import shared_data

pytestmark = pytest.mark.shared_data

BROKEN_BLOCKS = {22, 163, 370}
"""Blocks that end with a second divider and then go on as talk: where the new lines end is a guess."""
OTHER_MARKERS = {57, 391}
"""Old lines in fences of their own, without any marker."""
WHOLE_FILE = {209}
"""A whole file in a fence, which answers an edit of that file."""

REFUSED_ON_PURPOSE = {
    "multiple_matches": "the lines are there twice",
    "normal cases": "words inside a line: `x = 1` is a part of `max = 10` too",
    "special character handling": "words inside a line",
    "edge cases": "words inside a line",
    "preprocessing": "words inside a line",
    "replaceAll": "all places at once cannot be said in a block",
    "replace_all": "all places at once cannot be said in a block",
    "whitespace": "blanks inside a line are part of what it says, in a string for one",
    "empty old_string": "no place is said",
}
N_FOUND, N_REFUSED = 19, 23
N_GUESSES = 8
"""Next to what these leave out stands a new line: where it ends is a guess."""


def rows(name: str) -> list[dict[str, Any]]:
    path = shared_data() / "peer_cases" / name
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return [json.loads(line) for line in text.split("\n") if line]


def blocks_of(reply: str) -> list[Block]:
    reader = SearchReplaceReader()
    blocks = [block for line in reply.split("\n") if (block := reader.push(line))]
    reader.finish()
    return blocks


def part(lines: tuple[str, ...]) -> str:
    return "".join(line + "\n" for line in lines)


def test_the_blocks_of_real_chat_answers_are_read_as_they_were_meant() -> None:
    differing = set()
    for number, row in enumerate(rows("aider_chat_history.jsonl.gz")):
        if row["expected"] is None:
            continue
        wanted = [(old, new) for file, old, new in row["expected"] if file is not None]
        try:
            read = [(part(block.search), part(block.replace)) for block in blocks_of(row["model_output"])]
        except UnusableReply:
            differing.add(number)
            continue
        if read != wanted:
            assert not read
            differing.add(number)
    assert differing == BROKEN_BLOCKS | OTHER_MARKERS


def test_answers_that_hold_no_edit_are_refused_in_code() -> None:
    accepted = set()
    for number, row in enumerate(rows("aider_chat_history.jsonl.gz")):
        if row["expected"] is not None:
            continue
        reader = ReplyReader(_text_for(row["model_output"]), "python")
        try:
            reader.push(row["model_output"])
            reader.finish()
        except UnusableReply:
            continue
        accepted.add(number)
    assert accepted == WHOLE_FILE


def _text_for(reply: str) -> str:
    """A text in which each whole block of the reply has its place, so that only what is broken is refused."""
    reader = SearchReplaceReader()
    blocks: list[Block] = []
    with suppress(UnusableReply):
        for line in reply.split("\n"):
            blocks += filter(None, [reader.push(line)])
    return "\n# apart\n".join("\n".join(block.search) for block in blocks) or "def f():\n    pass"


def test_lines_to_replace_are_found_as_elsewhere_or_refused() -> None:
    right, refused = 0, set()
    for row in [*rows("aider.jsonl"), *rows("continue.jsonl.gz")]:
        if row["kind"] not in {"edit_find_replace", "edit_multi_find_replace"}:
            continue
        edits = row.get("edits") or [{"old_string": row["old"], "new_string": row["new"]}]
        text = PatchedLines(_lines(row["original"]))
        try:
            for edit in edits:
                text.apply(Block(_lines(edit["old_string"]), _lines(edit["new_string"])))
        except UnusableReply:
            refused |= {row["test"]} if row["expected"] is not None else set()
            continue
        assert "\n".join(text.lines) == row["expected"].removesuffix("\n"), row["test"]
        right += 1
    assert right == N_FOUND
    assert len(refused) == N_REFUSED
    assert {test for test in refused if not any(word in test for word in REFUSED_ON_PURPOSE)} == set()


def test_answers_that_leave_code_out_are_completed_as_they_were_meant_or_refused() -> None:
    completed, refused = set(), set()
    for row in rows("continue.jsonl.gz"):
        if row["kind"] != "edit_lazy":
            continue
        lines, original, language_id = row["model_output"].split("\n"), row["original"], row["language"]
        try:
            new = filled(lines, original, language_id)
        except LeftOut:
            refused.add(row["test"])
            continue
        if gap_lines(lines, original, language_id):
            assert _solid("\n".join(new)) == _solid(row["expected"])
            completed.add(row["test"])
    assert completed == {"migration-page.tsx.diff", "rust-calc-exp.rs.diff"}
    assert len(refused) == N_GUESSES


def _solid(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.removesuffix("\n").split("\n"))
