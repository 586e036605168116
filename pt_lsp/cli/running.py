"""Runs one asynchronous terminal command with services of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from pt_lsp.cli.services import make_services
from pt_lsp.features.services import Services

T = TypeVar("T")


def run_with_services(work: Callable[[Services], Awaitable[T]]) -> T:
    """The result of `work`; the services are closed and the statistics written, however it ends."""

    async def run() -> T:
        services = make_services()
        try:
            return await work(services)
        finally:
            await services.aclose()
            services.collect_statistics().flush()

    return asyncio.run(run())
