"""What faulty endpoints do to each kind of work: `python -m tests.benchmarks.bench_faults [WORDS]`.

A row is a fault whose name holds WORDS, a column a kind of work. In each cell a real server over stdio (or
the command line) meets a real socket that fails: asked work has to end in one sentence or a right answer,
a completion in none with a reason or a right one; the text stays, the next request works, and neither
requests nor seconds grow. Prints requests and seconds of each cell, what is wrong below it; exits with 1 if
anything is.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.support.endpoint_faults import faults
from tests.support.fault_cells import Cell, row_of
from tests.support.faulty_endpoint import Certificates, Fault

AT_ONCE = 6
ROW_S = 200.0
KINDS = ("completion", "edit", "explain", "command line")


async def play(fault: Fault, certificates: Certificates, turns: asyncio.Semaphore) -> list[Cell]:
    """The cells of a row; of one that broke off, a red one."""
    cells: list[Cell] = []
    async with turns:
        with tempfile.TemporaryDirectory(prefix="pt-lsp-fault-") as folder:
            try:
                async with asyncio.timeout(ROW_S), row_of(fault, certificates, Path(folder)) as row:
                    for work in (row.completion, row.edit, row.explanation, row.command_line):
                        cells.append(await work())  # noqa: PERF401 - those before a failure count
            except Exception as error:  # noqa: BLE001 - a red cell
                cells.append(Cell((f"broke off: {error!r}",), "", 0, 0.0))
    print_row(fault, cells)
    return cells


def print_row(fault: Fault, cells: list[Cell]) -> None:
    columns = [
        f"{'RED' if cell.wrong else 'ok':>3} {cell.n_requests:2} {cell.taken_s:5.1f} s" for cell in cells
    ]
    print(f"{fault.name:42} {'   '.join(columns)}", flush=True)
    for kind, cell in zip(KINDS, cells, strict=False):
        if cell.wrong:
            print(f"    {kind}: {'; '.join(cell.wrong)} | {cell.said[:300]}", flush=True)
        elif "-v" in sys.argv:
            print(f"    {kind}: {cell.said}", flush=True)


async def main() -> int:
    """The exit code."""
    started_s = time.monotonic()
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    with tempfile.TemporaryDirectory(prefix="pt-lsp-certificates-") as folder:
        certificates = Certificates(Path(folder))
        chosen = [each for each in faults(certificates) if all(word in each.name for word in words)]
        print(f"{'':42} {'   '.join(f'{kind:14}' for kind in KINDS)}")
        turns = asyncio.Semaphore(AT_ONCE)
        rows = await asyncio.gather(*(play(fault, certificates, turns) for fault in chosen))
    cells = [cell for row in rows for cell in row]
    n_red = sum(bool(cell.wrong) for cell in cells) + sum(len(KINDS) - len(row) for row in rows)
    print(f"{len(rows)} faults, {len(cells)} cells, {n_red} red, {time.monotonic() - started_s:.0f} s")
    return 1 if n_red else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
