"""Writes the statistics to the disk now and then, beside the requests; refuses to know what is counted."""

import asyncio
import logging

from pt_lsp.errors import SettingsError
from pt_lsp.protocol.status import Status
from pt_lsp.services import Services

logger = logging.getLogger(__name__)

_EVERY_S = 60.0


async def keep_statistics(services: Services, status: Status) -> None:
    """Write them once a minute until cancelled, and see what other servers have spent of the day's budget."""
    while True:
        await asyncio.sleep(_EVERY_S)
        await write_statistics(services)
        status.check_budget()


async def write_statistics(services: Services) -> None:
    """Write what is not written yet; a disk that cannot be written is no reason to fail."""
    try:
        await asyncio.to_thread(services.collect_statistics().flush)
    except SettingsError as error:
        logger.info("%s", error)
