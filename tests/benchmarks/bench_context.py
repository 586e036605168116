"""Whether the names that a next line needs are in its context, and what finding them costs.

`python -m tests.benchmarks.bench_context [--split SPLIT...] [--data FOLDER] [--no-baselines] [--no-typing]`:
the cases of `../shared/data/context_cases` (another folder of the same form with `--data`), at 2,000, 8,000
and 24,000 characters, ours beside the baselines that lie with the data, in one run. Then whole prompts, as
they are sent within budgets in tokens. Then typing in a workspace of 2,000 files made of the same
repositories: CPU of the first index, memory, and time for each key.
"""

import argparse
import gc
import importlib
import random
import sys
import time
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from pt_lsp.context.file_facts import analyse
from pt_lsp.context.related import RelatedCode
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.settings.options import Settings
from pt_lsp.syntax.languages import language_of
from tests.benchmarks.context_prompts import measure, table
from tests.support.context_builder import ContextBuilder
from tests.support.shared_data import shared_data

ANY_LANGUAGE = ("jaccard60", "bm25_sub")
BASELINES = ("samedir", *ANY_LANGUAGE, "imports2", "imports2_bm25")
"""Those that read imports know Python and TypeScript."""
BUDGETS = (2_000, 8_000, 24_000)
WORKSPACE_FILES = 2_000
TYPED_PLACES = 25
TYPED_CHARACTERS = 200
KEYS_BETWEEN_PAUSES = 40
BUDGET_CHARACTERS = 7_000
FREEZE_EVERY = 50


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--split", nargs="*", default=["dev", "more_dev"])
    arguments.add_argument("--data", type=Path, default=shared_data() / "context_cases")
    arguments.add_argument("--no-baselines", action="store_true")
    arguments.add_argument("--no-typing", action="store_true")
    chosen = arguments.parse_args()
    sys.path.insert(0, str(shared_data() / "context_cases"))
    bench = importlib.import_module("ctxbench")
    for split in chosen.split:
        _print_split(bench, split, chosen)


def _print_split(bench: ModuleType, split: str, chosen: argparse.Namespace) -> None:
    repositories, cases = bench.load(split, str(chosen.data))
    for case in cases:  # what not all splits tell
        case.setdefault("mode", "")
        for needed in case["needed"]:
            needed.setdefault("hops", 0)
    data = repositories, cases
    print(f"== {split}: {len(cases)} cases of {', '.join(sorted(repositories))}")
    print("needed names in the context at 2k / 8k / 24k characters; their definitions' lines; warm, cold ms")
    builders: dict[str, Any] = {"ours": ContextBuilder()}
    if not chosen.no_baselines:
        baselines = importlib.import_module("baselines")
        is_known = {case["language"] for case in cases} <= {"python", "typescript"}
        builders |= {name: getattr(baselines, name) for name in (BASELINES if is_known else ANY_LANGUAGE)}
    for name, builder in builders.items():
        print(f"{name:14}{_row(bench, builder, data)}", flush=True)
    warm = sorted(builders["ours"].warm_s)
    print(f"ours, finding alone: {_times(warm)}, each case in another file")
    print(table(list(measure(bench, data, builders["ours"]))), flush=True)
    if not chosen.no_typing:
        print(_typing(*data), flush=True)


def _row(bench: ModuleType, builder: Any, data: Any) -> str:
    result = bench.evaluate(builder, budgets=BUDGETS, data=data)
    summaries = [bench.summary(result[budget]) for budget in BUDGETS]
    needed = " ".join(f"{summary['need']:.3f}" for summary in summaries)
    defined = " ".join(f"{summary['def']:.3f}" for summary in summaries)
    times = f"{summaries[1]['ms']:7.1f} {summaries[0]['cold_ms']:8.1f}"
    over = sum(summary["over"] for summary in summaries)
    return f"{needed}   {defined}   {times}" + (f"   {over} too long" if over else "")


def _typing(repositories: dict[str, Any], cases: list[dict[str, Any]]) -> str:
    """What 200 characters typed in each of some places cost, with the index kept up to date at pauses."""
    related = RelatedCode(["/"])
    before_mib, started_s = _resident_mib(), time.process_time()
    names = [
        (copy, repository, path)
        for copy in range(WORKSPACE_FILES)
        for repository in repositories.values()
        for path in repository["files"]
    ][:WORKSPACE_FILES]
    for n, (copy, repository, path) in enumerate(names):
        _put(related, f"/{copy}/{repository['repo']}/{path}", repository["files"][path])
        if n % FREEZE_EVERY == 0:
            gc.freeze()  # as the server does
    cpu_s = time.process_time() - started_s
    gc.freeze()
    grown_mib = _resident_mib() - before_mib
    keys: list[float] = []
    n_same = 0
    for case in random.Random(1).sample(cases, min(TYPED_PLACES, len(cases))):
        shown = _type(related, repositories[case["repo"]], case, keys)
        n_same += sum(a == b for a, b in pairwise(shown))
    return (
        f"workspace of {len(names)} files: first index {cpu_s:.2f} s CPU, memory {grown_mib:.0f} MiB\n"
        f"typing there: {_times(sorted(keys))} a key; same snippets as for the key before "
        f"{100 * n_same / (len(keys) - TYPED_PLACES):.1f} %"
    )


def _type(related: RelatedCode, repository: Any, case: dict[str, Any], keys: list[float]) -> list[Any]:
    path = f"/0/{case['repo']}/{case['target']}"
    whole = repository["files"][case["target"]]
    start = len(case["prefix"])
    text = Text.of(case["prefix"] + case["suffix"])
    _put(related, path, str(text))
    shown = []
    for n, character in enumerate(whole[start : start + TYPED_CHARACTERS]):
        text = text.replace(Span(start + n, start + n), character)
        if n % KEYS_BETWEEN_PAUSES == KEYS_BETWEEN_PAUSES - 1:
            _put(related, path, str(text))
        snapshot = Snapshot(f"file://{path}", language_of(path) or "", n, text, Settings())
        started_s = time.perf_counter()
        shown.append(related.for_cursor(snapshot, start + n + 1, BUDGET_CHARACTERS))
        keys.append(time.perf_counter() - started_s)
    return shown


def _put(related: RelatedCode, path: str, text: str) -> None:
    related.index.put(analyse(path, language_of(path) or "plaintext", text))


def _resident_mib() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


def _times(seconds: list[float]) -> str:
    median, late = (1000 * seconds[int(len(seconds) * share)] for share in (0.5, 0.99))
    return f"median {median:.2f} ms, p99 {late:.2f} ms"


if __name__ == "__main__":
    main()
