"""The one place where our errors become LSP errors, and where each request leaves its line in the log.

Refuses to log what a message or an error of unknown origin holds: either may quote the user's code.
"""

import asyncio
import functools
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from pygls.exceptions import JsonRpcException

from pt_lsp.errors import PtLspError, log_failure
from pt_lsp.protocol.results import ErrorData

logger = logging.getLogger(__name__)

REQUEST_FAILED = -32803
INTERNAL_ERROR = -32603
REQUEST_CANCELLED = -32800
INVALID_PARAMS = -32602
ABOUT_INVALID_PARAMS: ErrorData = {"code": "invalidParams", "fix": "none"}
ABOUT_NOT_OPEN: ErrorData = {"code": "notOpen", "fix": "none"}
ABOUT_FAULTS: ErrorData = {"code": "internal", "fix": "showLog"}


def about(error: PtLspError) -> ErrorData:
    """What an editor may know of it beside its sentence."""
    return {"code": error.code, "fix": error.fix}


def bounded(method: str, handler: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """`handler`, raising nothing but `JsonRpcException` and cancellation."""

    @functools.wraps(handler)
    async def run(*args: Any) -> Any:
        started_s = time.perf_counter()
        outcome = "done"
        try:
            return await handler(*args)
        except asyncio.CancelledError:
            outcome = "cancelled"
            raise
        except JsonRpcException as error:
            outcome = f"error {error.code}"
            if error.code == INVALID_PARAMS and error.data is None:
                error.data = ABOUT_INVALID_PARAMS
            raise
        except PtLspError as error:
            outcome = type(error).__name__
            raise JsonRpcException(message=str(error), code=REQUEST_FAILED, data=about(error)) from error
        except Exception as error:
            outcome = type(error).__name__
            failure = log_failure(logger, method, error)
            raise JsonRpcException(message=str(failure), code=INTERNAL_ERROR, data=ABOUT_FAULTS) from error
        finally:
            logger.debug("%s %.1f ms %s", method, (time.perf_counter() - started_s) * 1000, outcome)

    return run
