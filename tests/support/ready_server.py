"""Servers for editors that start in no time: forked from a process that has made the imports.

What is about the start itself, or stops the process by a signal, takes the real command.
"""

import atexit
import json
import shutil
import socket
import sys
import tempfile
import threading
from contextlib import suppress
from functools import cache
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from pathlib import Path

from tests.support.server_process import serve, start_preloading

RELAY = Path(__file__).with_name("relay.py")


@cache
def command() -> list[str]:
    """What an editor runs instead of `pt-lsp`; whoever kills that kills the server."""
    folder = tempfile.mkdtemp(prefix="pt-ready-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    door = socket.socket(socket.AF_UNIX)
    door.bind(f"{folder}/door")
    door.listen()
    threading.Thread(target=_answer, args=(door,), daemon=True).start()
    return [sys.executable, "-I", "-S", str(RELAY), f"{folder}/door"]


def _answer(door: socket.socket) -> None:
    while True:
        caller, _ = door.accept()
        threading.Thread(target=_run, args=(caller,), daemon=True).start()


def _run(caller: socket.socket) -> None:
    """Run a server on the pipes of the relay, as long as that lives."""
    with caller, suppress(OSError):  # the relay may be killed at any time
        _, descriptors, _, _ = socket.recv_fds(caller, 1, 3)
        with caller.makefile("r", encoding="utf-8") as line:
            told = json.loads(line.readline())
        start_preloading()
        its = tuple(Connection(descriptor) for descriptor in descriptors)
        given = (told["environ"], Path(told["folder"]), its, told["arguments"])
        process = get_context("forkserver").Process(target=serve, args=given, daemon=True)
        process.start()
        for end in its:
            end.close()
        if process.sentinel not in connection.wait([process.sentinel, caller]):
            process.kill()
        process.join()
        caller.sendall(f"{process.exitcode}\n".encode())
