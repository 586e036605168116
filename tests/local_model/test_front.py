"""The server before the engine, through raw sockets: who is answered, within which bounds, in which order."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import h11
import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.local_model import exchange, front
from pt_lsp.local_model.admission import MAX_BODY_BYTES
from tests.local_model.fake_engine import (
    CHAT,
    KEY,
    SECRET,
    Caller,
    FakeEngine,
    Reply,
    a_caller,
    a_front,
    ask,
    chat,
    request,
)
from tests.support.running import run


def reply_to(data: bytes, engine: FakeEngine | None = None) -> Reply:
    """The answer, which lets no web page read it."""

    async def scenario() -> Reply:
        async with a_front(engine) as port:
            reply = await ask(port, data)
            assert not [name for name in reply.headers if name.startswith("access-control")]
            return reply

    return run(scenario())


async def until(holds: Callable[[], bool]) -> None:
    while not holds():  # noqa: ASYNC110 - it polls what a peer does
        await asyncio.sleep(0.01)


def test_a_chat_is_streamed_from_the_engine_and_nothing_of_its_headers_is() -> None:
    engine = FakeEngine()
    reply = reply_to(chat(), engine)
    assert (reply.status, reply.body.count(b"la "), reply.body[-8:]) == (200, 3, b"[DONE]\n\n")
    assert set(reply.headers) == {"content-type", "transfer-encoding"}
    assert engine.paths == [f"/{SECRET}{CHAT}"]


def test_models_names_the_one_there_is() -> None:
    assert [model["id"] for model in json.loads(reply_to(request()).body)["data"]] == ["small-model"]


def test_health_is_told_without_a_key() -> None:
    assert json.loads(reply_to(request(target="/health", authorization=None)).body) == {"status": "ok"}


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        KEY,
        f"Basic {KEY}",
        f"Bearer {KEY}x",
        f"Bearer {KEY[:-1]}",
        f"Bearer {KEY}, Bearer {KEY}",
        "Bearer ÿé",
    ],
)
@pytest.mark.parametrize(("method", "target"), [("POST", CHAT), ("GET", "/v1/models")])
def test_without_the_key_nothing_is_answered(method: str, target: str, authorization: str | None) -> None:
    reply = reply_to(request(method, target, b"{}" * (method == "POST"), authorization=authorization))
    assert (reply.status, reply.error["code"]) == (401, "invalid_api_key")


def test_a_key_sent_twice_is_none() -> None:
    assert reply_to(request(more=[f"Authorization: Bearer {KEY}"])).status == 401


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:80",
        "127.0.0.1@evil.example",
        "[::2]",
        "192.168.0.1",
        "0.0.0.0",
        "",
        "localhost:",
        "localhost:123456",
        "127.0.0.1:80:80",
        "2130706433",
    ],
)
@pytest.mark.parametrize("target", ["/health", "/v1/models"])
def test_only_loopback_hosts_are_answered(host: str, target: str) -> None:
    assert reply_to(request(target=target, host=host)).status == 403


@pytest.mark.parametrize(
    "host", ["localhost", "LocalHost:8080", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:65535"]
)
def test_each_spelling_of_loopback_is_answered(host: str) -> None:
    assert reply_to(request(host=host)).status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1", ""])
@pytest.mark.parametrize(("method", "target"), [("GET", "/health"), ("OPTIONS", CHAT), ("POST", CHAT)])
def test_a_web_page_is_refused(method: str, target: str, origin: str) -> None:
    assert reply_to(request(method, target, more=[f"Origin: {origin}"])).status == 403


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/props",
        "/slots",
        "/metrics",
        "/completion",
        "/v1/completions",
        "/infill",
        "/tokenize",
        "/v1/models/",
        "//v1/models",
        "/v1/../props",
        "/v1/%6dodels",
        "/chat/completions",
        "/v1/health",
        "*",
        "http://x/props",
        "/v1/chat/completions/..;/props",
        "/V1/MODELS",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_any_other_address_is_not_there(method: str, target: str) -> None:
    engine = FakeEngine()
    assert reply_to(request(method, target), engine).status == 404
    assert not engine.paths


@pytest.mark.parametrize("method", ["OPTIONS", "GET", "PUT", "DELETE", "TRACE", "BREW", "HEAD"])
def test_another_method_is_told_which_one_is_taken(method: str) -> None:
    reply = reply_to(request(method, CHAT))
    assert (reply.status, reply.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\r\n\r\n",
        b"\x16\x03\x01\x00\xc8\x01\r\n\r\n",
        b"GET /health\r\n\r\n",
        request(host=None),
        b"GET /health HTTP/1.1\r\nHost : localhost\r\n\r\n",
        request(more=["A: \x00"]),
        request(more=["Host: x"]),
        request("POST", CHAT, more=["Content-Length: -1"]),
        request("POST", CHAT, b"{}", more=["Content-Length: 3"]),
        request("POST", CHAT, more=["Transfer-Encoding: chunked"]) + b"zz\r\n",
        request("POST", CHAT, b"{}", more=["Transfer-Encoding: chunked"]),
    ],
)
def test_what_is_no_http_is_told_so(data: bytes) -> None:
    assert reply_to(data).status == 400


@pytest.mark.parametrize("data", [request(more=["A: " + "x" * 99_999]), request(more=["A: x"] * 50_000)])
def test_a_head_without_end_is_refused(data: bytes) -> None:
    assert reply_to(data).status == 431


WHOLE = chat()
PLACES = st.integers(0, len(WHOLE))
SNIPPETS = st.binary(max_size=20) | st.sampled_from((b"\r\n", b"\0", b" ", b":", b"GET / HTTP/1.1"))


@given(PLACES, PLACES, SNIPPETS)
@hypothesis.settings(max_examples=60)
def test_whatever_bytes_come_nothing_breaks(start: int, end: int, other: bytes) -> None:
    data = WHOLE[: min(start, end)] + other + WHOLE[max(start, end) :]

    async def scenario() -> None:
        broken: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: broken.append(context))
        async with a_front() as port:
            async with a_caller(port) as caller:
                caller.send(data)
                caller.writer.write_eof()
                line = await caller.reader.readline()
                await caller.reader.read()
            assert (await ask(port, chat())).status == 200
        assert line == b"" or int(line.split()[1]) < 500
        assert broken == []

    run(scenario())


CHUNK = b"10000\r\n" + b"x" * 65_536 + b"\r\n"


@pytest.mark.parametrize(
    "data",
    [
        request("POST", CHAT, b"x" * 3 * MAX_BODY_BYTES),
        request("POST", CHAT, more=["Content-Length: " + "9" * 20]),
        request("POST", CHAT, more=["Transfer-Encoding: chunked"]) + CHUNK * 40,
    ],
)
def test_a_body_that_is_too_large_is_refused_and_the_refusal_can_be_read(data: bytes) -> None:
    assert reply_to(data).status == 413


def test_a_body_in_chunks_is_read() -> None:
    body = chat().partition(b"\r\n\r\n")[2]
    chunks = b"".join(b"1;x=y\r\n%c\r\n" % byte for byte in body)
    assert (
        reply_to(request("POST", CHAT, more=["Transfer-Encoding: chunked"]) + chunks + b"0\r\n\r\n").status
        == 200
    )


def test_a_client_that_waits_to_be_told_to_go_on_is_told() -> None:
    async def scenario() -> None:
        head, _, body = chat().partition(b"\r\n\r\n")
        async with a_front() as port, a_caller(port) as caller:
            caller.send(head + b"\r\nExpect: 100-continue\r\n\r\n")
            assert (await caller.reply()).status == 100
            caller.send(body)
            assert (await caller.reply()).status == 200

    run(scenario())


def test_a_connection_takes_one_request_after_the_other_sent_at_once_too() -> None:
    async def scenario() -> None:
        async with a_front() as port, a_caller(port) as caller:
            caller.send(request() + chat())
            assert [(await caller.reply()).status for _ in range(2)] == [200, 200]
            caller.send(chat() + chat() + request(target="/props") + request())
            assert [(await caller.reply()).status for _ in range(3)] == [200, 200, 404]
            assert await caller.reader.read() == b""

    run(scenario())


@pytest.mark.parametrize("data", [b"GET /v1/mod", request("POST", CHAT, b"{}" * 50)[:-1]])
def test_a_request_that_does_not_come_to_its_end_is_given_up(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many bytes keep coming: what counts is when it began."""
    monkeypatch.setattr(exchange, "REQUEST_TIMEOUT_S", 0.5)

    async def scenario() -> Reply:
        async with a_front() as port, a_caller(port) as caller:
            dripping = asyncio.create_task(drip(caller, data))
            try:
                return await caller.reply()
            finally:
                dripping.cancel()

    assert run(scenario()).status == 408


