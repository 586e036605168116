import asyncio

import pytest

from pt_lsp.protocol.in_flight import InFlight, run_child
from tests.support.running import run


async def forever() -> None:
    await asyncio.Event().wait()


async def fail() -> None:
    raise ValueError("no")


def test_one_job_or_all_can_be_cancelled() -> None:
    jobs, cancelled = InFlight(), list[str]()
    with (
        jobs.registered("a", lambda: cancelled.append("a")),
        jobs.registered("b", lambda: cancelled.append("b")),
    ):
        jobs.cancel("b")
        assert cancelled == ["b"]
        jobs.cancel()
    assert cancelled == ["b", "a", "b"]


def test_cancelling_a_job_that_has_ended_is_no_error() -> None:
    jobs = InFlight()
    with jobs.registered("a", lambda: pytest.fail("it has ended")):
        pass
    jobs.cancel("a")
    jobs.cancel()


def test_a_child_that_comes_to_its_end_is_whole() -> None:
    async def scenario() -> None:
        assert await run_child(asyncio.create_task(asyncio.sleep(0)))

    run(scenario())


def test_a_child_that_was_cancelled_is_not_whole() -> None:
    async def scenario() -> None:
        task = asyncio.create_task(forever())
        asyncio.get_running_loop().call_soon(task.cancel)
        assert not await run_child(task)

    run(scenario())


def test_a_childs_failure_is_raised() -> None:
    async def scenario() -> None:
        with pytest.raises(ValueError, match="no"):
            await run_child(asyncio.create_task(fail()))

    run(scenario())


def test_cancelling_the_caller_ends_the_child_first() -> None:
    async def scenario() -> None:
        task = asyncio.create_task(forever())
        caller = asyncio.create_task(run_child(task))
        await asyncio.sleep(0)
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        assert task.cancelled()

    run(scenario())
