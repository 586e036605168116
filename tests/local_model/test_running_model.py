"""The real model, spoken to through raw sockets: what any HTTP client may rely on."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pt_lsp.errors import EndpointUnreachable
from pt_lsp.local_model import LocalModel
from tests.support.running import run

pytestmark = pytest.mark.model

TIMEOUT_S = 180.0
"""A model that has but a share of a slow machine needs a minute for some words."""
ENDLESS = {"max_tokens": 8000, "ignore_eos": True}  # llama.cpp goes on past the end of the reply
SHORT = {"max_tokens": 8}


@asynccontextmanager
async def chat(model: LocalModel, **fields: Any) -> AsyncIterator[asyncio.StreamReader]:
    """The reader of a streamed chat reply, head included; leaving closes the socket."""
    url = urlsplit(model.base_url)
    body = json.dumps(
        {"messages": [{"role": "user", "content": "Say hello."}], "stream": True, **fields}
    ).encode()
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    head = f"POST {url.path}/chat/completions HTTP/1.1\r\nHost: {url.netloc}\r\nConnection: close\r\n"
    head += f"Authorization: Bearer {model.key}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    try:
        yield reader
    finally:
        writer.close()
        await writer.wait_closed()


async def events(reader: asyncio.StreamReader) -> AsyncIterator[str]:
    async for line in reader:
        if line.startswith(b"data: "):
            yield line.removeprefix(b"data: ").decode().strip()


async def accepts_connections(base_url: str) -> bool:
    url = urlsplit(base_url)
    try:
        _, writer = await asyncio.open_connection(url.hostname, url.port)
    except OSError:
        return False
    writer.close()
    return True


async def until_gone(base_url: str) -> None:
    while await accepts_connections(base_url):
        pass


def test_a_chat_request_is_streamed_and_ends_with_done() -> None:
    async def ask() -> list[str]:
        async with LocalModel.start() as model, chat(model, **SHORT) as reader:
            assert b" 200 " in await reader.readline()
            return [event async for event in events(reader)]

    *chunks, last = run(ask(), TIMEOUT_S)
    assert last == "[DONE]"
    choices = [choice for chunk in chunks for choice in json.loads(chunk)["choices"]]
    assert any(choice["delta"].get("content") for choice in choices)
    assert choices[-1]["finish_reason"] in {"stop", "length"}


def test_closing_the_socket_stops_the_reply() -> None:
    """It serves one request at a time: the last one is answered only once the endless ones have stopped."""

    async def ask_again() -> list[str]:
        async with LocalModel.start() as model:
            for _ in range(3):  # so many that no machine is through with them in time
                async with chat(model, **ENDLESS) as reader:
                    await anext(events(reader))
                async with chat(model, **ENDLESS, stream=False):
                    pass
            async with chat(model, **SHORT) as reader:
                return [event async for event in events(reader)]

    assert run(ask_again(), TIMEOUT_S)[-1] == "[DONE]"


def test_the_model_is_gone_when_the_context_is_left() -> None:
    async def start_and_leave() -> None:
        async with LocalModel.start() as model:
            assert await accepts_connections(model.base_url)
        assert not await accepts_connections(model.base_url)

    run(start_and_leave(), TIMEOUT_S)


PARENT = """
import asyncio, sys
from pt_lsp.local_model import LocalModel

async def main():
    async with LocalModel.start() as model:
        print(model.base_url, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


def test_the_model_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        base_url = parent.stdout.readline().strip()
        parent.kill()
    run(until_gone(base_url), TIMEOUT_S)


def test_a_file_that_is_no_model_gives_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "junk.gguf"
    path.write_bytes(b"junk")

    async def start() -> None:
        async with LocalModel.start(path):
            raise AssertionError("it started")

    with pytest.raises(EndpointUnreachable, match=r"llama\.cpp cannot load .*junk\.gguf"):
        run(start(), TIMEOUT_S)


def test_a_taken_port_gives_a_sentence() -> None:
    async def start_twice() -> None:
        async with LocalModel.start() as first, LocalModel.start(port=urlsplit(first.base_url).port or 0):
            raise AssertionError("it started")

    with pytest.raises(EndpointUnreachable, match=r"Port \d+ is taken"):
        run(start_twice(), TIMEOUT_S)


def test_two_at_once_are_answered_in_turn() -> None:
    async def ask_twice() -> list[list[str]]:
        async with LocalModel.start() as model, chat(model, **SHORT) as first, chat(model, **SHORT) as second:
            return [[event async for event in events(reader)] for reader in (second, first)]

    assert [answer[-1] for answer in run(ask_twice(), TIMEOUT_S)] == ["[DONE]", "[DONE]"]


def test_the_engine_itself_answers_nobody_but_the_front() -> None:
    code = """
import os, urllib.error, urllib.request
from pt_lsp.local_model.engine import start_engine
from pt_lsp.local_model.model_file import locate_model
engine = start_engine(locate_model(), is_verbose=False)
for path in ("/health", "/v1/models", "/props", "/", f"/{engine.secret}/v1/models"):
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{engine.port}{path}").close()
        print(path, flush=True)
    except urllib.error.HTTPError as error:
        error.close()
os._exit(0)
"""
    output = subprocess.check_output([sys.executable, "-c", code], text=True, timeout=TIMEOUT_S)
    assert output == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_the_command_says_how_to_use_it_and_serves_until_sigterm() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "pt_lsp", "local-model"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        base_url, *words = [server.stdout.readline().strip() for _ in range(6)]
        told = dict(word.removeprefix("export ").split("=") for word in words if word.startswith("export "))
        model = LocalModel(base_url, server.pid, told["POWERTOKENS_API_KEY"])
        assert told["PT_LSP_BASE_URL"] == base_url
        assert run(last_event(model), TIMEOUT_S) == "[DONE]"
        server.send_signal(signal.SIGTERM)
        try:
            _, chatter = server.communicate(timeout=TIMEOUT_S)
        finally:
            server.kill()
    assert (server.returncode, chatter) == (0, "")


async def last_event(model: LocalModel) -> str:
    async with chat(model, **SHORT) as reader:
        return [event async for event in events(reader)][-1]
