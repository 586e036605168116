import importlib.util
import random
from types import ModuleType

import pytest

from tests.support.context_builder import ContextBuilder
from tests.support.shared_data import shared_data

FOLDER = shared_data() / "context_cases"
CASES = 40


def ctxbench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ctxbench", FOLDER / "ctxbench.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.repeats
@pytest.mark.shared_data
def test_most_names_that_real_lines_need_are_in_8000_characters() -> None:
    bench = ctxbench()
    repositories, cases = bench.load("dev", str(FOLDER))
    some = random.Random(7).sample(cases, CASES)
    rows = bench.evaluate(ContextBuilder(), "dev", (8_000,), str(FOLDER), (repositories, some))[8_000]
    summary = bench.summary(rows)
    assert summary["need"] >= 0.8
    assert summary["def"] >= 0.65
    assert not summary["over"]
