"""Whether the endpoint can be reached: proxy, name, TLS. Refuses to send anything but the handshake."""

import asyncio
import contextlib
import socket
import ssl
import urllib.request
from urllib.parse import SplitResult, urlsplit

from pt_lsp.cli.doctor.checks import Check
from pt_lsp.errors import SettingsError
from pt_lsp.llm.clients import build_context
from pt_lsp.llm.refusals.connection_faults import tls_fault
from pt_lsp.settings.endpoint_settings import EndpointSettings

_DEFAULT_PORTS = {"http": 80, "https": 443}
_PROXY_PORT = 8080


async def check_network(settings: EndpointSettings, *, is_loopback: bool) -> list[Check]:
    """Proxy, DNS and TLS, as far as each makes sense."""
    url = urlsplit(settings.base_url)
    proxy = None if is_loopback else _proxy_for(url, settings)
    if proxy is None:
        checks = [Check("proxy", "ok", "none is used")]
        host, port = str(url.hostname), url.port or _DEFAULT_PORTS[url.scheme]
    else:
        host, port = str(proxy.hostname), proxy.port or _PROXY_PORT
        checks = [Check("proxy", "ok", f"{host}:{port} is used")]
    dns = await _check_dns(host, port)
    checks.append(dns)
    if dns.status == "failed":
        return [*checks, Check("TLS", "skipped", "the host is not known")]
    if url.scheme == "http":
        return [*checks, Check("TLS", "skipped", "the endpoint is asked over plain http")]
    if proxy is not None:
        return [*checks, Check("TLS", "skipped", "the proxy is in between; the model's answer will tell")]
    return [*checks, await _check_tls(host, port, settings)]


def _proxy_for(url: SplitResult, settings: EndpointSettings) -> SplitResult | None:
    """The proxy in force; that of the settings wins over that of the environment."""
    proxies = urllib.request.getproxies()
    address = settings.proxy
    if address is None and not urllib.request.proxy_bypass(str(url.hostname)):
        address = proxies.get(url.scheme) or proxies.get("all")
    return urlsplit(address if "://" in address else f"http://{address}") if address else None


async def _check_dns(host: str, port: int) -> Check:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        fix = "Check the host's spelling and your network; behind a proxy set HTTPS_PROXY or endpoint.proxy."
        return Check("DNS", "failed", f"{host} is not found ({error.strerror})", fix)
    addresses = sorted({str(address[4][0]) for address in found})
    return Check("DNS", "ok", f"{host} is {', '.join(addresses)}")


async def _check_tls(host: str, port: int, settings: EndpointSettings) -> Check:
    try:
        context = await asyncio.to_thread(build_context, settings.ca_file)
        async with asyncio.timeout(settings.connect_timeout_s):
            _, writer = await asyncio.open_connection(host, port, ssl=context)
    except SettingsError as error:
        return Check("TLS", "failed", str(error), "Correct what it names, or leave it out.")
    except ssl.SSLError as error:
        fault = tls_fault(error)
        return Check("TLS", "failed", f"{host} {fault.what}", f"{fault.advice[0].upper()}{fault.advice[1:]}.")
    except TimeoutError:
        fix = "A firewall may drop the connection; behind a proxy set HTTPS_PROXY or endpoint.proxy."
        return Check("TLS", "failed", f"no connection within {settings.connect_timeout_s:g} s", fix)
    except OSError as error:
        fix = "Check endpoint.baseUrl and endpoint.caFile; behind a proxy set HTTPS_PROXY or endpoint.proxy."
        return Check("TLS", "failed", f"no connection ({error.strerror or type(error).__name__})", fix)
    version = writer.get_extra_info("ssl_object").version()
    writer.close()
    with contextlib.suppress(OSError):  # a server may hang up first
        await writer.wait_closed()
    return Check("TLS", "ok", f"{version}, the certificate is trusted")
