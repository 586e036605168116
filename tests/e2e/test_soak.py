"""What a server keeps of what it was asked: nothing that grows with each request."""

import sys

import pytest

from tests.support.running import run
from tests.support.soaking import Soak, soaking

N_WARM, N = 240, 240
"""After so many what is remembered of prompts, a megabyte of lines and more, is full."""
N_SAVED_FIRST = 150
"""So many fill the memory for identifiers."""
N_AT_ONCE = 100
"""Far more than a server has threads for."""
MOST_KIB = 14
"""Left behind by a request and all that goes on beside it: some five are noise, a kept text is 18 or more."""


@pytest.mark.repeats
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process takes")
def test_memory_and_descriptors_do_not_grow_with_requests() -> None:
    async def scenario() -> None:
        async with soaking() as soak:
            await _work(soak, N_WARM)
            await soak.save(N_SAVED_FIRST)
            await soak.crowd(N_AT_ONCE)
            before_kib = soak.process.private_kib
            n_descriptors, n_threads = soak.process.n_descriptors, soak.process.n_threads
            await _work(soak, N)
            assert soak.process.private_kib - before_kib < N * MOST_KIB
            assert soak.process.n_descriptors <= n_descriptors + 2
            assert soak.process.n_threads <= n_threads

    run(scenario(), timeout_s=240)


async def _work(soak: Soak, n: int) -> None:
    await soak.complete(n)
    await soak.edit(n // 20)
    await soak.explain(n // 20)
    await soak.save(n // 4)
    await soak.visit(n // 20)
    await soak.editor.settle()
