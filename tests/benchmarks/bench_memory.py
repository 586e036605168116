"""Whether a long session grows: RSS before and after 10,000 changes and 1,000 documents opened and closed.

`python -m tests.benchmarks.bench_memory`; each phase runs twice, because the first fills what is bounded.
"""

from pathlib import Path

from tests.support.raw_client import RawClient, raw_client

N_CHANGES = 10_000
N_DOCUMENTS = 1_000
SOURCE = "".join(f"value_{n} = {n}\n" for n in range(1000))
URI = "untitled:long"


def main() -> None:
    with raw_client() as client:
        client.initialize(None, {"completion": {"enabled": False}})
        client.open(URI, SOURCE)
        sizes = [_rss_mib(client)]
        for n_round in (0, 1):
            _change(client, n_round * N_CHANGES)
            sizes.append(_rss_mib(client))
            _open_and_close(client)
            sizes.append(_rss_mib(client))
    labels = ["start", "10,000 changes", "1,000 open/close", "10,000 changes", "1,000 open/close"]
    for label, size in zip(labels, sizes, strict=True):
        print(f"{label:18} RSS {size:7.1f} MiB   {size - sizes[0]:+6.1f} since the start")


def _change(client: RawClient, first: int) -> None:
    for n in range(first, first + N_CHANGES):
        place = {"line": n % 1000, "character": 0}
        # Every other change takes back what the one before has typed.
        end = place if n % 2 == 0 else {"line": (n - 1) % 1000, "character": 1}
        start = place if n % 2 == 0 else {"line": (n - 1) % 1000, "character": 0}
        changes = [{"range": {"start": start, "end": end}, "text": "x" if n % 2 == 0 else ""}]
        document = {"uri": URI, "version": n + 2}
        client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
    _synchronise(client)


def _open_and_close(client: RawClient) -> None:
    for n in range(N_DOCUMENTS):
        client.open(f"untitled:{n}", SOURCE)
        client.notify("textDocument/didClose", {"textDocument": {"uri": f"untitled:{n}"}})
    _synchronise(client)


def _synchronise(client: RawClient) -> None:
    client.request("synchronise", "workspace/executeCommand", {"command": "ptLsp.cancel"})


def _rss_mib(client: RawClient) -> float:
    _synchronise(client)
    status = Path(f"/proc/{client.process.pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024


if __name__ == "__main__":
    main()
