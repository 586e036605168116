"""Which requests the embedded model's server takes; pure, decided by the head alone, before a body is read.

Refuses what a web page could send: another Host (DNS rebinding) and every Origin. There are no CORS headers.
"""

import hmac
import re
from dataclasses import dataclass

import h11

HEALTH, MODELS, CHAT = b"/health", b"/v1/models", b"/v1/chat/completions"
MAX_BODY_BYTES = 1_000_000  # thirty times what the model can read

_METHODS = {HEALTH: b"GET", MODELS: b"GET", CHAT: b"POST"}
_LOOPBACK = re.compile(rb"(?i)(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?")
_SCHEME = re.compile(rb"(?i)bearer +")


@dataclass(frozen=True)
class RequestRefused(Exception):
    """A request gets no more than a sentence; `code` is for programs."""

    status: int
    code: str
    sentence: str
    headers: tuple[tuple[str, str], ...] = ()


def path_of(head: h11.Request) -> bytes:
    """What is asked for, without the query."""
    return head.target.partition(b"?")[0]


def admit(head: h11.Request, key: str) -> None:
    """Raises RequestRefused for what is not to be answered."""
    hosts = _values(head, b"host")
    if len(hosts) != 1 or not _LOOPBACK.fullmatch(hosts[0]):
        raise RequestRefused(403, "forbidden_host", "Only a loopback address is answered: ask 127.0.0.1.")
    if _values(head, b"origin"):
        raise RequestRefused(403, "forbidden_origin", "Web pages are not answered.")
    if (method := _METHODS.get(path_of(head))) is None:
        raise RequestRefused(404, "unknown_url", "There is no such address here: the base URL ends in /v1.")
    if head.method != method:
        allowed = method.decode()
        sentence = f"This address takes {allowed} only."
        raise RequestRefused(405, "method_not_allowed", sentence, (("Allow", allowed),))
    if path_of(head) != HEALTH and not _has_key(head, key):
        sentence = "Send the key that this server was started with, or has printed at its start"
        raise RequestRefused(401, "invalid_api_key", sentence, (("WWW-Authenticate", "Bearer"),))
    _check_framing(head)


def _has_key(head: h11.Request, key: str) -> bool:
    sent = _values(head, b"authorization")
    scheme = _SCHEME.match(sent[0]) if len(sent) == 1 else None
    return scheme is not None and hmac.compare_digest(sent[0][scheme.end() :], key.encode())


def _check_framing(head: h11.Request) -> None:
    lengths = _values(head, b"content-length")
    if lengths and _values(head, b"transfer-encoding"):
        raise RequestRefused(400, "invalid_request_body", "A body has one length: send no two.")
    if lengths and int(lengths[0]) > MAX_BODY_BYTES:
        raise too_large()


def too_large() -> RequestRefused:
    """The refusal of a body that is longer than anything the model could read."""
    sentence = f"The request is too large: at most {MAX_BODY_BYTES} bytes are read."
    return RequestRefused(413, "request_too_large", sentence)


def _values(head: h11.Request, name: bytes) -> list[bytes]:
    return [value for each, value in head.headers if each == name]