async def drip(caller: Caller, data: bytes) -> None:
    for byte in data:
        caller.send(bytes([byte]))
        await asyncio.sleep(0.04)


def test_a_connection_without_a_request_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "REQUEST_TIMEOUT_S", 0.1)

    async def scenario() -> None:
        async with a_front() as port, a_caller(port) as caller:
            assert await caller.reader.read() == b""

    run(scenario())


def test_silent_connections_do_not_keep_others_out_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "REQUEST_TIMEOUT_S", 1.0)

    async def scenario() -> None:
        async with a_front() as port:
            silent = [
                await asyncio.open_connection("127.0.0.1", port) for _ in range(front.MOST_CONNECTIONS + 20)
            ]
            assert (await ask(port, request())).status == 200
            for _, writer in silent:
                writer.close()

    run(scenario())


def test_two_at_once_are_served_in_turn_and_both_whole() -> None:
    async def scenario() -> None:
        engine = FakeEngine()
        async with a_front(engine) as port:
            replies = await asyncio.gather(*(ask(port, chat(max_tokens=n)) for n in (300, 200, 100, 50)))
        assert [reply.body.count(b"la ") for reply in replies] == [300, 200, 100, 50]
        assert engine.most_at_once == 1

    run(scenario())


async def leave(caller: Caller) -> None:
    caller.writer.transport.abort()


