"""Real cuts of real files, each answer wrapped in the faults of chat models."""

import gzip
import importlib.util
import json
from types import ModuleType
from typing import Any, Literal

import pytest

from pt_lsp.features.inline_completion.postprocess.chain import refine
from pt_lsp.features.inline_completion.postprocess.item_extent import extent_at
from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.replies.suffix_echo import replaced_length
from tests.features.inline_completion.checking import streamed
from tests.support.shared_data import shared_data

pytestmark = [pytest.mark.shared_data, pytest.mark.repeats]

MISSED = {"dedented": 1, "truncated_tail": 2}
"""An import list under `if` that was written at column 0 reads as top-level code; it is cut there.

Of a reply that was cut off, `from po` and a blank line at the end are not offered.
"""


@pytest.mark.parametrize("multiline", ["auto", "always"])
def test_every_fault_of_chat_models_ends_in_the_right_file(multiline: Literal["auto", "always"]) -> None:
    def insert(prefix: str, suffix: str, output: str, language: str) -> tuple[str, int]:
        place = InsertionPoint(prefix, suffix, language)
        text = refine(output, place, extent_at(place, multiline)).text
        return text, replaced_length(text, place)

    score = _faults().score(insert)
    missed = {fault: of - right for fault, (right, of) in score.items() if right != of}
    assert missed == MISSED
    assert score["clean"] == (160, 160)


def test_the_pieces_in_which_a_reply_comes_make_no_difference() -> None:
    module = _faults()
    for case in _cases()[::10]:
        prefix = "\n".join(case["prefix"].split("\n")[-60:])
        place = InsertionPoint(prefix, "\n".join(case["suffix"].split("\n")[:30]), case["language"])
        for fault, output, _ in module.faults(case):
            texts = {streamed(output, place, extent_at(place, "auto"), size) for size in (4, 13, 10_000)}
            assert len(texts) == 1, (case["id"], fault)


def _cases() -> list[dict[str, Any]]:
    with gzip.open(shared_data() / "completion_cases" / "dev.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _faults() -> ModuleType:
    file = shared_data() / "completion_cases" / "faults.py"
    spec = importlib.util.spec_from_file_location("faults", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    # Its own loader leaves its file open for the collector to close.
    vars(module)["load"] = lambda _split: _cases()
    return module
