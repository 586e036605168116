"""What a hover costs the event loop in files of three sizes, with many explanations remembered.

`python -m tests.benchmarks.bench_hover`: 40 functions of each file were explained, in 5 kB each. The place is
in one of them, as it was, moved or changed, or in one that nobody has asked about. Processor time;
5 ms are promised, whatever the file.
"""

import statistics
import time
from dataclasses import replace

from pt_lsp.context.background import NO_BACKGROUND
from pt_lsp.documents.lines import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.explain.at_place import explained_at
from pt_lsp.features.explain.explaining import Answered
from pt_lsp.features.explain.question import CodeQuestion
from pt_lsp.features.explain.remembering import as_it_was, given_again, record_of
from pt_lsp.privacy.placeholders import NO_PLACEHOLDERS
from pt_lsp.settings.options import Settings
from pt_lsp.store.explanations import StoredExplanation

FUNCTION = (
    "def step_{0}(values):\n    total = {0}\n" + "    total += sum(values)\n" * 14 + "    return total\n\n\n"
)
LINES = FUNCTION.count("\n")
SAID = "It sums up `values`, see `src/app.py:7`.\n\n- **Edge cases**: an empty list gives its number.\n" * 50
N_EXPLAINED = 40
ROUNDS = 30


def main() -> None:
    print("hover, ms of processor time: median, worst of", ROUNDS)
    for n_lines in (1_000, 10_000, 100_000):
        n_functions = n_lines // LINES
        text = "".join(FUNCTION.format(n) for n in range(n_functions))
        records = _records(text, n_functions)
        above = "x = 1\n" * 300
        changed = text.replace("return total\n", "return total + 1\n")
        middle = (n_functions // N_EXPLAINED) * (N_EXPLAINED // 2) * LINES + 10
        places = {
            "as explained": (text, middle),
            "moved": (above + text, middle + 300),
            "changed": (changed, middle),
            "never explained": (text, min(middle + LINES, n_functions * LINES - 5)),
        }
        for name, (now, line) in places.items():
            times = _times(_snapshot(now), line, records)
            print(f"  {n_lines:>7} lines, {name:<16}{statistics.median(times):6.2f}{max(times):7.2f}")


def _times(snapshot: Snapshot, line: int, records: list[StoredExplanation]) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        start_s = time.thread_time()
        found = explained_at(snapshot, line, records)
        if found is not None and found.code is not None:
            given_again(found.record, plain(snapshot.text.slice(found.code)))
        elif found is not None:
            as_it_was(found.record)
        times.append((time.thread_time() - start_s) * 1000)
    return times


def _records(text: str, n_functions: int) -> list[StoredExplanation]:
    snapshot = _snapshot(text)
    every = n_functions // N_EXPLAINED
    return [_record(snapshot, every * n) for n in range(N_EXPLAINED)]


def _record(snapshot: Snapshot, n: int) -> StoredExplanation:
    text = snapshot.text
    start = text.line_start(n * LINES)
    code = text.slice(Span(start, text.line_start((n + 1) * LINES - 2))).rstrip("\n")
    alone = CodeQuestion(_snapshot(code), Span(0, len(code)), (f"step_{n}",))
    record = record_of(alone, Answered(SAID, NO_PLACEHOLDERS, NO_BACKGROUND), (code, SAID), NO_PLACEHOLDERS)
    return replace(record, first_line=n * LINES)


def _snapshot(text: str) -> Snapshot:
    return Snapshot("file:///project/src/app.py", "python", 1, Text.of(text), Settings())


if __name__ == "__main__":
    main()
