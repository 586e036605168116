"""The scripted model behind real HTTP, in real time: chat completions and plain completions, streamed or not.

It tells the key that it is asked for by the text before the cursor, which every prompt holds in some form.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from pt_lsp.documents.tokens import estimate_tokens
from tests.support.replay_gateway import FIRST_TOKEN_S, TOKENS_PER_S, Asked, n_common, stopped, tokens
from tests.support.replay_model import TypingModel
from tests.support.replay_truth import plain

_NEWEST = 30
_TAILS = (120, 60, 30, 15, 6)
_HEAD = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: {}\r\n\r\n"


class TypingEndpoint:
    def __init__(self, model: TypingModel, now_s: Callable[[], float]) -> None:
        """`now_s` is the time by which the session is played."""
        self.asked: list[Asked] = []
        self.newest = 0
        """The newest key, as the editor is to tell."""
        self._model = model
        self._now_s = now_s

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """The base URL."""
        server = await asyncio.start_server(self._converse, "127.0.0.1")
        port = server.sockets[0].getsockname()[1]
        try:
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = next(
                line.split(":")[1] for line in head.split("\r\n") if line.startswith("content-length")
            )
            body = json.loads(await reader.readexactly(int(length)))
            asked = self._note(body)
            try:
                await self._answer(asked, body, reader, writer)
            finally:
                asked.closed_s = self._now_s()
        writer.close()

    async def _answer(
        self, asked: Asked, body: dict[str, Any], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        is_streamed, is_chat = bool(body.get("stream")), "messages" in body
        due_s = asyncio.get_running_loop().time() + FIRST_TOKEN_S
        most = body.get("max_tokens") or 10_000
        pieces = tokens(stopped(asked.answer.raw, body.get("stop") or ()), asked.index)
        if is_streamed:
            writer.write(_HEAD.format("text/event-stream").encode())
        for piece in pieces[:most]:
            await asyncio.sleep(due_s - asyncio.get_running_loop().time())
            due_s += 1 / TOKENS_PER_S
            if reader.at_eof():
                return
            asked.streamed += piece
            asked.n_streamed += 1
            if is_streamed:
                writer.write(_event(_choice(piece, None, is_chat=is_chat, is_delta=True)))
                await writer.drain()
        reason = "length" if len(pieces) > most else "stop"
        if is_streamed:
            writer.write(_event(_choice("", reason, is_chat=is_chat, is_delta=True)) + b"data: [DONE]\n\n")
        else:
            whole = json.dumps(_choice(asked.streamed, reason, is_chat=is_chat, is_delta=False))
            writer.write((_HEAD.format("application/json") + whole).encode())
        await writer.drain()

    def _note(self, body: dict[str, Any]) -> Asked:
        if "messages" in body:
            text = "\0".join(f"{message['role']}\1{message['content']}" for message in body["messages"])
        else:
            text = f"{body.get('prompt', '')}\0{body.get('suffix') or ''}"
        index = self._index(plain(text))
        n_repeated = n_common(self.asked[-1].prompt, text) if self.asked else 0
        asked = Asked(
            index=index,
            time_s=self._now_s(),
            prompt=text,
            answer=self._model.answer(index),
            n_prompt_tokens=estimate_tokens(text),
            n_repeated_tokens=estimate_tokens(text[:n_repeated]) if n_repeated else 0,
        )
        self.asked.append(asked)
        return asked

    def _index(self, prompt: str) -> int:
        """The newest key whose text before the cursor is in the prompt, as much of it as any is."""
        keys = self._model.session.keys
        recent = [key for key in keys[max(0, self.newest - _NEWEST) : self.newest + 1] if key.is_by_hand]
        for length in _TAILS:
            for key in reversed(recent):
                if plain(str(key.text)[: key.cursor])[-length:] in prompt:
                    return key.index
        return self.newest


def _choice(text: str, reason: str | None, *, is_chat: bool, is_delta: bool) -> dict[str, Any]:
    choice: dict[str, Any] = {"index": 0, "finish_reason": reason}
    if is_chat:
        choice["delta" if is_delta else "message"] = {"role": "assistant", "content": text}
    else:
        choice["text"] = text
    return {"id": "1", "object": "completion", "created": 0, "model": "scripted", "choices": [choice]}


def _event(data: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"
