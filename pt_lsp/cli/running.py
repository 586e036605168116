"""Runs one asynchronous terminal command with services of its own."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from pt_lsp.cli.services import make_services
from pt_lsp.cli.settings_sources import project_root
from pt_lsp.cli.signals import run_until_signalled
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.services import Services
from pt_lsp.settings.options import Settings

T = TypeVar("T")

_INDEX_AT_MOST_S = 2.0
"""Somebody waits, and what is nearest to the file is indexed first."""


def run_with_services(
    work: Callable[[Services], Awaitable[T]],
    about: Snapshot | None = None,
    settings_for: Callable[[Path | None], Settings] | None = None,
) -> T:
    """The result of `work`, which knows the project of the document that it is about.

    `settings_for` tells what holds in a folder; without it the document's settings hold everywhere.
    The services are closed and the statistics written, however it ends.
    """
    settings = Settings() if about is None else about.settings

    async def run() -> T:
        services = make_services(settings_for or (lambda _folder: settings))
        try:
            if about is not None:
                await _index(about, services)
            return await work(services)
        finally:
            await services.aclose()
            services.collect_statistics().flush()

    return run_until_signalled(run())


async def _index(snapshot: Snapshot, services: Services) -> None:
    root = None if snapshot.path is None else project_root(snapshot.path)
    services.folders_changed([] if root is None else [root])
    services.indexing.opened(snapshot)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_INDEX_AT_MOST_S):
            await services.indexing.settled()
