"""Reads addresses as people write them: what can mean one place only is read, anything else refused.

Pure, and without a word of what was written in what is said of it: an address may hold a password.
"""

import contextlib
import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

CHAT_COMPLETIONS = "/chat/completions"

_PRINTABLE = re.compile(r"[!-~]+")
_HOST_NAME = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?")
_PATH = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@%/-]*")


class NotAnAddress(ValueError):
    """Its text says what an address must be, as the end of a sentence."""


def read_base_url(written: str) -> str:
    """The base URL of an API, without the path of chat completions that many copy along. NotAnAddress."""
    parts = _split(written, "https://host/v1")
    if "@" in parts.netloc:
        raise NotAnAddress("must not hold a user name or password, for the key is kept apart from it")
    if "?" in written or "#" in written or not _PATH.fullmatch(parts.path):
        raise NotAnAddress("must be an address that ends with its path, such as https://host/v1")
    path = parts.path.rstrip("/").removesuffix(CHAT_COMPLETIONS).rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}"


def read_proxy_url(written: str) -> str:
    """The URL of a proxy, which may hold a login. NotAnAddress."""
    parts = _split(written, "http://host:3128")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise NotAnAddress("must be the address of a proxy without a path, such as http://host:3128")
    return f"{parts.scheme}://{parts.netloc}"


def ip_address_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host's name is; None where it is a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _split(written: str, example: str) -> SplitResult:
    # `urlsplit` passes over line breaks and tabs, wherever they are.
    address = written.strip()
    if _PRINTABLE.fullmatch(address):
        with contextlib.suppress(ValueError):
            parts = urlsplit(address)
            is_open = parts.scheme in {"http", "https"} and parts.port != 0
            if is_open and _is_host(parts.hostname or ""):
                return parts
    raise NotAnAddress(f"must be an http or https URL such as {example}")


def _is_host(host: str) -> bool:
    return _HOST_NAME.fullmatch(host) is not None or ip_address_of(host) is not None