async def say_goodbye(caller: Caller) -> None:
    caller.writer.write_eof()


async def send_more_and_leave(caller: Caller) -> None:
    caller.send(b"x" * 1000)
    await leave(caller)


@pytest.mark.parametrize("go", [leave, say_goodbye, send_more_and_leave])
@pytest.mark.parametrize("model", ["silent", "endless"])
@pytest.mark.parametrize("stream", [True, False])
def test_a_client_that_leaves_frees_the_engine(
    go: Callable[[Caller], Awaitable[None]], model: str, *, stream: bool
) -> None:
    async def scenario() -> None:
        engine = FakeEngine()
        async with a_front(engine) as port, a_caller(port) as caller, a_caller(port) as waiting:
            caller.send(chat(model=model, stream=stream))
            await until(lambda: engine.n_at_once == 1)
            waiting.send(chat(model=model, stream=stream))
            await go(waiting)
            await go(caller)
            assert (await ask(port, chat())).status == 200
            await until(lambda: engine.n_left >= 1 and engine.n_at_once == 0)

    run(scenario())


def test_a_client_that_does_not_read_frees_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "WRITE_TIMEOUT_S", 0.3)

    async def scenario() -> None:
        async with a_front() as port, a_caller(port) as caller:
            caller.send(chat(model="endless"))
            await caller.reader.readexactly(1)
            caller.writer.transport.pause_reading()  # type: ignore[attr-defined]
            assert (await ask(port, chat())).status == 200

    run(scenario())


def test_an_answer_without_end_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with a_front() as port:
            with monkeypatch.context() as hurried:
                hurried.setattr(front, "ANSWER_TIMEOUT_S", 0.5)
                with pytest.raises(h11.RemoteProtocolError, match="incomplete"):  # not as if it were whole
                    await ask(port, chat(model="endless"))
            assert (await ask(port, chat())).status == 200

    run(scenario())


def test_an_engine_that_gives_no_answer_is_said() -> None:
    reply = reply_to(chat(model="dies"))
    assert (reply.status, reply.error["code"], reply.error["type"]) == (502, "engine_failed", "server_error")
