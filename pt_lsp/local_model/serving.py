"""Serves a model file with llama.cpp on loopback until told to stop.

Refuses to leave loopback and to serve more than one model and one request at a time.
"""

import os
import signal
import socket
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from pt_lsp.errors import EndpointUnreachable
from pt_lsp.local_model.model_file import locate_model

HOST = "127.0.0.1"
CONTEXT_TOKENS = 8192  # what SmolLM2 was trained on
MOST_THREADS = 4  # more do not make so small a model faster
QUIET, CHATTY = 0, 3  # llama.cpp's levels of verbosity


def serve(
    port: int = 0,
    model_path: Path | None = None,
    *,
    is_verbose: bool = False,
    stop: threading.Event | None = None,
) -> NoReturn:
    """Serve chat completions until SIGINT, SIGTERM or `stop`, and then end the process; main thread only.

    Port 0 takes a free one. The base URL goes to stdout, one line, once the model answers.
    Raises SettingsError if something is not installed, EndpointUnreachable if the model does not start.
    """
    stop = stop or threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    server = _start_server(port, locate_model(model_path), is_verbose=is_verbose)
    sys.stdout.write(f"{server.listening_address}/v1\n")
    sys.stdout.flush()
    while not stop.wait(timeout=1):  # Windows hears of Ctrl+C only between waits
        pass
    # llama.cpp's own shutdown waits for its threads, now and then for ever; nothing is left to be saved.
    os._exit(0)


def _start_server(port: int, model_path: Path, *, is_verbose: bool) -> Any:
    import xllamacpp

    n_threads = min(MOST_THREADS, os.cpu_count() or 1)
    options = xllamacpp.CommonParams()
    options.model.path = str(model_path)
    options.hostnames = [HOST]
    options.port = port
    options.n_ctx = CONTEXT_TOKENS
    options.n_parallel = 1
    options.cpuparams.n_threads = options.cpuparams_batch.n_threads = n_threads
    options.ui = False
    options.verbosity = CHATTY if is_verbose else QUIET
    try:
        return xllamacpp.Server(options)
    except RuntimeError as error:
        if _is_taken(port):
            raise EndpointUnreachable(
                f"Port {port} is taken: choose another, or 0 for any free one."
            ) from error
        raise EndpointUnreachable(
            f"The embedded model did not start: llama.cpp cannot load {model_path}; name another .gguf file."
        ) from error


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False
