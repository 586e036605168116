"""Prints what redaction costs a prompt of 24,000 characters of real code, and how much of the code it takes.

Cold: lines never seen. Again: the same prompt. Key: with one line changed, as each keystroke makes it. Known:
cold, with 200 values of `.env` files to look for.
"""

import gzip
import json
import statistics
import time
from collections.abc import Iterator

from pt_lsp.privacy.detectors.scanning import SecretScanner
from tests.support.shared_data import shared_data, what_lacks

N_CHARACTERS = 24_000
N_KEYS = 20


def main() -> None:
    """One row for each state of the cache, then one for all of the code."""
    if lacking := what_lacks():
        print(f"Not measured: {lacking}.")
        return
    texts = list(_texts())
    rows: dict[str, list[float]] = {"cold": [], "again": [], "key": [], "known": []}
    for text in (text[:N_CHARACTERS] for text in texts if len(text) >= N_CHARACTERS):
        scanner = SecretScanner()
        rows["cold"].append(_cost_ms(scanner, text))
        rows["again"].append(_cost_ms(scanner, text))
        middle = N_CHARACTERS // 2
        for n_typed in range(1, N_KEYS + 1):
            rows["key"].append(_cost_ms(scanner, text[:middle] + "x" * n_typed + text[middle:]))
        knowing = SecretScanner()
        knowing.know({f"a1b2c3d4e5f6-{n}": "value of A in .env" for n in range(200)})
        rows["known"].append(_cost_ms(knowing, text))
    print(f"{'24 kB':<8} {'median ms':>10} {'p99 ms':>8}")
    for name, costs in rows.items():
        print(f"{name:<8} {statistics.median(costs):>10.3f} {statistics.quantiles(costs, n=100)[-1]:>8.3f}")
    started_s = time.perf_counter()
    n_found = sum(len(SecretScanner().find(text)) for text in texts)
    spent_s = time.perf_counter() - started_s
    n_megabytes = sum(map(len, texts)) / 1e6
    print(f"{n_megabytes:.1f} MB of code: {spent_s:.2f} s, {n_found / n_megabytes:.2f} findings a MB")


def _texts() -> Iterator[str]:
    path = shared_data() / "context_cases" / "dev" / "repos.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from json.loads(line)["files"].values()


def _cost_ms(scanner: SecretScanner, text: str) -> float:
    started_s = time.perf_counter()
    scanner.find(text)
    return (time.perf_counter() - started_s) * 1000


if __name__ == "__main__":
    main()
