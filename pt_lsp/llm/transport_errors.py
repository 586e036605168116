"""What the HTTP library raises, said in our own errors, and whether another try may do better."""

import socket
import ssl
from dataclasses import dataclass

import httpx

from pt_lsp.errors import ModelError
from pt_lsp.llm.failures import Failures
from pt_lsp.llm.refusals.adaptation import Adaptation
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
    what, advice, first_wait_s = _no_answer(failure)
    return FailedAttempt(failures.of_connection(what, advice), first_wait_s)


def as_error(failure: Exception, failures: Failures, idle_timeout_s: float) -> ModelError:
    """The error within an answer."""
    if isinstance(failure, httpx.TimeoutException):
        return failures.of_silence(idle_timeout_s)
    if isinstance(failure, httpx.DecodingError):
        return failures.of_malformed("bytes that cannot be decompressed")
    return failures.of_cut()


def _no_answer(failure: Exception) -> tuple[str, str, float | None]:
    """What the host does instead of answering, what to do about that, and when to try again by oneself."""
    if isinstance(failure, httpx.ConnectTimeout):
        return "takes too long to accept a connection", "check the network, a VPN and endpoint.proxy", None
    if isinstance(failure, httpx.ProxyError):
        return "is not reachable through the proxy", "check endpoint.proxy or HTTPS_PROXY", None
    if isinstance(failure, httpx.ConnectError):
        return _no_connection(_causes(failure))
    if isinstance(failure, httpx.NetworkError | httpx.RemoteProtocolError):
        what = "closed the connection before it answered, or does not speak HTTP"
        return what, "try again, or check endpoint.baseUrl", RECONNECT_WAIT_S
    return "cannot be asked", "check endpoint.baseUrl and endpoint.proxy", None


def _no_connection(causes: list[BaseException]) -> tuple[str, str, float | None]:
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        what = "shows a certificate that is not trusted here"
        return what, "set endpoint.caFile to your network's own", None
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "does not speak TLS as expected", "check endpoint.baseUrl and endpoint.proxy", None
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        what = "is not a name that can be found"
        return what, "check the network and endpoint.baseUrl", RECONNECT_WAIT_S
    advice = "check that it runs, the network and endpoint.baseUrl"
    return "does not accept connections", advice, RECONNECT_WAIT_S


def _causes(failure: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause: BaseException | None = failure
    while cause is not None and len(found) < 10:  # noqa: PLR2004 - a chain, never a circle
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found
