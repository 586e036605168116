"""Tasks that run beside the requests and end with the server."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from pt_lsp.errors import log_failure

logger = logging.getLogger(__name__)


class BackgroundTasks:
    """Owns the tasks; made by the server."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `work` until it or the server ends; a failure goes to the log."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def aclose(self) -> None:
        """Cancel what runs, and return once all of it has ended."""
        while tasks := list(self._tasks):
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log_failure(logger, "BackgroundTasks work", error)
