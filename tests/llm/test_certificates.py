"""Whom connections trust, and what is said where that cannot be found out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trustme

from pt_lsp import errors
from pt_lsp.llm.gateway import Gateway, Ledger, Message, Prompt
from tests.support.certificates import server_context
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, settings, some_key

PROMPT = Prompt((Message("user", "hi"),), "edit", 50, 0.2)


@asynccontextmanager
async def a_gateway() -> AsyncIterator[Gateway]:
    gateway = Gateway(Ledger(), some_key)
    try:
        yield gateway
    finally:
        await gateway.aclose()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def test_an_own_authority_is_trusted_when_set_and_only_then(authority: trustme.CA, tmp_path: Path) -> None:
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))

    async def scenario() -> None:
        chat = ScriptedChat("text")
        async with a_gateway() as gateway, chat.serve(server_context(authority)) as url:
            with pytest.raises(errors.EndpointUnreachable, match=r"not trusted here: set endpoint\.caFile"):
                await gateway.ask(PROMPT, settings(url))
            assert await gateway.ask(PROMPT, settings(url, ca_file=str(ca_file))) == "text"

    run(scenario())


@pytest.mark.parametrize("content", [None, "", "no certificate", "folder"])
def test_a_ca_file_that_cannot_be_used_is_said(tmp_path: Path, content: str | None) -> None:
    ca_file = tmp_path / "ca.pem"
    if content == "folder":
        ca_file.mkdir()
    elif content is not None:
        ca_file.write_text(content)

    async def scenario() -> None:
        async with a_gateway() as gateway:
            with pytest.raises(errors.SettingsError, match=r"^endpoint\.caFile cannot be used: .*ca\.pem"):
                await gateway.ask(PROMPT, settings("https://127.0.0.1:9/v1", ca_file=str(ca_file)))
            assert gateway.ledger.total().total_tokens == 0

    run(scenario())


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
@pytest.mark.parametrize("kind", ["missing", "empty", "junk", "folder"])
def test_a_variable_that_names_no_certificates_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    place = tmp_path / "certificates"
    if kind == "folder":
        place.mkdir()
        (place / "readme.txt").write_text("junk")
    elif kind != "missing":
        place.write_text("no certificate" if kind == "junk" else "")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv(name, str(place))

    async def scenario() -> None:
        async with a_gateway() as gateway:
            with pytest.raises(errors.SettingsError) as caught:
                await gateway.ask(PROMPT, settings("https://127.0.0.1:9/v1"))
        assert str(caught.value).startswith(f"{name} cannot be used: {place} is not a readable ")

    run(scenario())


def test_a_file_of_certificates_in_the_environment_is_trusted(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "missing"))

    async def scenario() -> None:
        chat = ScriptedChat("text")
        async with a_gateway() as gateway, chat.serve(server_context(authority)) as url:
            assert await gateway.ask(PROMPT, settings(url)) == "text"

    run(scenario())
