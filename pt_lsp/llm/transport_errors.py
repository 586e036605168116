"""What the HTTP library raises, said in our own errors, and whether another try may do better."""

import socket
import ssl
from dataclasses import dataclass

import httpx

from pt_lsp.errors import ModelError
from pt_lsp.llm.failures import Failures
from pt_lsp.llm.retry import RECONNECT_WAIT_S


@dataclass(frozen=True, slots=True)
class FailedAttempt:
    """A try that failed."""

    error: ModelError
    first_wait_s: float | None = None
    """Before the first of further tries, which are worth while; None: they are not."""
    retry_after_s: float | None = None


def failed_attempt(failure: Exception, failures: Failures, idle_timeout_s: float) -> FailedAttempt:
    """The trouble before an answer's first byte."""
    if isinstance(failure, httpx.ConnectTimeout):
        what, advice = "takes too long to accept a connection", "check the network, a VPN and endpoint.proxy"
        return FailedAttempt(failures.of_connection(what, advice))
    if isinstance(failure, httpx.TimeoutException):
        return FailedAttempt(failures.of_silence(idle_timeout_s))
    if isinstance(failure, httpx.ProxyError):
        what, advice = "is not reachable through the proxy", "check endpoint.proxy or HTTPS_PROXY"
        return FailedAttempt(failures.of_connection(what, advice))
    if isinstance(failure, httpx.ConnectError):
        return _no_connection(failure, failures)
    if isinstance(failure, httpx.DecodingError):
        return FailedAttempt(failures.of_malformed("bytes that cannot be decompressed"))
    if isinstance(failure, httpx.NetworkError | httpx.RemoteProtocolError):
        what = "closed the connection before it answered, or does not speak HTTP"
        return FailedAttempt(
            failures.of_connection(what, "try again, or check endpoint.baseUrl"), RECONNECT_WAIT_S
        )
    what, advice = "cannot be asked", "check endpoint.baseUrl and endpoint.proxy"
    return FailedAttempt(failures.of_connection(what, advice))


def as_error(failure: Exception, failures: Failures, idle_timeout_s: float) -> ModelError:
    """The error within an answer."""
    if isinstance(failure, httpx.TimeoutException):
        return failures.of_silence(idle_timeout_s)
    if isinstance(failure, httpx.DecodingError):
        return failures.of_malformed("bytes that cannot be decompressed")
    return failures.of_cut()


def _no_connection(failure: httpx.ConnectError, failures: Failures) -> FailedAttempt:
    causes = list(_causes(failure))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        what, advice = (
            "shows a certificate that is not trusted here",
            "set endpoint.caFile to your network's own",
        )
        return FailedAttempt(failures.of_connection(what, advice))
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        what, advice = "does not speak TLS as expected", "check endpoint.baseUrl and endpoint.proxy"
        return FailedAttempt(failures.of_connection(what, advice))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        what, advice = "is not a name that can be found", "check the network and endpoint.baseUrl"
        return FailedAttempt(failures.of_connection(what, advice), RECONNECT_WAIT_S)
    what, advice = "does not accept connections", "check that it runs, the network and endpoint.baseUrl"
    return FailedAttempt(failures.of_connection(what, advice), RECONNECT_WAIT_S)


def _causes(failure: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause: BaseException | None = failure
    while cause is not None and len(found) < 10:  # noqa: PLR2004 - a chain, never a circle
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found
