import asyncio
import base64
import gc
import json
import socket
from contextlib import suppress
from itertools import accumulate
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.support.chat_api import images_of
from tests.support.image_bytes import png
from tests.support.running import run
from tests.support.scripted_chat import (
    Live,
    ScriptedChat,
    disconnect,
    garbage,
    hang,
    noise,
    reply,
    respond,
    slow,
    status,
)

PNG_URL = f"data:image/png;base64,{base64.b64encode(png()).decode()}"
BODY = {"model": "m", "messages": [{"role": "user", "content": "x"}], "stream": True}


def of_parts(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"role": "user", "content": list(parts)}


def image(url: str) -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": url}}


def post(
    chat: ScriptedChat, body: Any = BODY, *, is_tcp: bool, path: str = "/chat/completions"
) -> httpx.Response:
    async def scenario() -> httpx.Response:
        async with (
            chat.serve() as url,
            httpx.AsyncClient(transport=None if is_tcp else chat.transport) as client,
        ):
            return await client.post(url + path, content=json.dumps(body), timeout=0.5)

    return run(scenario())


@pytest.mark.parametrize("is_tcp", [False, True])
def test_both_faces_play_the_same(is_tcp: bool) -> None:
    answer = post(ScriptedChat(reply("some text")), is_tcp=is_tcp)
    assert answer.headers["content-type"] == "text/event-stream"
    assert answer.text.endswith("data: [DONE]\n\n")
    busy = post(ScriptedChat(status(429, {"error": "x"}, retry_after="3")), is_tcp=is_tcp)
    assert (busy.status_code, busy.headers["retry-after"], busy.json()) == (429, "3", {"error": "x"})
    assert post(ScriptedChat(garbage(b"\x00\xff" * 9)), is_tcp=is_tcp).content == b"\x00\xff" * 9
    assert post(ScriptedChat(slow("ab", delta_ms=0)), is_tcp=is_tcp).text.count("data:") == 4
    whole = post(ScriptedChat("ab"), BODY | {"stream": False}, is_tcp=is_tcp)
    assert whole.json()["choices"][0]["message"]["content"] == "ab"


@pytest.mark.parametrize("is_tcp", [False, True])
def test_both_faces_fail_the_same(is_tcp: bool) -> None:
    for step in (disconnect(), disconnect(after_bytes=40), noise(b"220 hello\r\n")):
        with pytest.raises(httpx.RemoteProtocolError):
            post(ScriptedChat(step), is_tcp=is_tcp)
    for step in (hang(), hang(after="x")):
        with pytest.raises(httpx.ReadTimeout):
            post(ScriptedChat(step), is_tcp=is_tcp)


def test_a_stream_is_cut_within_each_event_and_all_over_it() -> None:
    async def scenario() -> list[bytes]:
        chat = ScriptedChat("some text " * 99)
        async with (
            httpx.AsyncClient(transport=chat.transport) as client,
            client.stream("POST", "http://x/chat/completions", json=BODY) as answer,
        ):
            return [chunk async for chunk in answer.aiter_raw()]

    chunks = run(scenario())
    cuts = set(accumulate(map(len, chunks)))
    cut_at = set()
    start = 0
    for event in b"".join(chunks).split(b"\n\n")[:-1]:
        inside = cuts & set(range(start + 1, start + len(event) + 2))
        assert inside or event == b"data: [DONE]"
        cut_at |= {cut - start for cut in inside}
        start += len(event) + 2
    assert len(cut_at) > 100
    assert cut_at >= set(range(1, len(b'data: {"id": ')))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"temperature": 3}, "temperature is out of range"),
        ({"stop": list("abcde")}, "stop is out of range"),
        ({"stop": "a"}, "stop is out of range"),
        ({"max_tokens": 0}, "max_tokens is out of range"),
        ({"top_p": True}, "top_p is out of range"),
        ({"logprobs": 1}, "logprobs is not documented"),
        ({"messages": []}, "messages is out of range"),
        ({"messages": ["x"]}, "a message is not an object"),
        ({"messages": [{"role": "robot", "content": "x"}]}, "unknown role 'robot'"),
        ({"messages": [{"role": "user", "content": None}]}, "content of a message is not text"),
        ({"messages": [{"role": "user", "content": "", "partial": True}]}, "partial of a message"),
        ({"messages": [{"role": "user", "content": []}]}, "content of a message is not text"),
        (
            {"messages": [of_parts({"type": "text", "text": "x", "cache_control": {}})]},
            "cache_control of a part",
        ),
        ({"messages": [of_parts({"type": "image_url", "image_url": PNG_URL})]}, "its address alone"),
        ({"messages": [of_parts(image("https://example.org/a.png"))]}, "holds no image"),
        ({"messages": [of_parts(image("data:image/bmp;base64,AAAA"))]}, "holds no image"),
        ({"messages": [of_parts(image(PNG_URL.replace("png", "gif")))]}, "an image is no image/gif"),
        ({"messages": [of_parts(*[image(PNG_URL)] * 5)]}, "more than 4 images"),
        ({"enable_search": True}, "enable_search is not documented"),
    ],
)
def test_what_the_api_does_not_document_is_refused_and_fails_the_test(
    change: dict[str, Any], complaint: str
) -> None:
    chat = ScriptedChat(forever="x")
    with pytest.raises(AssertionError, match=complaint):
        post(chat, BODY | change, is_tcp=True)


