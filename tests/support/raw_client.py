"""A client that sends a real server process whatever bytes a test likes, and reads frames in their order.

It knows no LSP beyond framing and the handshake: for malformed input, order, back-pressure and exit codes.
"""

import contextlib
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pt_lsp.protocol.wire.framing import FrameDecoder, encode

TIMEOUT_S = 60.0  # of a busy machine
NOWHERE = "http://127.0.0.1:9/v1"
"""A loopback endpoint where nothing listens."""


class RawClient:
    """One server process and the two ends of its pipes."""

    def __init__(self, process: "subprocess.Popen[bytes]", errors: Any) -> None:
        self.process = process
        self.unread: list[Any] = []
        """Messages that came while a certain one was waited for."""
        self._errors = errors
        self._messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._may_read = threading.Event()
        self._may_read.set()
        threading.Thread(target=self._read, daemon=True).start()

    def send_bytes(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, *messages: Mapping[str, Any]) -> None:
        """Send messages in one write; `jsonrpc` is added."""
        self.send_bytes(b"".join(encode({"jsonrpc": "2.0", **message}) for message in messages))

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"method": method, "params": params})

    def request(self, msg_id: int | str, method: str, params: Any = None) -> Any:
        """Send a request and wait for its reply."""
        self.send({"id": msg_id, "method": method, "params": params})
        return self.reply_to(msg_id)

    def receive(self, timeout_s: float = TIMEOUT_S) -> Any:
        """The next message. Raises TimeoutError, EOFError."""
        try:
            message = self._messages.get(timeout=timeout_s)
        except queue.Empty:
            raise TimeoutError(f"nothing came in {timeout_s} s; stderr: {self.stderr}") from None
        if message is None:
            self._messages.put(None)
            raise EOFError(f"the server has ended; stderr: {self.stderr}")
        return message

    def reply_to(self, msg_id: int | str | None, timeout_s: float = TIMEOUT_S) -> Any:
        """The reply with that id; what comes before it is put into `unread`."""
        deadline_s = time.monotonic() + timeout_s
        while True:
            message = self.receive(max(0.0, deadline_s - time.monotonic()))
            if message.get("id") == msg_id and "method" not in message:
                return message
            self.unread.append(message)

    def told(self, method: str, is_meant: Callable[[Any], bool] = lambda _params: True) -> Any:
        """Wait for a message of that method which is meant, unless it has come; it stays in `unread`."""
        n_seen = 0
        while True:
            for message in self.unread[n_seen:]:
                if message.get("method") == method and is_meant(message["params"]):
                    return message
            n_seen = len(self.unread)
            self.unread.append(self.receive())

    def rest(self) -> list[Any]:
        """All that still comes before the server ends."""
        messages = []
        with contextlib.suppress(EOFError):
            while True:
                messages.append(self.receive())
        return messages

    def initialize(self, capabilities: Any = None, options: Any = None, **others: Any) -> Any:
        """The result of the handshake, which it brings to its end."""
        params = {"capabilities": capabilities or {}, "initializationOptions": options, **others}
        reply = self.request("initialize", "initialize", {"processId": None, "rootUri": None, **params})
        self.notify("initialized", {})
        return reply["result"]

    def open(self, uri: str, text: str, version: int = 1, language_id: str = "python") -> None:
        item = {"uri": uri, "languageId": language_id, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def pause_reading(self) -> None:
        """Read no more than what is being read already."""
        self._may_read.clear()

    def resume_reading(self) -> None:
        self._may_read.set()

    def close_stdin(self) -> None:
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()

    def exit_code(self, timeout_s: float = TIMEOUT_S) -> int:
        return self.process.wait(timeout_s)

    def shut_down(self) -> int:
        """The exit code after a proper goodbye."""
        self.request("shutdown", "shutdown")
        self.notify("exit")
        return self.exit_code()

    @property
    def stderr(self) -> str:
        self._errors.seek(0)
        return str(self._errors.read().decode("utf-8", "replace"))

    def _read(self) -> None:
        assert self.process.stdout is not None
        decoder = FrameDecoder()
        with contextlib.suppress(ValueError, OSError):
            while self._may_read.wait() and (data := os.read(self.process.stdout.fileno(), 65536)):
                for message in decoder.feed(data):
                    self._messages.put(message)
        self._messages.put(None)


@contextlib.contextmanager
def raw_client(
    base_url: str = NOWHERE, *, arguments: Sequence[str] = (), **environ: str
) -> Iterator[RawClient]:
    """A server of its own, which is gone afterwards whatever happens."""
    command = [sys.executable, "-m", "pt_lsp", "serve", *arguments]
    environment = os.environ | {"PT_LSP_BASE_URL": base_url} | environ
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment
        ) as process,
    ):
        client = RawClient(process, errors)
        try:
            yield client
        finally:
            client.resume_reading()
            client.close_stdin()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
