"""What the workspace index costs a real server process: processor, memory, and time of its event loop.

`python -m tests.benchmarks.bench_index`: 2,000 real source files on disk, or made-up ones without the
measurement data. Round trips of `ptLsp.status` before and during the first index tell for how long the loop
was held.
"""

import gzip
import json
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.bench_start import _pss_mib
from tests.support.raw_client import RawClient, raw_client
from tests.support.shared_data import shared_data, what_lacks

N_FILES = 2_000
PAUSE_S = 0.003
_OWN_NAME = re.compile(r"\b\w*(?:[a-z]_[a-z]|[a-z][A-Z])\w*\b")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pt-lsp-index-") as folder:
        root = Path(folder).resolve()
        n_bytes = _write_workspace(root)
        print(f"{N_FILES:,} files, {n_bytes / 1e6:.1f} MB")
        with raw_client(arguments=["--log-level", "info"]) as client:
            _measure(client, root)


def _measure(client: RawClient, root: Path) -> None:
    folders = [{"uri": root.as_uri(), "name": "root"}]
    client.initialize({}, {"completion": {"enabled": False}}, workspaceFolders=folders)
    client.request("warm", "workspace/executeCommand", {"command": "ptLsp.status"})
    cpu_s_before = _cpu_s(client)
    idle: list[float] = []
    _round_trips(client, lambda: len(idle) > 300, idle)
    memory_mib, cpu_s = _pss_mib(client.process.pid), _cpu_s(client)
    cpu_s_a_trip = (cpu_s - cpu_s_before) / len(idle)
    started_s = time.perf_counter()
    client.open((root / "open.py").as_uri(), "value = 1\n")
    busy: list[float] = []
    _round_trips(client, lambda: "Files indexed" in client.stderr, busy)
    settled_s = time.perf_counter() - started_s
    print(client.stderr.strip().splitlines()[-1].partition(": ")[2])
    print(f"settled after              {settled_s:7.2f} s")
    used_s = _cpu_s(client) - cpu_s
    net_s = used_s - cpu_s_a_trip * len(busy)
    print(f"processor time             {net_s:7.2f} s, and {used_s - net_s:.2f} s for the status requests")
    print(f"memory added               {_pss_mib(client.process.pid) - memory_mib:7.1f} MiB PSS")
    print(f"round trip idle            {_figures(idle)}")
    print(f"round trip while indexing  {_figures(busy)}")
    print(f"loop held at most          {(max(busy) - statistics.median(idle)) * 1000:7.1f} ms")


def _round_trips(client: RawClient, is_over: Callable[[], bool], trips_s: list[float]) -> None:
    """Adds the seconds that `ptLsp.status` takes, again and again."""
    while not is_over():
        started_s = time.perf_counter()
        client.request(len(trips_s), "workspace/executeCommand", {"command": "ptLsp.status"})
        trips_s.append(time.perf_counter() - started_s)
        time.sleep(PAUSE_S)  # an editor that asks now and then: without a rest nothing else would run


def _figures(trips_s: list[float]) -> str:
    ordered = sorted(trips_s)
    parts = (ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100], ordered[-1])
    return "{:7.1f} ms median, {:.1f} p99, {:.1f} worst".format(*(part * 1000 for part in parts))


def _cpu_s(client: RawClient) -> float:
    fields = Path(f"/proc/{client.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _write_workspace(root: Path) -> int:
    """Writes the files; the number of bytes in them."""
    n_bytes = (root / ".gitignore").write_bytes(b"*.log\n")
    sources = _sources() if what_lacks() is None else _made_up()
    for _, (name, text) in zip(range(N_FILES), sources, strict=False):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        n_bytes += path.write_bytes(text.encode())
    return n_bytes


def _sources() -> Iterator[tuple[str, str]]:
    """Files of real repositories again and again, each time with other names for what is their own."""
    with gzip.open(
        shared_data() / "context_cases" / "dev" / "repos.jsonl.gz", "rt", encoding="utf-8"
    ) as lines:
        repositories = [json.loads(line) for line in lines]
    for n_copy in range(N_FILES):
        for repository in repositories:
            for name, text in repository["files"].items():
                own = _OWN_NAME.sub(rf"\g<0>{n_copy or ''}", text)
                yield f"copy{n_copy}/{repository['repo'].rpartition('/')[2]}/{name}", own


def _made_up() -> Iterator[tuple[str, str]]:
    for n in range(N_FILES):
        body = "".join(
            f"def make_{n}_{m}(first_{m}: int) -> int:\n    return first_{m} + {n}\n\n\n" for m in range(80)
        )
        yield f"package{n // 50}/module{n}.py", body


if __name__ == "__main__":
    main()
