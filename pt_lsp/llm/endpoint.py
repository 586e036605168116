"""Checks where requests may go and whether they need a key."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pt_lsp.errors import NoKey, SettingsError
from pt_lsp.settings.addresses import CHAT_COMPLETIONS, NotAnAddress, ip_address_of, read_base_url
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.options import Settings

if TYPE_CHECKING:
    from pt_lsp.store.credentials import Key

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


def endpoint_of(settings: Settings) -> Endpoint:
    """Where requests go; raises SettingsError where they may go nowhere."""
    if settings.refusal is not None:
        raise SettingsError(settings.refusal)
    return find_endpoint(settings.endpoint)


def find_endpoint(settings: EndpointSettings) -> Endpoint:
    """The checked address of `settings`; raises SettingsError if code must not be sent there."""
    try:
        base_url = read_base_url(settings.base_url)
    except NotAnAddress as fault:
        raise SettingsError(f"endpoint.baseUrl {fault}.") from None
    parts = urlsplit(base_url)
    is_loopback = _is_loopback(parts.hostname or "")
    if parts.scheme == "http" and not is_loopback and not settings.allow_insecure:
        raise SettingsError(
            f"endpoint.baseUrl would send your code and key to {parts.hostname} unencrypted: "
            "use https, or set endpoint.allowInsecure."
        )
    route = Route(parts.scheme == "https", is_loopback, settings.ca_file, settings.proxy)
    return Endpoint(f"{base_url}{CHAT_COMPLETIONS}", parts.netloc, route)


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


def _is_loopback(host: str) -> bool:
    address = ip_address_of(host)
    return host.lower() == "localhost" if address is None else address.is_loopback
