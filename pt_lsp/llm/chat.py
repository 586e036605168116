"""One streamed chat completion over HTTP: sent, tried again before its first byte only, read by deltas."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from pt_lsp import __version__
from pt_lsp.errors import EndpointFailed, RateLimited
from pt_lsp.llm.answer import ReplyDelta
from pt_lsp.llm.clients import Clients, Lease, MakeTransport
from pt_lsp.llm.deltas import read_deltas
from pt_lsp.llm.failures import Failures, retry_after_s
from pt_lsp.llm.request import ChatRequest
from pt_lsp.llm.retry import BUSY_WAIT_S, RetryPolicy
from pt_lsp.llm.transport_errors import FailedAttempt, as_error, failed_attempt

MAX_ERROR_BYTES = 64_000
DRAIN_S = 0.05
"""How long a connection may take to end its answer after the last event if it is to be used again."""

_PASSING = (RateLimited, EndpointFailed)
"""Failures that may be over in a moment."""
_LASTING_STATUSES = frozenset({501, 505})
_HEADERS = {
    "Content-Type": "application/json",
    "Accept": "text/event-stream, application/json",
    "Accept-Encoding": "identity",  # proxies that compress hold deltas back
    "User-Agent": f"pt-lsp/{__version__}",
}


class Channel:
    """The connections to endpoints, and the answers that come over them."""

    def __init__(self, retry_policy: RetryPolicy, make_transport: MakeTransport | None = None) -> None:
        self.clients = Clients(make_transport)
        self._retry_policy = retry_policy

    @asynccontextmanager
    async def open(self, request: ChatRequest) -> AsyncIterator[AsyncIterator[ReplyDelta]]:
        """The pieces of the answer; entered when its first bytes are there, left by closing the HTTP stream.

        Raises a ModelError on entering (refused, unreachable) or while iterating (cut, reported, malformed).
        """
        async with self.clients.lease(request.endpoint.route) as lease:
            chunks = await _send(lease, request, self._retry_policy)
            yield _read(chunks, lease, request.failures)


async def _read(chunks: AsyncIterator[bytes], lease: Lease, failures: Failures) -> AsyncIterator[ReplyDelta]:
    async for delta in read_deltas(chunks, failures):
        yield delta
    try:
        async with asyncio.timeout(DRAIN_S):
            async for _ in chunks:
                pass
    except Exception:  # noqa: BLE001 - the answer is complete; only its connection is of no more use
        return
    lease.is_reusable = True


async def _send(lease: Lease, request: ChatRequest, retry_policy: RetryPolicy) -> AsyncIterator[bytes]:
    n_retries = 0
    while True:
        outcome = await _try(lease, request, retry_policy)
        if not isinstance(outcome, FailedAttempt):
            return outcome
        wait_s = _wait_s(outcome, n_retries, retry_policy)
        if wait_s is None:
            raise outcome.error
        await retry_policy.sleep(wait_s)
        n_retries += 1


def _wait_s(failed: FailedAttempt, n_retries: int, retry_policy: RetryPolicy) -> float | None:
    if failed.first_wait_s is None:
        return None
    return retry_policy.wait_s(n_retries, failed.first_wait_s, failed.retry_after_s)


async def _try(
    lease: Lease, request: ChatRequest, retry_policy: RetryPolicy
) -> AsyncIterator[bytes] | FailedAttempt:
    timeout = httpx.Timeout(request.idle_timeout_s, connect=request.connect_timeout_s, pool=1.0)
    headers = httpx.Headers(_HEADERS)
    headers.update(request.headers)  # whatever case they are written in
    try:
        message = lease.client.build_request(
            "POST",
            request.endpoint.url,
            content=request.body,
            headers=headers,
            timeout=timeout,
            extensions={"trace": lease.trace},
        )
        response = await lease.client.send(message, stream=True)
        chunks = response.aiter_bytes()
        if response.is_success:
            first = await anext(chunks, b"")
            return _chunks(first, chunks, request)
        error = request.failures.of_status(
            response.status_code, response.headers, await _read_some(chunks), retry_policy.now()
        )
        await response.aclose()
    except (httpx.HTTPError, httpx.InvalidURL) as failure:
        return failed_attempt(failure, request.failures, request.idle_timeout_s)
    is_passing = isinstance(error, _PASSING) and response.status_code not in _LASTING_STATUSES
    if not is_passing or not request.waits_for_busy:
        return FailedAttempt(error)
    return FailedAttempt(error, BUSY_WAIT_S, retry_after_s(response.headers, retry_policy.now()))


async def _chunks(first: bytes, rest: AsyncIterator[bytes], request: ChatRequest) -> AsyncIterator[bytes]:
    yield first
    try:
        async for chunk in rest:
            yield chunk
    except httpx.HTTPError as failure:
        raise as_error(failure, request.failures, request.idle_timeout_s) from None


async def _read_some(chunks: AsyncIterator[bytes]) -> bytes:
    body = b""
    async for chunk in chunks:
        body += chunk
        if len(body) >= MAX_ERROR_BYTES:
            break
    return body
