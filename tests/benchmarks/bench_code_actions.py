"""What the list of code actions costs: `python -m tests.benchmarks.bench_code_actions`.

Editors ask for it whenever the cursor moves, and it is made on the event loop (aim: a median of at most 5 ms
with 10,000 lines of Python, wherever the cursor is). Over real stdio, beside an empty round trip, at random
places of a file that is typed into now and then; then the time of the processor that the rules alone take.
"""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.actions.recipe import Recipe
from pt_lsp.features.edit.actions.table import RECIPES
from pt_lsp.features.edit.offers import OfferPlace, offered
from pt_lsp.settings.options import Settings
from tests.support.raw_client import RawClient, raw_client

RUNS = 300
N_LINES = 10_000
URI = "untitled:a"
CAPABILITIES = {"workspace": {"applyEdit": True}}
FUNCTION = {
    "python": "def total_{n}(prices, discount=0):\n    found = []\n    for price in prices:\n"
    "        if price > discount:\n            found.append(price - discount)\n"
    "    # what is left\n    return sum(found)\n\n\n",
    "typescript": "export function total{n}(prices: number[], discount = 0) {{\n  const found = [];\n"
    "  for (const price of prices) {{\n    if (price > discount) {{\n      found.push(price - discount);\n"
    "    }}\n  }}\n  return found.length;\n}}\n\n",
    "swift": "func total{n}(_ prices: [Int], _ discount: Int) -> Int {{\n    var sum = 0\n"
    "    for price in prices {{\n        if price > discount {{\n            sum += price - discount\n"
    "        }}\n    }}\n    return sum\n}}\n\n",
}


def main() -> None:
    listed, empty = _over_stdio(_source("python"))
    print(f"empty round trip over stdio           {_figures(empty)}")
    print(f"code actions, 10,000 lines of Python  {_figures(listed)}")
    in_class = "".join(f"    {line}" for line in _source("python").splitlines(keepends=True))
    for name, language_id, source in (
        *((each, each, _source(each)) for each in FUNCTION),
        ("one class of Python", "python", f"class Shop:\n{in_class}"),
        ("one line of a megabyte", "python", "x = [" + "1, " * 333_000),
    ):
        print(f"  the rules alone, {name:22} {_figures(_rules(source, language_id))}")


def _over_stdio(source: str) -> tuple[list[float], list[float]]:
    rng, n_lines = random.Random(1), source.count("\n")
    listed: list[float] = []
    empty: list[float] = []
    with raw_client("http://127.0.0.1:9/v1") as client:
        client.initialize(CAPABILITIES)
        client.open(URI, source)
        for n in range(RUNS + 5):
            if n % 10 == 0:
                _type(client, n, rng.randrange(n_lines))
            cancel = {"command": "ptLsp.cancel"}
            empty.append(_timed(partial(client.request, f"none {n}", "workspace/executeCommand", cancel)))
            params = _asked_at(rng.randrange(n_lines))
            listed.append(_timed(partial(client.request, n, "textDocument/codeAction", params)))
    return listed[5:], empty[5:]


def _asked_at(line: int) -> dict[str, Any]:
    at = {"line": line, "character": 4}
    return {
        "textDocument": {"uri": URI},
        "range": {"start": at, "end": at},
        "context": {"diagnostics": []},
    }


def _type(client: RawClient, n: int, line: int) -> None:
    at = {"line": line, "character": 0}
    change = {"range": {"start": at, "end": at}, "text": "# typed\n"}
    client.notify(
        "textDocument/didChange",
        {"textDocument": {"uri": URI, "version": n + 2}, "contentChanges": [change]},
    )


def _rules(source: str, language_id: str) -> list[float]:
    rng, snapshot = random.Random(1), Snapshot(URI, language_id, 1, Text.of(source), Settings())
    offsets = [rng.randrange(len(source)) for _ in range(RUNS)]
    return [_timed(partial(_list, snapshot, Span(at, at)), time.thread_time) for at in offsets]


def _list(snapshot: Snapshot, span: Span) -> list[Recipe]:
    return list(offered(OfferPlace(snapshot, span), RECIPES))


def _source(language_id: str) -> str:
    function = FUNCTION[language_id]
    return "".join(function.format(n=n) for n in range(N_LINES // function.count("\n")))


def _timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    started_s = clock()
    work()
    return clock() - started_s


def _figures(elapsed: Sequence[float]) -> str:
    ordered = sorted(elapsed)
    median, high = statistics.median(ordered) * 1000, ordered[len(ordered) * 99 // 100] * 1000
    return f"median {median:6.2f} ms   of 100 the slowest {high:6.2f} ms"


if __name__ == "__main__":
    main()
