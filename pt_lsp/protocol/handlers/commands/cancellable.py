"""Work that somebody has asked for: shows its progress, and can be cancelled there or by `ptLsp.cancel`."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from lsprotocol import types

from pt_lsp.protocol.in_flight import run_child
from pt_lsp.protocol.progress import Bar
from pt_lsp.protocol.server import Server

_T = TypeVar("_T")


async def run_cancellable(
    server: Server, bar: Bar, title: str, token: types.ProgressToken | None, work: Coroutine[Any, Any, _T]
) -> asyncio.Task[_T]:
    """The work once it has ended: `cancelled()` where it alone was. Raises what it raised.

    Cancelling the caller cancels it, too.
    """
    task = asyncio.create_task(work)

    def cancel() -> None:
        task.cancel()

    with server.in_flight.registered(server.in_flight.new_id(), cancel), server.status.working():
        async with server.progress_bars.show(bar, title, token, cancel):
            await run_child(task)
    return task
