import asyncio
import random
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

from pt_lsp import errors
from pt_lsp.llm.clients import MAX_IDLE, Clients
from pt_lsp.llm.endpoint import Route
from pt_lsp.llm.gateway import Gateway, Ledger, Message, Prompt, RetryPolicy
from tests.support.running import run
from tests.support.scripted_chat import (
    Request,
    ScriptedChat,
    Step,
    hang,
    no_key,
    no_wait,
    reply,
    respond,
    settings,
    some_key,
    status,
)

PROMPT = Prompt((Message("user", "hi"),), "edit", 50, 0.2)
PLAIN = Route(is_tls=False, is_loopback=True)


@asynccontextmanager
async def a_gateway() -> AsyncIterator[Gateway]:
    gateway = Gateway(Ledger(), some_key, retry_policy=RetryPolicy(sleep=no_wait))
    try:
        yield gateway
    finally:
        await gateway.aclose()


def clients_of(gateway: Gateway) -> Clients:
    assert gateway._channel is not None
    return gateway._channel.clients


def of_every_kind() -> Step:
    dice = random.Random(7)
    kinds = [
        hang(),
        hang(after="text"),
        reply("some text " * 9, cut_bytes=99),
        reply("x", is_whole=True),
        status(503),
    ]

    def choose(request: Request) -> Step:
        return dice.choice(kinds)

    return respond(choose)


async def is_cancelled_after(n_turns: int, gateway: Gateway, url: str) -> bool:
    """Ask, cancel after so many turns of the loop, whatever the machine's speed, and tell whether it hit."""
    task = asyncio.create_task(gateway.ask(PROMPT, settings(url)))
    for _ in range(n_turns):
        await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError, errors.EndpointFailed):
        await task
    return task.cancelled()


@pytest.mark.repeats
def test_600_requests_cancelled_at_random_moments_leave_nothing_behind() -> None:
    async def scenario() -> None:
        dice = random.Random(3)
        chat = ScriptedChat(forever=of_every_kind())
        n_cancelled = 0
        async with a_gateway() as gateway, chat.serve() as url:
            await gateway.warm(settings(url))
            while n_cancelled < 600:
                turns = [dice.randrange(80) for _ in range(10)]
                hits = await asyncio.gather(*(is_cancelled_after(n, gateway, url) for n in turns))
                n_cancelled += sum(hits)
            clients = clients_of(gateway)
            assert clients.n_leased == 0
            assert len(clients._idle[PLAIN]) <= MAX_IDLE
            assert not clients._closing
            chat.add("text")
            assert await gateway.ask(PROMPT, settings(url)) == "text"
            await clients.aclose()
            await chat.until(lambda: chat.n_connections == 0)
            assert len(chat.requests) > 100
            assert len(chat.disconnect_times) > 50

    run(scenario(), timeout_s=60)


def test_requests_still_work_after_many_cancels() -> None:
    async def scenario() -> None:
        chat = ScriptedChat(*[hang()] * 30, *["text"] * 12)
        async with a_gateway() as gateway, chat.serve() as url:
            for count in range(1, 31):
                task = asyncio.create_task(gateway.ask(PROMPT, settings(url)))
                await chat.received(count)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            await chat.disconnected(30)
            replies = await asyncio.gather(*(gateway.ask(PROMPT, settings(url)) for _ in range(12)))
            assert replies == ["text"] * 12

    run(scenario())


def test_leaving_the_reply_closes_the_socket_at_once() -> None:
    async def scenario() -> None:
        chat = ScriptedChat(hang(after="some text"))
        async with a_gateway() as gateway, chat.serve() as url:
            async with gateway.open(PROMPT, settings(url)) as answer:
                await anext(answer)
            assert clients_of(gateway).n_leased == 0
            await asyncio.wait_for(chat.disconnected(), 10)

    run(scenario())


def test_an_error_of_the_reader_closes_the_socket_too() -> None:
    async def read(gateway: Gateway, url: str) -> None:
        async with gateway.open(PROMPT, settings(url)) as answer:
            raise KeyError(await anext(answer))

    async def scenario() -> None:
        chat = ScriptedChat(hang(after="some text"))
        async with a_gateway() as gateway, chat.serve() as url:
            with pytest.raises(KeyError):
                await read(gateway, url)
            await asyncio.wait_for(chat.disconnected(), 10)

    run(scenario())


def test_a_cancel_is_not_held_up_by_the_closing_and_the_closing_not_by_a_second_cancel() -> None:
    async def scenario() -> None:
        chat = ScriptedChat(hang())
        async with a_gateway() as gateway, chat.serve() as url:
            task = asyncio.create_task(gateway.ask(PROMPT, settings(url)))
            await chat.received()
            task.cancel()
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await chat.disconnected()

    run(scenario())


