"""Answers `initialize` before anything heavy is imported, so that the editor goes on while we load.

Refuses to know more of LSP than that one request; whatever else comes first is left to the server. What it
imports is held small by a test.
"""

import os
from typing import Any, NamedTuple

from pt_lsp.protocol.capabilities import initialize_result
from pt_lsp.protocol.client import client_of
from pt_lsp.protocol.wire.framing import FrameDecoder, encode

_READ_BYTES = 65536


class Start(NamedTuple):
    """What the server goes on from."""

    decoder: FrameDecoder
    messages: list[object]
    is_answered: bool


def answer_initialize(read_fd: int, write_fd: int) -> Start:
    """Wait for the first message; answer it if it is a sound `initialize`; hand over all that was read."""
    decoder = FrameDecoder()
    messages: list[object] = []
    while not messages and (data := os.read(read_fd, _READ_BYTES)):
        messages.extend(decoder.feed(data))
    if not (messages and _is_sound_initialize(messages[0])):
        return Start(decoder, messages, is_answered=False)
    request: Any = messages[0]
    reply = {"jsonrpc": "2.0", "id": request["id"], "result": initialize_result(client_of(request["params"]))}
    _write(write_fd, encode(reply))
    return Start(decoder, messages, is_answered=True)


def _is_sound_initialize(message: object) -> bool:
    """Whether the server will take it too: the rest of the parameters is read leniently."""
    return (
        isinstance(message, dict)
        and message.get("jsonrpc") == "2.0"
        and message.get("method") == "initialize"
        and isinstance(message.get("id"), str | int)
        and not isinstance(message.get("id"), bool)
        and isinstance(message.get("params"), dict)
        and isinstance(message["params"].get("capabilities"), dict)
    )


def _write(fd: int, data: bytes) -> None:
    try:
        while data:
            data = data[os.write(fd, data) :]
    except OSError:
        # The client is gone already; the server notices by the end of its input.
        return
