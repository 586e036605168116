"""Leases HTTP clients, one per request in flight, so that a cancelled request cannot wedge a shared pool.

httpcore's pool loses a slot when a request is cancelled at the wrong moment (encode/httpcore#1093). Here a
pool never outlives an unclean end: such a client is closed, in a task of its own that no cancellation can
reach, and dropped; one that ended cleanly waits with its open connection for the next request.
"""

import asyncio
import contextlib
import os
import re
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from pt_lsp import __version__
from pt_lsp.errors import SettingsError
from pt_lsp.llm.endpoint import Route

KEEP_ALIVE_S = 60.0
MAX_IDLE = 4

_TRUST_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""Whose first that is set the HTTP library reads, as OpenSSL's users know them."""
_HEADERS = {
    "Accept-Encoding": "identity",  # proxies that compress hold deltas back
    "User-Agent": f"pt-lsp/{__version__}",
}
_HASHED_NAME = re.compile(r"[0-9a-f]{8}\.\d+")

MakeTransport = Callable[[], httpx.AsyncBaseTransport]


@dataclass(slots=True)
class Lease:
    """A client for one request; whoever reads the answer to its end marks it reusable."""

    client: httpx.AsyncClient
    is_reusable: bool = False
    _sockets: list[Any] = field(default_factory=list)

    async def trace(self, event: str, details: dict[str, Any]) -> None:
        """Remember the sockets opened; to be given to each request as its `trace` extension.

        httpcore forgets a socket whose TLS handshake is cancelled, and leaves it open until the garbage
        collector comes by.
        """
        if event == "connection.connect_tcp.complete":
            self._sockets.append(details["return_value"])

    async def close(self) -> None:
        """Close the client and every socket that was opened for it."""
        await self.client.aclose()
        for stream in self._sockets:
            await stream.aclose()


def joined_headers(ours: Mapping[str, str], own: Mapping[str, str]) -> httpx.Headers:
    """`ours` for one kind of request and those that it brings, in whatever case they are written."""
    headers = httpx.Headers({**ours, **_HEADERS})
    headers.update(own)
    return headers


class Clients:
    """Makes, lends, keeps and closes clients; one per program."""

    def __init__(self, make_transport: MakeTransport | None = None) -> None:
        self._make_transport = make_transport
        self._contexts: dict[tuple[bool, str | None], ssl.SSLContext] = {}
        self._idle: defaultdict[Route, list[httpx.AsyncClient]] = defaultdict(list)
        self._closing: set[asyncio.Task[None]] = set()
        self._leased: set[httpx.AsyncClient] = set()
        self._is_open = True

    @property
    def n_leased(self) -> int:
        """Requests in flight."""
        return len(self._leased)

    async def warm(self, route: Route) -> None:
        """Have the certificates loaded, in a thread, and one spare client waiting; raises SettingsError."""
        context = await self._context(route)
        if not self._idle[route]:
            self._idle[route].append(self._make(route, context))

    @asynccontextmanager
    async def lease(self, route: Route) -> AsyncIterator[Lease]:
        """A client that nobody else uses; on leaving it is kept or closed. Raises SettingsError."""
        context = await self._context(route)
        idle = self._idle[route]
        lease = Lease(idle.pop() if idle else self._make(route, context))
        self._leased.add(lease.client)
        try:
            yield lease
        finally:
            self._leased.discard(lease.client)
            if lease.is_reusable and len(idle) < MAX_IDLE and self._is_open:
                idle.append(lease.client)
            else:
                closing = self._close(lease.close())
                if not idle and self._is_open:
                    idle.append(self._make(route, context))
                await asyncio.shield(closing)

    async def aclose(self) -> None:
        """Close every client, in use or not, and wait for what is closing."""
        self._is_open = False
        for client in self._leased:
            self._close(client.aclose())
        for idle in self._idle.values():
            while idle:
                self._close(idle.pop().aclose())
        await asyncio.gather(*self._closing)

    async def _context(self, route: Route) -> ssl.SSLContext:
        known = (route.is_tls, route.ca_file)
        if known not in self._contexts:
            build = asyncio.to_thread(build_context, route.ca_file) if route.is_tls else _no_certificates()
            self._contexts[known] = await build
        return self._contexts[known]

    def _make(self, route: Route, context: ssl.SSLContext) -> httpx.AsyncClient:
        proxy = None if route.is_loopback else route.proxy
        try:
            return httpx.AsyncClient(
                verify=context,
                proxy=proxy,
                trust_env=not route.is_loopback and proxy is None,  # HTTPS_PROXY, NO_PROXY
                transport=None if self._make_transport is None else self._make_transport(),
                http2=False,  # a cancel would not reach the server, and enough of them kill the connection
                follow_redirects=False,  # a redirect would carry code and key elsewhere
                limits=httpx.Limits(
                    max_connections=1, max_keepalive_connections=1, keepalive_expiry=KEEP_ALIVE_S
                ),
            )
        except (ValueError, ImportError, httpx.InvalidURL):
            raise SettingsError(
                "The proxy cannot be used: endpoint.proxy or HTTPS_PROXY has to read http://host:port."
            ) from None

    def _close(self, closing: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(closing, name="close an HTTP client")
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
        return task


def import_what_httpx_puts_off() -> None:
    """Load what the first client and the first connection would load on the event loop, in 90 ms."""
    import anyio
    import httpcore

    httpcore.AnyIOBackend()
    anyio.run(anyio.sleep, 0)  # loads the half of anyio that drives asyncio; needs a thread without a loop


def build_context(ca_file: str | None) -> ssl.SSLContext:
    """What is trusted: the usual authorities and the system's, or a file's instead. Raises SettingsError.

    Where `SSL_CERT_FILE` or `SSL_CERT_DIR` is set, that names the usual ones.
    """
    source = (
        "endpoint.caFile" if ca_file is not None else next(filter(os.environ.get, _TRUST_VARIABLES), None)
    )
    path = ca_file if ca_file is not None else os.environ.get(source or "", "")
    if source == "SSL_CERT_DIR" and not _holds_certificates(path):
        raise SettingsError(
            f"SSL_CERT_DIR cannot be used: {path} is not a readable folder of certificates under the names "
            "that `openssl rehash` gives them."
        )
    try:
        if ca_file is not None:
            return ssl.create_default_context(cafile=Path(ca_file))
        context = httpx.create_ssl_context()
        context.load_default_certs()  # what a company's administrators installed counts too
    except (OSError, ValueError):
        if source is None:
            raise SettingsError(
                "The certificates of this machine cannot be read: name a file of them as endpoint.caFile."
            ) from None
        raise SettingsError(
            f"{source} cannot be used: {path} is not a readable PEM file of certificates."
        ) from None
    return context


def _holds_certificates(folders: str) -> bool:
    """Whether one of the folders holds a file under the name by which OpenSSL finds it."""
    for folder in filter(None, folders.split(os.pathsep)):
        with contextlib.suppress(OSError):
            if any(_HASHED_NAME.fullmatch(entry.name) for entry in Path(folder).iterdir()):
                return True
    return False


async def _no_certificates() -> ssl.SSLContext:
    """Plain http needs none, and loading them costs 20 ms; were it used for TLS, it would trust nobody."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
