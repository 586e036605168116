"""What the HTTP library raises, said in our own errors, and whether another try may do better."""

import socket
import ssl
from dataclasses import dataclass

import httpx

from pt_lsp.errors import ModelError
from pt_lsp.llm.failures import Failures
from pt_lsp.llm.refusals import connection_faults as faults
from pt_lsp.llm.refusals.adaptation import Adaptation
from pt_lsp.llm.refusals.connection_faults import ConnectionFault
from pt_lsp.llm.timing.retry import RECONNECT_WAIT_S


@dataclass(frozen=True, slots=True)
class FailedAttempt:
    """A try that failed."""

    error: ModelError
    first_wait_s: float | None = None
    """Before the first of further tries, which are worth while; None: they are not."""
    retry_after_s: float | None = None
    adaptation: Adaptation | None = None
    """What to do to the request for another try at once."""


def failed_attempt(failure: Exception, failures: Failures, idle_timeout_s: float) -> FailedAttempt:
    """The failure before an answer's first byte."""
    if isinstance(failure, httpx.TimeoutException) and not isinstance(failure, httpx.ConnectTimeout):
        return FailedAttempt(failures.of_silence(idle_timeout_s))
    if isinstance(failure, httpx.DecodingError):
        return FailedAttempt(failures.of_malformed("bytes that cannot be decompressed"))
    fault, first_wait_s = _no_answer(failure)
    return FailedAttempt(failures.of_connection(fault), first_wait_s)


def as_error(failure: Exception, failures: Failures, idle_timeout_s: float) -> ModelError:
    """The error within an answer."""
    if isinstance(failure, httpx.TimeoutException):
        return failures.of_silence(idle_timeout_s)
    if isinstance(failure, httpx.DecodingError):
        return failures.of_malformed("bytes that cannot be decompressed")
    return failures.of_cut()


def _no_answer(failure: Exception) -> tuple[ConnectionFault, float | None]:
    """What the host does instead of answering, and when to try again by oneself."""
    if isinstance(failure, httpx.ConnectTimeout):
        return faults.NO_HANDSHAKE, None
    if isinstance(failure, httpx.ProxyError):
        is_login = str(failure).startswith("407")
        return faults.PROXY_WANTS_LOGIN if is_login else faults.NO_WAY_THROUGH_PROXY, None
    if isinstance(failure, httpx.ConnectError):
        return _no_connection(_causes(failure))
    if isinstance(failure, httpx.NetworkError | httpx.RemoteProtocolError):
        is_plain = failure.request.url.scheme == "http"
        return faults.HUNG_UP_ON_PLAIN_HTTP if is_plain else faults.HUNG_UP, RECONNECT_WAIT_S
    return faults.NOT_ASKED, None


def _no_connection(causes: list[BaseException]) -> tuple[ConnectionFault, float | None]:
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return faults.tls_fault(cause), None
    is_unknown = any(isinstance(cause, socket.gaierror) for cause in causes)
    return faults.NO_NAME if is_unknown else faults.NOT_THERE, RECONNECT_WAIT_S


def _causes(failure: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause: BaseException | None = failure
    while cause is not None and len(found) < 10:  # noqa: PLR2004 - a chain, never a circle
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found