@pytest.mark.parametrize("body", [[], {"model": "m"}])
def test_a_body_that_is_no_request_fails_the_test(body: Any) -> None:
    with pytest.raises(AssertionError, match=r"is not a JSON object|stream is missing"):
        post(ScriptedChat(forever="x"), body, is_tcp=True)


def test_extras_are_fine_when_told_so() -> None:
    message = {"role": "user", "content": "", "partial": True}
    chat = ScriptedChat("x", extras={"partial", "seeds"})
    assert post(chat, BODY | {"seeds": 1, "messages": [message]}, is_tcp=False).status_code == 200


def test_images_are_fine_as_parts_of_a_message() -> None:
    message = of_parts({"type": "text", "text": "x"}, image(PNG_URL))
    with ScriptedChat("x") as chat:
        assert post(chat, BODY | {"messages": [message]}, is_tcp=False).status_code == 200
    assert images_of(message) == [png()]
    assert chat.requests[0].text == "x"


def test_unplayed_steps_fail_the_test() -> None:
    with pytest.raises(AssertionError, match="unplayed step: reply 'x'"), ScriptedChat("x"):
        pass


def test_an_unexpected_request_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="no step expects"):
        post(ScriptedChat(), is_tcp=True)


def test_another_path_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="unknown path /v1/completions"):
        post(ScriptedChat(forever="x"), is_tcp=True, path="/completions")


def test_a_failing_answer_function_fails_the_test() -> None:
    async def scenario() -> None:
        chat = ScriptedChat(respond(lambda request: request["no such field"]))
        async with chat.serve() as url, httpx.AsyncClient() as client:
            with pytest.raises(httpx.RemoteProtocolError):
                await client.post(f"{url}/chat/completions", json=BODY)

    with pytest.raises(AssertionError, match="respond failed: KeyError"):
        run(scenario())


def test_a_failing_test_is_not_told_of_unplayed_steps() -> None:
    with pytest.raises(KeyError), ScriptedChat("x"):
        raise KeyError


def test_forever_answers_after_the_steps() -> None:
    async def scenario() -> list[int]:
        chat = ScriptedChat(status(404), forever="x")
        async with chat.serve() as url, httpx.AsyncClient() as client:
            codes = [(await client.post(f"{url}/chat/completions", json=BODY)).status_code for _ in range(3)]
            assert chat.n_connections == 1
        return codes

    assert run(scenario()) == [404, 200, 200]


def test_a_hung_up_client_is_seen_and_a_satisfied_one_is_none() -> None:
    async def scenario() -> None:
        chat = ScriptedChat("x", hang(after="text"))
        async with chat.serve() as url, httpx.AsyncClient() as client:
            await client.post(f"{url}/chat/completions", json=BODY)
            async with client.stream("POST", f"{url}/chat/completions", json=BODY):
                await chat.received(2)
                assert not chat.disconnect_times
            await chat.disconnected()

    run(scenario())


def test_a_live_stream_is_in_the_tests_hand() -> None:
    async def scenario() -> str:
        live = Live()
        chat = ScriptedChat(live)
        task = asyncio.create_task(post_in_process(chat))
        await chat.received()
        live.send("ab")
        live.finish()
        return (await task).text

    async def post_in_process(chat: ScriptedChat) -> httpx.Response:
        async with httpx.AsyncClient(transport=chat.transport) as client:
            return await client.post("http://x/chat/completions", json=BODY)

    assert '"content": "ab"' in run(scenario())


def test_a_server_in_a_thread_serves_tests_without_a_loop() -> None:
    chat = ScriptedChat("x", hang())
    with chat.serving() as url, httpx.Client() as client:
        assert client.post(f"{url}/chat/completions", json=BODY).status_code == 200
        with pytest.raises(httpx.ReadTimeout):
            client.post(f"{url}/chat/completions", json=BODY, timeout=0.1)
        chat.wait_until(lambda: len(chat.disconnect_times) == 1)
    assert [request["model"] for request in chat.requests] == ["m", "m"]


def test_a_connection_that_comes_as_the_server_closes_is_closed_with_it() -> None:
    for _ in range(40):
        with ScriptedChat().serving() as url:
            place = urlsplit(url)
            connection = socket.create_connection((place.hostname, place.port or 0))
        with connection, suppress(ConnectionResetError):
            connection.settimeout(10)
            assert connection.recv(1) == b""
    gc.collect()  # what was not closed warns, which fails
