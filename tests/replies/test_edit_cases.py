"""Real commits as replies with the faults of chat models; writing wrong text is worse than refusing."""

import gzip
import importlib.util
import json
import sys
from types import ModuleType
from typing import Any

import pytest

from pt_lsp.replies.indentation import indentation_of, line_shift
from pt_lsp.replies.reader import ReplyReader
from tests.support.shared_data import shared_data

pytestmark = pytest.mark.shared_data

REFUSED = {
    "function.lazy": 5,
    "udiff.clean": 1,
    "udiff.bad_numbers": 1,
    "udiff.no_numbers": 1,
    "udiff.blank_ctx_stripped": 1,
    "v4a.clean": 1,
}
"""Code left out next to lines that are new, and one hunk whose lines are in the file twice."""


def test_all_formats_are_read_right_but_for_gaps_and_one_ambiguous_hunk() -> None:
    score = _module().score(_apply)
    assert {name: wrong for name, (_, wrong, _) in score.items() if wrong} == {}
    assert {name: of - right for name, (right, _, of) in score.items() if of != right} == REFUSED
    assert sum(right for right, _, _ in score.values()) == 2396


def _apply(original: str, output: str, _path: str, language: str, rows: tuple[int, int] | None) -> str:
    lines = original.split("\n")
    first, last = rows or (0, len(lines) - 1)
    old = lines[first : last + 1]
    reader = ReplyReader("\n".join(old), language)
    reader.push(output)
    reading = reader.finish()
    new = reading.lines
    if not reading.is_patched:
        new = line_shift(new, old, indentation_of(old)).lines(new)
    return "\n".join([*lines[:first], *new, *lines[last + 1 :]])


def _module() -> ModuleType:
    folder = shared_data() / "edit_cases"
    spec = importlib.util.spec_from_file_location("render", folder / "render.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    path = list(sys.path)
    spec.loader.exec_module(module)
    vars(module)["load"] = _load
    symbol_span = module.symbol_span

    def restoring(*arguments: Any) -> Any:
        """It puts its folder on the path at every call."""
        found = symbol_span(*arguments)
        sys.path[:] = path
        return found

    vars(module)["symbol_span"] = restoring
    return module


def _load(_split: str) -> list[dict[str, Any]]:
    with gzip.open(shared_data() / "edit_cases" / "dev.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]
