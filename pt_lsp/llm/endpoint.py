"""Checks where requests may go and whether they need a key."""

import ipaddress
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from pt_lsp.errors import NoKey, SettingsError
from pt_lsp.settings.options import EndpointSettings

if TYPE_CHECKING:
    from pt_lsp.store.credentials import Key

_HOST_NAME = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?")
_PATH = re.compile(r"[!-~]*")  # no blanks, no controls, ASCII only
_KEY = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Route:
    """All that decides how a connection is made."""

    is_tls: bool
    is_loopback: bool
    ca_file: str | None = None
    proxy: str | None = field(default=None, repr=False)  # it may hold a password


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A checked address and the way there."""

    url: str
    """Of chat completions, ready to be posted to."""
    host: str
    """As a person reads it, with its port if it has one."""
    route: Route

    @property
    def models_url(self) -> str:
        """Where it may list its models."""
        return f"{self.url.removesuffix('/chat/completions')}/models"


def find_endpoint(settings: EndpointSettings) -> Endpoint:
    """The checked address of `settings`; raises SettingsError if code must not be sent there."""
    base_url = settings.base_url.strip().rstrip("/")
    parts = _split(base_url)
    is_loopback = _is_loopback(parts.hostname or "")
    if parts.scheme == "http" and not is_loopback and not settings.allow_insecure:
        raise SettingsError(
            f"endpoint.baseUrl would send your code and key to {parts.hostname} unencrypted: "
            "use https, or set endpoint.allowInsecure."
        )
    route = Route(parts.scheme == "https", is_loopback, settings.ca_file, settings.proxy)
    return Endpoint(f"{base_url}/chat/completions", parts.netloc, route)


def authorization(endpoint: Endpoint, key: "Key | None") -> dict[str, str]:
    """The header that carries the key; none for a loopback address without one. Raises NoKey."""
    if key is None:
        if endpoint.route.is_loopback:
            return {}
        raise NoKey(
            f"No API key for {endpoint.host}: create one in your account there and set it as "
            "POWERTOKENS_API_KEY, as endpoint.apiKeyCommand or with `pt-lsp login`."
        )
    if not _KEY.fullmatch(key.reveal()):
        raise NoKey("The API key holds a blank, a line break or a character beyond ASCII: set it again.")
    return {"Authorization": f"Bearer {key.reveal()}"}


def _split(base_url: str) -> SplitResult:
    try:
        parts = urlsplit(base_url)
        is_valid = parts.port != 0
    except ValueError:
        raise SettingsError("endpoint.baseUrl is not a URL: write it as https://host/v1.") from None
    if "@" in parts.netloc:
        raise SettingsError(
            "endpoint.baseUrl must not hold a user name or password: keep the key apart from it."
        )
    if parts.scheme not in ("http", "https") or not is_valid or not _is_host(parts.hostname or ""):
        raise SettingsError(
            "endpoint.baseUrl has to be an http or https address: write it as https://host/v1."
        )
    if parts.query or parts.fragment or not _PATH.fullmatch(parts.path):
        raise SettingsError(
            "endpoint.baseUrl must end with its path, without `?` or `#`: try https://host/v1."
        )
    return parts


def _is_host(host: str) -> bool:
    return _HOST_NAME.fullmatch(host) is not None or _address(host) is not None


def _is_loopback(host: str) -> bool:
    address = _address(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
