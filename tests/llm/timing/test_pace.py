"""What keeps an answer alive, on a clock that costs nothing."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from pt_lsp import errors
from pt_lsp.llm.chat import Channel
from pt_lsp.llm.endpoint import endpoint_of
from pt_lsp.llm.gateway import Message, Prompt, RetryPolicy
from pt_lsp.llm.request import build_request
from tests.support.faulty_endpoint import event, text_event
from tests.support.scripted_chat import settings
from tests.support.virtual_loop import run_virtually

PROMPT = Prompt((Message("user", "hi"),), "edit", 50, 0.2)
SETTINGS = settings(idle_timeout_s=30, answer_timeout_s=600)
END = text_event("", "stop")
NOTHING = {
    "comments": b": ping\n\n",
    "blank lines": b"\n",
    "single bytes": b"x",
    "roles": event({"role": "assistant"}),
    "empty texts": text_event(""),
    "usage": b'data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}}\n\n',
    "calls": event({"tool_calls": [{"index": 0, "function": {"arguments": "x"}}]}),
    "empty reasoning": event({"reasoning_content": ""}),
}
SOMETHING = {"text": text_event("x"), "reasoning": event({"reasoning_content": "Hm."})}


Piece = tuple[float, bytes]


class Dripping(httpx.AsyncBaseTransport):
    """Sends one piece after another, each after its pause; keeps the last one up for ever."""

    def __init__(self, *pieces: Piece, head_s: float = 0.0) -> None:
        self._pieces = pieces
        self._head_s = head_s

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(self._head_s)
        return httpx.Response(200, stream=_Stream(self._pieces))


class _Stream(httpx.AsyncByteStream):
    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        n_sent = 0
        while True:
            pause_s, piece = self._pieces[min(n_sent, len(self._pieces) - 1)]
            await asyncio.sleep(pause_s)
            yield piece
            n_sent += 1


def ask(*pieces: Piece, head_s: float = 0.0, prompt: Prompt = PROMPT, reads_s: float = 0.0) -> float:
    """When the request failed; a reader takes `reads_s` over each text."""

    async def read(channel: Channel) -> None:
        request = build_request(prompt, SETTINGS.endpoint, endpoint_of(SETTINGS), None)
        async with channel.open(request) as deltas:
            async for delta in deltas:
                await asyncio.sleep(reads_s if delta.text else 0)

    async def scenario() -> float:
        transport = Dripping(*pieces, head_s=head_s)
        with pytest.raises(errors.EndpointTimeout) as caught:
            await read(Channel(RetryPolicy(), lambda: transport))
        said.append(str(caught.value))
        return asyncio.get_running_loop().time()

    said: list[str] = []
    ended_s = run_virtually(scenario())
    assert ("sent no text for 30 s" in said[0]) != ("did not end its answer within" in said[0])
    return ended_s


@pytest.mark.parametrize("piece", NOTHING.values(), ids=NOTHING.keys())
@pytest.mark.parametrize("start", [b"", text_event("x")], ids=["at once", "after a text"])
def test_what_is_neither_text_nor_reasoning_keeps_no_answer_alive(start: bytes, piece: bytes) -> None:
    assert ask((5, start or piece), (1, piece)) == pytest.approx(35 if start else 30, abs=1)


@pytest.mark.parametrize("piece", SOMETHING.values(), ids=SOMETHING.keys())
def test_an_answer_ends_in_time_however_it_goes_on(piece: bytes) -> None:
    assert ask((20, piece)) == 600


def test_an_answer_that_nobody_asked_for_ends_sooner() -> None:
    automatic = Prompt((Message("user", "hi"),), "inline completion", 50, 0.2, is_automatic=True)
    assert ask((20, text_event("x")), prompt=automatic) == 30


def test_a_head_that_does_not_come_is_silence() -> None:
    assert ask((1, END), head_s=99) == 30


def test_the_time_that_a_reader_takes_is_no_silence() -> None:
    assert ask((1, text_event("x")), (20, text_event("x")), (31, END), reads_s=60) == 171
