"""Prints what redaction costs 24,000 characters of real code, and what is found beside detect-secrets.

Cold: lines never seen. Again: the same prompt. Key: with one line changed, as each keystroke makes it. Known:
cold, with 200 values of `.env` files to look for.
"""

import gzip
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pt_lsp.privacy.detectors.scanning import SecretScanner
from pt_lsp.privacy.secrets import Redactor
from tests.privacy.detectors.test_snippets import SNIPPETS
from tests.support.shared_data import shared_data, what_lacks
from tests.support.snippets import Snippet

N_CHARACTERS = 24_000
N_KEYS = 20
EACH_NTH_TEXT = 20
"""Of the code goes to detect-secrets, which takes a second for what is found here in ten milliseconds."""

Find = Callable[[str], set[str]]
"""The values in a text that a detector takes for secrets."""


def main() -> None:
    """One row for each state of the cache, then one for each detector."""
    if lacking := what_lacks():
        print(f"Not measured: {lacking}.")
        return
    texts = list(_texts())
    _print_costs([text[:N_CHARACTERS] for text in texts if len(text) >= N_CHARACTERS])
    print(f"\n{'':<16} {'snippets':>9} {'of':>4} {'found in code, a MB':>20} {'s a MB':>8}")
    _print_detector("pt-lsp", _found_here, _kept_here(), texts)
    try:
        found = _detect_secrets()
    except ImportError:
        print("detect-secrets is not installed; `make bench` brings it.")
    else:
        n_kept = sum(_tells_all(found, snippet) for snippet in SNIPPETS)
        _print_detector("detect-secrets", found, n_kept, texts[::EACH_NTH_TEXT])


def _print_costs(texts: Iterable[str]) -> None:
    rows: dict[str, list[float]] = {"cold": [], "again": [], "key": [], "known": []}
    for text in texts:
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


def _print_detector(name: str, found: Find, n_kept: int, texts: list[str]) -> None:
    """How many snippets keep all of their secrets at home, and what is found where there are none."""
    started_s = time.perf_counter()
    n_found = sum(len(found(text)) for text in texts)
    n_megabytes = sum(map(len, texts)) / 1e6
    spent_s = (time.perf_counter() - started_s) / n_megabytes
    print(f"{name:<16} {n_kept:>9} {len(SNIPPETS):>4} {n_found / n_megabytes:>20.2f} {spent_s:>8.2f}")


def _found_here(text: str) -> set[str]:
    return {text[found.start : found.end] for found in SecretScanner().find(text)}


def _kept_here() -> int:
    left = (
        any(secret in text for text in Redactor().redact_all(snippet.texts) for secret in snippet.secrets)
        for snippet in SNIPPETS
    )
    return sum(not leaves for leaves in left)


def _tells_all(found: Find, snippet: Snippet) -> bool:
    values = [found(text) for text in snippet.texts]
    return all(
        any(secret in value or value in secret for value in values[n])
        for n, text in enumerate(snippet.texts)
        for secret in snippet.secrets
        if secret in text
    )


def _detect_secrets() -> Find:
    from detect_secrets.core.scan import scan_file
    from detect_secrets.settings import default_settings

    folder = Path(tempfile.mkdtemp())

    def found(text: str) -> set[str]:
        values: set[str] = set()
        for suffix in (".txt", ".py", ".js", ".yaml"):  # it looks for other things in each
            file = folder / f"snippet{suffix}"
            file.write_text(text, encoding="utf-8")
            with default_settings():
                values |= {secret.secret_value or "" for secret in scan_file(str(file))}
        return values - {""}

    return found


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
