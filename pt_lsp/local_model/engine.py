"""llama.cpp on a port of its own that nobody else can use: starting it, and asking it.

Its HTTP server answers any Host and Origin and has many addresses, so each needs a random prefix and a key.
Refuses to judge what is asked.
"""

import asyncio
import os
import secrets
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import h11

from pt_lsp.errors import EndpointUnreachable
from pt_lsp.local_model.chat_request import CONTEXT_TOKENS

HOST = "127.0.0.1"
MOST_THREADS = 4  # more do not make so small a model faster
MOST_CACHED_MIB = 256  # one full context of SmolLM2, and some
QUIET, CHATTY = 0, 3  # llama.cpp's levels of verbosity
READ_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class PrivateEngine:
    """A running engine; `secret` is its key and the first part of its paths."""

    port: int
    model: str
    secret: str = field(repr=False)
    server: Any = field(default=None, repr=False)  # it ends with its last reference

    async def answer(self, body: bytes) -> AsyncGenerator[h11.Response | h11.Data]:
        """The answer to a chat request: its head, then its data. Closing the generator stops the engine.

        Raises OSError or h11.ProtocolError if the engine fails.
        """
        reader, writer = await asyncio.open_connection(HOST, self.port)
        http = h11.Connection(h11.CLIENT)
        try:
            writer.write(b"".join(http.send(event) or b"" for event in self._request(body)))
            await writer.drain()
            while not isinstance(event := http.next_event(), h11.EndOfMessage):
                if event is h11.NEED_DATA:
                    http.receive_data(await reader.read(READ_BYTES))
                elif isinstance(event, h11.Response | h11.Data):
                    yield event
        finally:
            writer.transport.abort()

    def _request(self, body: bytes) -> tuple[h11.Request, h11.Data, h11.EndOfMessage]:
        headers = [
            ("Host", f"{HOST}:{self.port}"),
            ("Authorization", f"Bearer {self.secret}"),
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Connection", "close"),
        ]
        target = f"/{self.secret}/v1/chat/completions"
        return h11.Request(method="POST", target=target, headers=headers), h11.Data(body), h11.EndOfMessage()


def start_engine(model_path: Path, *, is_verbose: bool) -> PrivateEngine:
    """An engine that answers; raises EndpointUnreachable if the file is no model."""
    import xllamacpp

    n_threads = min(MOST_THREADS, os.cpu_count() or 1)
    name, secret = model_path.stem, secrets.token_urlsafe()
    options = xllamacpp.CommonParams()
    options.model.path = str(model_path)
    options.model_alias = {name}
    options.hostnames = [HOST]
    options.port = 0
    options.api_keys = [secret]
    options.api_prefix = f"/{secret}"
    options.endpoint_slots = False
    options.n_ctx = CONTEXT_TOKENS
    options.n_parallel = 1
    options.cache_ram_mib = MOST_CACHED_MIB
    options.cpuparams.n_threads = options.cpuparams_batch.n_threads = n_threads
    options.ui = False
    options.verbosity = CHATTY if is_verbose else QUIET
    try:
        server = xllamacpp.Server(options)
    except RuntimeError as error:
        raise EndpointUnreachable(
            f"The embedded model did not start: llama.cpp cannot load {model_path}; name another .gguf file."
        ) from error
    return PrivateEngine(urlsplit(server.listening_address).port or 0, name, secret, server)
