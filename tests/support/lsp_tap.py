"""A server command that passes everything through to another one, and notes when some of it came by.

`python lsp_tap.py FILE METHOD COMMAND...` appends `[seconds since 1970, id, "request" or "reply"]` to FILE,
a line for each request of that method and for its reply.
"""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TextIO

from pt_lsp.protocol.wire.framing import FrameDecoder

_PART = 65_536


class Tap:
    """Notes what it sees of one method, in both directions."""

    def __init__(self, notes: TextIO, method: str) -> None:
        self._notes = notes
        self._method = method
        self._asked: set[object] = set()

    def pass_on(self, source: int, target: int, kind: str) -> None:
        """Copy until the source ends."""
        decoder = FrameDecoder()
        while data := os.read(source, _PART):
            now_s = time.time()
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(target, rest) :]
            for message in decoder.feed(data):
                self._note(now_s, message, kind)

    def _note(self, now_s: float, message: object, kind: str) -> None:
        if not isinstance(message, dict):
            return
        if kind == "request" and message.get("method") == self._method:
            self._asked.add(message["id"])
        elif kind == "request" or "method" in message or message.get("id") not in self._asked:
            return
        self._notes.write(json.dumps([now_s, message["id"], kind]) + "\n")
        self._notes.flush()


def main(path: str, method: str, *command: str) -> int:
    """The exit code of the command."""
    with (
        Path(path).open("a", encoding="utf-8") as notes,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server,
    ):
        assert server.stdin is not None
        assert server.stdout is not None
        to_server, to_client = server.stdin, server.stdout
        tap = Tap(notes, method)

        def pass_on_requests() -> None:
            tap.pass_on(sys.stdin.fileno(), to_server.fileno(), "request")
            to_server.close()

        threading.Thread(target=pass_on_requests, daemon=True).start()
        tap.pass_on(to_client.fileno(), sys.stdout.fileno(), "reply")
    return server.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
