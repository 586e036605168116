"""Serves a model file on loopback until told to stop: the engine, and the front through which it is reached.

Both are in one process, so that neither outlives the other. Refuses to leave loopback.
"""

import asyncio
import contextlib
import errno
import os
import re
import secrets
import signal
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from pt_lsp.errors import EndpointUnreachable, SettingsError
from pt_lsp.local_model.engine import HOST, start_engine
from pt_lsp.local_model.front import Front
from pt_lsp.local_model.model_file import locate_model

LOCAL_KEY_VARIABLE = "PT_LSP_LOCAL_KEY"
Announce = Callable[[str, str], None]
"""Takes the base URL and the model's name."""

_BACKLOG = 128
_LAST_PORT = 65_535
_WORD = re.compile(r"[!-~]+")


def own_key(environ: Mapping[str, str]) -> str | None:
    """The key that the user has set for the server; raises SettingsError if it cannot be one."""
    key = environ.get(LOCAL_KEY_VARIABLE, "").strip()
    if key and not _WORD.fullmatch(key):
        raise SettingsError(f"{LOCAL_KEY_VARIABLE} cannot be used: a key is one printable ASCII word.")
    return key or None


def new_key() -> str:
    """A key that nobody guesses."""
    return secrets.token_urlsafe(24)


def serve(
    port: int,
    model_path: Path | None,
    key: str,
    announce: Announce,
    *,
    is_verbose: bool = False,
) -> NoReturn:
    """Serve chat completions to those who send `key` until SIGINT or SIGTERM, which end the process with 0.

    Port 0 takes a free one. `announce` is called once the model answers.
    Raises SettingsError if something is not installed, EndpointUnreachable if it cannot start.
    """
    model_path = locate_model(model_path)
    listener = _listen(port)
    # What who started us has ignored stays ignored; Python's own handler would wait for the model to load.
    numbers = [n for n in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(n) is not signal.SIG_IGN]
    for number in numbers:
        signal.signal(number, signal.SIG_DFL)
    engine = start_engine(model_path, is_verbose=is_verbose)
    for number in numbers:
        signal.signal(number, lambda _signal, _frame: end())
    with contextlib.suppress(OSError):  # whoever was told may have left, as `head` does
        announce(f"http://{HOST}:{listener.getsockname()[1]}/v1", engine.model)
    asyncio.run(Front(engine, key).serve(listener))
    end()


def end() -> NoReturn:
    """End the process, and with it whatever is being answered; nothing is left to be saved."""
    os._exit(0)  # llama.cpp's own shutdown waits for its threads, now and then for ever


def _listen(port: int) -> socket.socket:
    """Before the model is loaded, so that a taken port is told at once."""
    if not 0 <= port <= _LAST_PORT:
        raise EndpointUnreachable(f"There is no port {port}: choose one from 1 to {_LAST_PORT}.")
    try:
        listener = socket.create_server((HOST, port), backlog=_BACKLOG)
    except OSError as error:
        why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        raise EndpointUnreachable(f"Port {port} {why}: choose another, or 0 for any free one.") from error
    listener.setblocking(False)
    return listener
