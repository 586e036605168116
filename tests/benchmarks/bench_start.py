"""Start, memory and size, beside stock pygls in the same run.

`python -m tests.benchmarks.bench_start`: spawn to the reply to `initialize`, spawn to the dispatch of the
first completion beside a bare import of pygls, PSS of an idle server with a 1,000-line file open, installed
size.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.raw_client import raw_client

RUNS = 15
CAPABILITIES = {"general": {"positionEncodings": ["utf-16"]}, "textDocument": {"inlineCompletion": {}}}

STOCK = """
from pygls.lsp.server import LanguageServer
server = LanguageServer("stock", "1")
@server.feature("textDocument/hover")
def hover(params):
    return None
server.start_io()
"""


def main() -> None:
    ours = _medians(RUNS, lambda: _spawn_to_initialize([sys.executable, "-m", "pt_lsp", "serve"]))
    stock = _medians(RUNS, lambda: _spawn_to_initialize([sys.executable, "-c", STOCK]))
    ratio = ours / stock
    print(f"spawn to initialize reply  {ours:7.1f} ms   stock pygls {stock:7.1f} ms   {ratio:5.2f}x")
    dispatch = _medians(RUNS, _spawn_to_dispatch)
    bare = _medians(RUNS, _bare_import)
    ratio = dispatch / bare
    print(f"spawn to first dispatch    {dispatch:7.1f} ms   bare import {bare:7.1f} ms   {ratio:5.2f}x")
    print(f"idle PSS, 1,000 lines open {_idle_pss_mib():7.1f} MiB (whole process tree)")
    print(f"installed size, no extras  {_installed_mib():7.1f} MiB (du of site-packages, without pip)")


def _medians(n_runs: int, measure: Callable[[], float]) -> float:
    measure()
    return statistics.median(measure() for _ in range(n_runs)) * 1000


def _spawn_to_initialize(command: list[str]) -> float:
    from pt_lsp.protocol.wire.framing import encode

    params = {"processId": None, "rootUri": None, "capabilities": CAPABILITIES}
    request = encode({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params})
    started_s = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(request)
        process.stdin.flush()
        process.stdout.readline()
        elapsed_s = time.perf_counter() - started_s
        process.kill()
    return elapsed_s


def _spawn_to_dispatch() -> float:
    """The empty answer of a language that is switched off has gone through dispatch and engine."""
    started_s = time.perf_counter()
    with raw_client() as client:
        client.initialize(CAPABILITIES, {"completion": {"enabled": False}})
        client.open("untitled:a", "x = 1\n")
        client.request(2, "textDocument/inlineCompletion", _completion_params())
        return time.perf_counter() - started_s


def _bare_import() -> float:
    started_s = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import pygls.lsp.server"], check=True)
    return time.perf_counter() - started_s


def _completion_params() -> dict[str, Any]:
    position = {"line": 0, "character": 5}
    return {"textDocument": {"uri": "untitled:a"}, "position": position, "context": {"triggerKind": 2}}


def _idle_pss_mib() -> float:
    with raw_client() as client:
        client.initialize(CAPABILITIES, {"completion": {"enabled": False}})
        client.open("untitled:a", "".join(f"value_{n} = {n}\n" for n in range(1000)))
        client.request(2, "textDocument/inlineCompletion", _completion_params())
        # The first request's libraries are loaded in the background; idle is when no more memory comes.
        sizes = [0.0]
        while (size := _pss_mib(client.process.pid)) > sizes[-1]:
            sizes.append(size)
            time.sleep(1)
        return size


def _pss_mib(pid: int) -> float:
    tasks = Path(f"/proc/{pid}/task")
    children = [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    own_kib = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return own_kib / 1024 + sum(map(_pss_mib, children))


def _installed_mib() -> float:
    """What `pip install pt-lsp` puts on a disk."""
    project = Path(__file__).parents[2]
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--target", folder, str(project)], check=True)
        listing = subprocess.run(["du", "-sm", folder], check=True, capture_output=True, text=True)
    return float(listing.stdout.split()[0])


if __name__ == "__main__":
    main()
