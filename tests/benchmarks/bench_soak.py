"""Whether days of use cost a server anything: memory, descriptors, slower answers.

`python -m tests.benchmarks.bench_soak`, some ten minutes; `--quick` plays a tenth of it. First a table of ten
parts: 5,000 completions, 500 edits, 200 explanations and 2,000 saved files in all, and how long a small
request waits meanwhile. Then a stretch of real typing, as many requests as an hour of it makes, and the same
stretch once more.
"""

import argparse
import asyncio
from dataclasses import dataclass

from tests.support.shared_data import what_lacks
from tests.support.soaking import Soak, soaking
from tests.support.typing_sessions import stretches

PARTS = 10
COMPLETIONS, EDITS, EXPLANATIONS, SAVES, VISITS = 500, 50, 20, 200, 10
"""In each part."""
SESSION, SESSION_LANGUAGE, N_STRETCHES = "vscode_session", "typescript", 5
LONG_SESSION, LONG_LANGUAGE, KEYS_AN_HOUR = "rustcode", "rust", 6_200
"""So many keys an hour has that session, pauses of more than five seconds left out."""
KEYS_OF_STRETCH = 60
EDITS_AN_HOUR, EXPLANATIONS_AN_HOUR, SAVES_AN_HOUR = 30, 10, 100


@dataclass(frozen=True)
class Cost:
    """What the server takes, and how long a small request has waited."""

    pss_mib: float
    n_descriptors: int
    n_threads: int
    p50_ms: float
    p99_ms: float

    @classmethod
    def of(cls, soak: Soak) -> "Cost":
        waits_ms = sorted(soak.pings_ms)
        return cls(
            soak.process.pss_kib / 1024,
            soak.process.n_descriptors,
            soak.process.n_threads,
            waits_ms[len(waits_ms) // 2],
            waits_ms[len(waits_ms) * 99 // 100],
        )

    def __str__(self) -> str:
        return (
            f"{self.pss_mib:8.1f} {self.n_descriptors:12} {self.n_threads:8} "
            f"{self.p50_ms:9.1f} {self.p99_ms:9.1f}"
        )


HEAD = f"{'':14} {'PSS MiB':>8} {'descriptors':>12} {'threads':>8} {'ping p50':>9} {'p99 ms':>9}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a tenth of all")
    share = 10 if parser.parse_args().quick else 1
    asyncio.run(_print_day(share))
    if lack := what_lacks():
        print(f"The same typing after an hour is left out: {lack}.")
    else:
        asyncio.run(_print_hour(share))


async def _print_day(share: int) -> None:
    print(HEAD)
    async with soaking() as soak:
        costs = []
        for part in range(1, PARTS + 1):
            async with soak.pinging():
                for _ in range(10):
                    await soak.complete(COMPLETIONS // share // 10)
                    await soak.edit(EDITS // share // 10 or 1)
                    await soak.save(SAVES // share // 10)
                await soak.explain(EXPLANATIONS // share)
                await soak.visit(VISITS // share)
            costs.append(Cost.of(soak))
            print(f"part {part:2} of {PARTS}  {costs[-1]}", flush=True)
            soak.forget()
    growth = costs[-1].pss_mib / costs[0].pss_mib - 1
    print(f"growth after the first part {growth:+.1%}\n")


async def _print_hour(share: int) -> None:
    print(HEAD)
    async with soaking() as soak:
        # Both languages are known before: a grammar that is loaded for the first time is no growth.
        for stretch in stretches(LONG_SESSION, 1):
            await soak.type(stretch, LONG_LANGUAGE)
        played = list(stretches(SESSION, N_STRETCHES))
        for label in ("at the start", "after an hour"):
            if label != "at the start":
                await _play_hour(soak, share)
            soak.pings_ms.clear()
            for stretch in played:
                await soak.type(stretch, SESSION_LANGUAGE)
            print(f"{label:14} {Cost.of(soak)}", flush=True)
            soak.forget()


async def _play_hour(soak: Soak, share: int) -> None:
    for stretch in stretches(LONG_SESSION, KEYS_AN_HOUR // KEYS_OF_STRETCH // share):
        await soak.type(stretch, LONG_LANGUAGE)
    await soak.edit(EDITS_AN_HOUR // share)
    await soak.explain(EXPLANATIONS_AN_HOUR // share)
    await soak.save(SAVES_AN_HOUR // share)
    soak.forget()


if __name__ == "__main__":
    main()
