"""One streamed chat completion over HTTP: sent, tried again before its first byte only, read by deltas."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from cachetools import LRUCache
from httpx import codes

from pt_lsp.errors import EndpointFailed, ModelError, RateLimited
from pt_lsp.llm.answer import ReplyDelta, Reported
from pt_lsp.llm.body import MAX_ERROR_BYTES, read_body
from pt_lsp.llm.clients import Clients, Lease, MakeTransport, joined_headers
from pt_lsp.llm.deltas import read_deltas
from pt_lsp.llm.refusals.adaptation import Adaptation
from pt_lsp.llm.refusals.fields import find_refused
from pt_lsp.llm.refusals.report import Report, read_report
from pt_lsp.llm.refusals.transport_errors import FailedAttempt, as_error, failed_attempt
from pt_lsp.llm.request import ChatRequest
from pt_lsp.llm.timing.pace import Pace
from pt_lsp.llm.timing.retry import BUSY_WAIT_S, RECONNECT_WAIT_S, RetryPolicy
from pt_lsp.llm.timing.retry_after import retry_after_s

_log = logging.getLogger(__name__)

MAX_ADAPTED = 4
"""How often one request is sent again because fields of it are refused."""
ERROR_BODY_S = 2.0
"""How long the body of an error is read: its status says most."""
MAX_ANSWER_BYTES = 64_000_000
"""Far more than an answer takes, with all its reasoning and what stands around each word."""
DRAIN_S = 0.05
"""How long a connection may take to end its answer after the last event if it is to be used again."""

_MAX_ADAPTATIONS = 50
_PASSING = (RateLimited, EndpointFailed)
"""Failures that may be over in a moment."""
_LASTING_STATUSES = frozenset({501, 505})
_HEADERS = {"Content-Type": "application/json", "Accept": "text/event-stream, application/json"}


class Channel:
    """The connections to endpoints, what these do not take, and the answers that come."""

    def __init__(self, retry_policy: RetryPolicy, make_transport: MakeTransport | None = None) -> None:
        self.clients = Clients(make_transport)
        self._retry_policy = retry_policy
        self._adaptations: LRUCache[tuple[str, str], Adaptation] = LRUCache(_MAX_ADAPTATIONS)

    @asynccontextmanager
    async def open(self, request: ChatRequest) -> AsyncIterator[AsyncIterator[ReplyDelta]]:
        """The pieces of the answer; entered when its first one is there, left by closing the HTTP stream.

        Raises a ModelError on entering (refused, unreachable) or while iterating (cut, reported, malformed).
        """
        async with self.clients.lease(request.endpoint.route) as lease:
            pace = Pace(request.idle_timeout_s, request.answer_timeout_s, request.failures)
            yield _read(await self._send(lease, request, pace), lease)

    def takes(self, field: str, url: str, model: str) -> bool:
        """Whether a field goes out to an endpoint and model: False once they have refused it."""
        return field not in self._adaptations.get((url, model), Adaptation()).without

    async def _send(self, lease: Lease, request: ChatRequest, pace: Pace) -> "_Begun":
        spot = (request.endpoint.url, request.failures.model)
        adaptation = self._adaptations.get(spot, Adaptation())
        n_retries = n_adapted = 0
        change: Adaptation | None = None
        said = ""
        while True:
            outcome = await _try(lease, request, adaptation, pace, self._retry_policy)
            error = outcome.error if isinstance(outcome, FailedAttempt) else None
            if change is not None and str(error) != said:  # what is refused in the same words was no help
                self._remember(spot, change, request)
            if not isinstance(outcome, FailedAttempt):
                return outcome
            change = outcome.adaptation if n_adapted < MAX_ADAPTED else None
            if change is not None:
                n_adapted += 1
                said = str(error)
                adaptation = adaptation.and_then(change)
                continue
            wait_s = _wait_s(outcome, n_retries, self._retry_policy)
            if wait_s is None:
                raise outcome.error
            await self._retry_policy.sleep(wait_s)
            n_retries += 1

    def _remember(self, spot: tuple[str, str], adaptation: Adaptation, request: ChatRequest) -> None:
        if not adaptation.is_lasting:
            return
        known = self._adaptations.get(spot, Adaptation())
        self._adaptations[spot] = known.and_then(adaptation)
        _log.info("%s, %s: %s", request.failures.host, request.failures.model, adaptation.sentence)


@dataclass(frozen=True, slots=True)
class _Begun:
    """An answer whose first piece has come."""

    first: ReplyDelta | None
    rest: AsyncIterator[ReplyDelta]
    chunks: AsyncIterator[bytes]


async def _read(begun: _Begun, lease: Lease) -> AsyncIterator[ReplyDelta]:
    if begun.first is not None:
        yield begun.first
    async for delta in begun.rest:
        yield delta
    try:
        async with asyncio.timeout(DRAIN_S):
            async for _ in begun.chunks:
                pass
    except Exception:  # noqa: BLE001 - the answer is complete; only its connection is of no more use
        return
    lease.is_reusable = True


def _wait_s(failed: FailedAttempt, n_retries: int, retry_policy: RetryPolicy) -> float | None:
    if failed.first_wait_s is None:
        return None
    return retry_policy.wait_s(n_retries, failed.first_wait_s, failed.retry_after_s)


async def _try(
    lease: Lease, request: ChatRequest, adaptation: Adaptation, pace: Pace, retry_policy: RetryPolicy
) -> _Begun | FailedAttempt:
    pace.restart_silence()
    body = request.body_as(adaptation)
    connect_timeout_s = min(request.connect_timeout_s, request.idle_timeout_s)
    headers = joined_headers(_HEADERS, request.headers)
    try:
        message = lease.client.build_request(
            "POST",
            request.endpoint.url,
            content=await asyncio.to_thread(request.with_image_data, body) if request.images else body,
            headers=headers,
            timeout=httpx.Timeout(None, connect=connect_timeout_s, pool=1.0),
            extensions={"trace": lease.trace},
        )
        response = await pace.wait(lease.client.send(message, stream=True))
        begun = await _begin(response, request, pace)
        if isinstance(begun, _Begun):
            return begun
        await response.aclose()
    except (httpx.HTTPError, httpx.InvalidURL) as failure:
        return failed_attempt(failure, request.failures, request.idle_timeout_s)
    status, now_s = response.status_code, retry_policy.now()
    error = request.failures.of_refusal(status, response.headers, begun, now_s)
    refused = find_refused(begun, status, json.loads(body), adaptation, request.keeps)
    if refused is not None:
        return FailedAttempt(error, adaptation=refused)
    return FailedAttempt(error, _first_wait_s(error, status, request), retry_after_s(response.headers, now_s))


def _first_wait_s(error: ModelError, status: int, request: ChatRequest) -> float | None:
    """Before another try of what was refused; None where that is of no use."""
    if status == codes.REQUEST_TIMEOUT:  # a kept connection that the other side was about to close
        return RECONNECT_WAIT_S
    is_passing = isinstance(error, _PASSING) and codes.is_error(status) and status not in _LASTING_STATUSES
    return BUSY_WAIT_S if is_passing and request.waits_for_busy else None


async def _begin(response: httpx.Response, request: ChatRequest, pace: Pace) -> _Begun | Report:
    """The answer from its first piece on, or what the endpoint says in place of one."""
    body = read_body(response)
    if not response.is_success:
        return read_report(await _read_some(body))
    chunks = _chunks(await pace.wait(anext(body, b"")), body, request, pace)
    deltas = _heard(read_deltas(chunks, request.failures), pace, offers_tools=request.offers_tools)
    try:
        return _Begun(await anext(deltas, None), deltas, chunks)
    except Reported as reported:
        return reported.report


async def _chunks(
    first: bytes, rest: AsyncIterator[bytes], request: ChatRequest, pace: Pace
) -> AsyncIterator[bytes]:
    chunk, n_bytes = first, 0
    try:
        while chunk:
            n_bytes += len(chunk)
            if n_bytes > MAX_ANSWER_BYTES:
                raise request.failures.of_malformed("an endless answer")
            yield chunk
            chunk = await pace.wait(anext(rest, b""))
    except httpx.HTTPError as failure:
        raise as_error(failure, request.failures, request.idle_timeout_s) from None


async def _heard(
    deltas: AsyncIterator[ReplyDelta], pace: Pace, *, offers_tools: bool
) -> AsyncIterator[ReplyDelta]:
    """The same; what is neither text nor reasoning nor a call of what was offered is silence."""
    async for delta in deltas:
        is_call = offers_tools and any(call.name or call.arguments for call in delta.calls)
        if delta.text or delta.is_reasoning or is_call:
            pace.restart_silence()
        yield delta


async def _read_some(chunks: AsyncIterator[bytes]) -> bytes:
    """The beginning of an error's body, as far as it comes."""
    body = bytearray()
    with contextlib.suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(ERROR_BODY_S):
            async for chunk in chunks:
                body += chunk
                if len(body) >= MAX_ERROR_BYTES:
                    break
    return bytes(body)