def test_a_cancelled_tls_handshake_closes_its_socket() -> None:
    async def scenario() -> None:
        began, ended = asyncio.Event(), asyncio.Event()

        async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(1)
            began.set()
            await reader.read(-1)
            ended.set()
            writer.close()

        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with a_gateway() as gateway:
            task = asyncio.create_task(gateway.ask(PROMPT, settings(f"https://127.0.0.1:{port}/v1")))
            await began.wait()
            task.cancel()
            await asyncio.wait_for(ended.wait(), 10)
            with pytest.raises(asyncio.CancelledError):
                await task
        server.close()

    run(scenario())


def test_closing_the_gateway_cuts_what_is_open_and_keeps_nothing() -> None:
    async def scenario() -> None:
        chat = ScriptedChat(hang(after="text"))
        async with a_gateway() as gateway, chat.serve() as url:
            async with gateway.open(PROMPT, settings(url)) as answer:
                await anext(answer)
                await gateway.aclose()
                await chat.disconnected()
            assert not any(clients_of(gateway)._idle.values())

    run(scenario())


def test_warming_has_one_client_waiting() -> None:
    async def scenario() -> None:
        async with a_gateway() as gateway:
            await gateway.warm(settings())
            await gateway.warm(settings())
            assert [len(idle) for idle in clients_of(gateway)._idle.values()] == [1]

    run(scenario())


def test_warming_compiles_what_finds_secrets() -> None:
    code = (
        "import asyncio, sys; from tests.llm.test_clients import a_gateway, settings\n"
        "async def warm():\n"
        "    async with a_gateway() as gateway:\n"
        "        before = 'pt_lsp.privacy.detectors.scanning' in sys.modules\n"
        "        await gateway.warm(settings())\n"
        "        print(before, 'pt_lsp.privacy.detectors.scanning' in sys.modules)\n"
        "asyncio.run(warm())"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False", "True"]


AWAY = "http://models.example/v1"


@pytest.mark.parametrize("way", ["setting", "environment"])
def test_requests_go_through_the_proxy(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        chat = ScriptedChat("text")
        async with a_gateway() as gateway, chat.serve() as url:
            proxy = url.removesuffix("/v1")
            if way == "environment":
                monkeypatch.setenv("HTTP_PROXY", proxy)
            through = settings(AWAY, allow_insecure=True, proxy=proxy if way == "setting" else None)
            assert await gateway.ask(PROMPT, through) == "text"
        assert chat.requests[0].path == f"{AWAY}/chat/completions"

    run(scenario())


def test_loopback_is_never_asked_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")

    async def scenario() -> None:
        chat = ScriptedChat("text")
        async with a_gateway() as gateway, chat.serve() as url:
            assert await gateway.ask(PROMPT, settings(url, proxy="http://127.0.0.1:1")) == "text"

    run(scenario())


def test_a_proxy_that_refuses_a_tunnel_is_said() -> None:
    async def scenario() -> None:
        async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"CONNECT models.example:443")
            writer.write(b"HTTP/1.1 407 Who are you?\r\ncontent-length: 0\r\n\r\n")
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(refuse, "127.0.0.1", 0)
        proxy = f"http://user:password@127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with a_gateway() as gateway:
            with pytest.raises(
                errors.EndpointUnreachable, match=r"^models\.example is behind a proxy"
            ) as caught:
                await gateway.ask(PROMPT, settings("https://models.example/v1", proxy=proxy))
            assert "password" not in f"{caught.value} {settings(proxy=proxy).endpoint.base_url}"
        server.close()

    run(scenario())


@pytest.mark.parametrize("proxy", ["nonsense", "ftp://127.0.0.1:1", "socks5://127.0.0.1:1", "http://[::1"])
def test_a_proxy_that_cannot_be_used_is_said(proxy: str) -> None:
    async def scenario() -> None:
        async with a_gateway() as gateway:
            with pytest.raises(errors.SettingsError, match=r"^The proxy cannot be used: endpoint\.proxy"):
                await gateway.ask(PROMPT, settings("https://models.example/v1", proxy=proxy))

    run(scenario())


def test_httpcore_still_tells_of_the_sockets_it_opens() -> None:
    """Closing a cancelled handshake relies on this event's name and value."""
    events: dict[str, object] = {}

    async def note(name: str, details: dict[str, object]) -> None:
        events[name] = details.get("return_value")

    async def scenario() -> None:
        async with ScriptedChat(status(404)).serve() as url, httpx.AsyncClient() as client:
            body = '{"model":"m","messages":[{"role":"user","content":"x"}],"stream":true}'
            await client.post(f"{url}/chat/completions", content=body, extensions={"trace": note})

    run(scenario())
    assert hasattr(events["connection.connect_tcp.complete"], "aclose")


def test_no_key_is_asked_of_loopback() -> None:
    async def scenario() -> None:
        gateway = Gateway(Ledger(), no_key)
        chat = ScriptedChat("text")
        async with chat.serve() as url:
            assert await gateway.ask(PROMPT, settings(url)) == "text"
            await gateway.aclose()
        assert "authorization" not in chat.requests[0].headers

    run(scenario())
