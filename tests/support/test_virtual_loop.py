"""Time on the virtual loop, beside a clock of the real world."""

import asyncio
import time

import pytest

from tests.support.virtual_loop import run_virtually, sleep_until


def test_an_hour_of_waiting_takes_no_time_and_counts_as_an_hour() -> None:
    async def wait() -> float:
        await asyncio.sleep(3600)
        return asyncio.get_running_loop().time()

    started_s = time.perf_counter()
    assert run_virtually(wait()) == 3600
    assert time.perf_counter() - started_s < 5


def test_what_is_due_earlier_runs_earlier_however_the_tasks_were_started() -> None:
    order: list[str] = []

    async def note(what: str, when_s: float) -> None:
        await sleep_until(when_s)
        order.append(f"{what} at {asyncio.get_running_loop().time():g}")

    async def start_all() -> None:
        await asyncio.gather(note("last", 2.5), note("first", 0.5), note("between", 1.0))

    run_virtually(start_all())
    assert order == ["first at 0.5", "between at 1", "last at 2.5"]


def test_a_timeout_strikes_at_its_virtual_time() -> None:
    async def wait() -> float:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3):
                await asyncio.sleep(10)
        return asyncio.get_running_loop().time()

    assert run_virtually(wait()) == 3


def test_what_a_thread_would_do_is_done_at_once() -> None:
    async def work() -> tuple[str, float]:
        result = await asyncio.to_thread("-".join, ["a", "b"])
        return result, asyncio.get_running_loop().time()

    assert run_virtually(work()) == ("a-b", 0)


def test_waiting_for_what_nobody_will_do_is_an_error_instead_of_a_hang() -> None:
    async def hang() -> None:
        await asyncio.get_running_loop().create_future()

    with pytest.raises(RuntimeError, match="hang forever"):
        run_virtually(hang())
