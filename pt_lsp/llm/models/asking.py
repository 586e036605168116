"""`GET /models`, bounded in time and bytes."""

import asyncio
import time
from collections.abc import AsyncIterator

import httpx

from pt_lsp.llm.body import MAX_ERROR_BYTES, read_body
from pt_lsp.llm.clients import Clients, joined_headers
from pt_lsp.llm.models.reading import read_models
from pt_lsp.llm.refusals.transport_errors import failed_attempt
from pt_lsp.llm.request import ModelsRequest

TIMEOUT_S = 5.0
MOST_BYTES = 4_000_000

_TELLING = frozenset({401, 429})
"""Statuses that say something of the key; any other 4xx says that there is no such list for it."""


async def ask_for_models(clients: Clients, request: ModelsRequest) -> tuple[str, ...]:
    """The ids of the models that the key can use; none where the endpoint serves no list of them.

    Raises a ModelError if the endpoint cannot be reached, refuses the key or fails.
    """
    timeout = httpx.Timeout(TIMEOUT_S, connect=min(request.connect_timeout_s, TIMEOUT_S), pool=1.0)
    headers = joined_headers({"Accept": "application/json"}, request.headers)
    try:
        async with asyncio.timeout(TIMEOUT_S), clients.lease(request.endpoint.route) as lease:
            url = request.endpoint.models_url
            message = lease.client.build_request("GET", url, headers=headers, timeout=timeout)
            message.extensions["trace"] = lease.trace
            response = await lease.client.send(message, stream=True)
            body = await _read(read_body(response))
    except TimeoutError:
        raise request.failures.of_silence(TIMEOUT_S) from None
    except (httpx.HTTPError, httpx.InvalidURL) as failure:
        raise failed_attempt(failure, request.failures, TIMEOUT_S).error from None
    if response.is_success:
        found = await asyncio.to_thread(read_models, body)
        return tuple(model for model in found if not request.failures.shows_key(model))
    if response.is_client_error and response.status_code not in _TELLING:
        return ()
    raise request.failures.of_status(
        response.status_code, response.headers, body[:MAX_ERROR_BYTES], time.time()
    )


async def _read(chunks: AsyncIterator[bytes]) -> bytes:
    """A longer body is cut, and then no list: what would be worth reading is not as long."""
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > MOST_BYTES:
            break
    return bytes(body)
