"""What is said where no connection leads to an endpoint: with real certificates, servers and proxies."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from pt_lsp import errors
from pt_lsp.cli.doctor.network import check_network
from pt_lsp.llm.gateway import Gateway, Ledger, Message, Prompt
from pt_lsp.llm.refusals import connection_faults as faults
from pt_lsp.llm.refusals.connection_faults import ConnectionFault
from pt_lsp.settings.endpoint_settings import EndpointSettings
from tests.support.certificates import HOST, faulty_context, server_context
from tests.support.running import run
from tests.support.scripted_chat import settings, some_key

TEXT = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
PROMPT = Prompt((Message("user", "hi"),), "edit", 50, 0.2)
CERTIFICATES = {
    "expired": "has expired",
    "not yet valid": "is not valid yet",
    "another name": "for another name",
    "another address": "for another name",
    "its own": "signed itself",
    "unknown authority": "authority is not trusted here",
}
PLAIN_SERVERS = [
    b"220 mail.example ESMTP\r\n",
    b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
]
NGINX = b"<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>"
APACHE = b"<p>Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />"
GO = b"Client sent an HTTP request to an HTTPS server.\n"


@asynccontextmanager
async def answering(data: bytes, context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """The port of a server that says `data` to whatever it hears, and closes."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10_000)
        writer.write(data)
        writer.close()

    async with await asyncio.start_server(answer, HOST, 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1]


async def sentence(url: str, **options: Any) -> str:
    """What a person reads who asks for something there."""
    gateway = Gateway(Ledger(), some_key)
    try:
        with pytest.raises(errors.EndpointUnreachable) as caught:
            await gateway.ask(PROMPT, settings(url, **options))
        return str(caught.value)
    finally:
        await gateway.aclose()


def test_docs_list_all_of_them() -> None:
    known = {fault for fault in vars(faults).values() if isinstance(fault, ConnectionFault)}
    rows = [
        tuple(cell.strip() for cell in line[1:-1].split("|")) for line in TEXT.splitlines() if line[:1] == "|"
    ]
    start = rows.index(("the host", "what to do")) + 2
    assert set(rows[start : start + len(known)]) == {tuple(fault) for fault in known}


@pytest.mark.parametrize(("fault", "words"), CERTIFICATES.items())
def test_each_fault_of_a_certificate_is_told_by_doctor_too(fault: str, words: str, tmp_path: Path) -> None:
    authority, ca_file = trustme.CA(), tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))

    async def scenario() -> None:
        async with answering(b"", faulty_context(fault, authority)) as port:
            url = f"https://{HOST}:{port}/v1"
            said = await sentence(url, ca_file=str(ca_file))
            asked = EndpointSettings(base_url=url, ca_file=str(ca_file))
            check = (await check_network(asked, is_loopback=True))[-1]
        assert words in said
        assert check.status == "failed"
        assert said.startswith(f"{HOST}:{port}{check.detail.removeprefix(HOST)}: ")
        assert said.lower().endswith(f": {check.fix.lower()}")

    run(scenario())


@pytest.mark.parametrize("code", [23, 26, 66, 68])
def test_a_certificate_that_is_no_good_otherwise_is_told(code: int) -> None:
    error = ssl.SSLCertVerificationError()
    error.verify_code = code
    assert "weak, revoked or made for something else" in faults.tls_fault(error).what


@pytest.mark.parametrize("data", PLAIN_SERVERS)
def test_tls_to_a_plain_port_is_told(data: bytes) -> None:
    async def scenario() -> None:
        async with answering(data) as port:
            url = f"https://{HOST}:{port}/v1"
            said = await sentence(url)
            check = (await check_network(EndpointSettings(base_url=url), is_loopback=True))[-1]
        assert "does not speak TLS at this port: check the port in endpoint.baseUrl, and whether" in said
        assert check.detail in said.replace(f":{port}", "")

    run(scenario())


@pytest.mark.parametrize("page", [NGINX, APACHE, GO])
def test_plain_http_to_a_tls_port_is_told_where_the_server_says_so(page: bytes) -> None:
    async def scenario() -> None:
        async with answering(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n" + page) as port:
            said = await sentence(f"http://{HOST}:{port}/v1")
        assert said.endswith(" wants TLS at this port: write https in endpoint.baseUrl.")

    run(scenario())


def test_plain_http_to_a_silent_tls_port_is_told_as_likely() -> None:
    async def scenario() -> None:
        async with answering(b"", server_context(trustme.CA())) as port:
            assert (await sentence(f"http://{HOST}:{port}/v1")).endswith("which may have to be https.")

    run(scenario())


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("status", [b"407 Proxy Authentication Required", b"407"])
def test_a_proxy_that_wants_a_login_is_told(scheme: str, status: bytes) -> None:
    page = b'{"error": {"message": "authentication is required", "code": "invalid_api_key"}}'

    async def scenario() -> None:
        async with answering(b"HTTP/1.1 %s \r\nConnection: close\r\n\r\n%s" % (status, page)) as port:
            proxy = f"http://user:MARKED@{HOST}:{port}"
            said = await sentence(f"{scheme}://models.example/v1", proxy=proxy, allow_insecure=True)
        assert "wants a login (407): put it into endpoint.proxy or HTTPS_PROXY" in said
        assert "MARKED" not in said

    run(scenario())


@pytest.mark.parametrize("status", ["403 Forbidden", "502 Bad Gateway", "504 Gateway Timeout"])
def test_a_proxy_that_opens_no_way_is_told(status: str) -> None:
    async def scenario() -> None:
        async with answering(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()) as port:
            said = await sentence("https://models.example/v1", proxy=f"http://{HOST}:{port}")
        assert "is not reachable through the proxy: check endpoint.proxy" in said

    run(scenario())
