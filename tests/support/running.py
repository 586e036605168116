"""Runs coroutines in plain tests."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run(coro: Coroutine[Any, Any, T], timeout_s: float = 60) -> T:
    """The coroutine's result; a TimeoutError instead of a test that hangs."""

    async def bounded() -> T:
        async with asyncio.timeout(timeout_s):
            return await coro

    return asyncio.run(bounded())


def play_at_once(scenarios: Mapping[str, Callable[[], None]]) -> None:
    """Play those that wait most of the time beside each other; a failure tells by name which ones failed."""
    with ThreadPoolExecutor(len(scenarios)) as pool:
        playing = {name: pool.submit(play) for name, play in scenarios.items()}
    failures = [(name, error) for name, future in playing.items() if (error := future.exception())]
    for name, error in failures:
        error.add_note(f"That was with: {name}")
    if failures:
        names = ", ".join(name for name, _ in failures)
        raise BaseExceptionGroup(f"failed with: {names}", [error for _, error in failures])
