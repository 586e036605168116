"""Real commits as replies with the faults of chat models; writing wrong text is worse than refusing."""

import gzip
import importlib.util
import json
import sys
from types import ModuleType
from typing import Any

import pytest

from pt_lsp.features.edit.indentation import indentation_of, reindent
from pt_lsp.features.edit.reply import final_lines
from tests.support.shared_data import shared_data

pytestmark = pytest.mark.shared_data

RIGHT = {
    "file.fenced": 160,
    "file.prose_fenced": 160,
    "function.raw": 73,
    "function.fenced": 73,
    "function.dedented_fenced": 73,
}
"""All other formats are patches or leave code out: a region's reply in them is refused."""


def test_whole_regions_are_read_right_and_everything_else_is_refused() -> None:
    score = _module().score(_apply)
    assert {name: right for name, (right, _, _) in score.items() if right} == RIGHT
    assert {name: wrong for name, (_, wrong, _) in score.items() if wrong} == {}
    assert all(RIGHT.get(name, 0) in {0, of} for name, (_, _, of) in score.items())


def _apply(original: str, output: str, _path: str, language: str, rows: tuple[int, int] | None) -> str:
    lines = original.split("\n")
    first, last = rows or (0, len(lines) - 1)
    old = lines[first : last + 1]
    new = reindent(final_lines(output, "\n".join(old), language), old, indentation_of(old))
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
