"""How the child is started, waited for and ended, with children that misbehave."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process

import pytest

from pt_lsp.errors import EndpointTimeout, EndpointUnreachable
from pt_lsp.local_model import child
from tests.support.running import run


async def python(code: str) -> Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdin=PIPE, stdout=PIPE)


def test_a_child_that_ends_without_a_word_gives_its_exit_code() -> None:
    async def start() -> None:
        process = await python("raise SystemExit(7)")
        try:
            await child.base_url_of(process)
        finally:
            await child.stop(process)

    with pytest.raises(EndpointUnreachable, match="exit code 7"):
        run(start())


def test_a_child_that_never_answers_times_out() -> None:
    async def start() -> None:
        process = await python("import sys; sys.stdin.read()")
        try:
            await child.base_url_of(process, timeout_s=0.2)
        finally:
            await child.stop(process)

    with pytest.raises(EndpointTimeout, match="within 0 s"):
        run(start())


def test_a_child_that_does_not_heed_the_end_of_its_input_is_killed() -> None:
    async def start_and_stop() -> int:
        process = await python("import threading; print('up', flush=True); threading.Event().wait()")
        assert process.stdout is not None
        await process.stdout.readline()
        await child.stop(process, timeout_s=0.2)
        return await process.wait()

    assert run(start_and_stop()) != 0
