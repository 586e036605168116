"""Our log, as the editor shows it: warnings and errors go to `window/logMessage`, never to a pop-up.

Refuses to format tracebacks: they stay in the log on stderr.
"""

import logging
from collections.abc import Callable

from lsprotocol import types


class ClientLogHandler(logging.Handler):
    """Sends what is at least a warning to the client; a line that repeats the last one is said once."""

    def __init__(self, send: Callable[[types.LogMessageParams], None]) -> None:
        super().__init__(logging.WARNING)
        self._send = send
        self._last = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Send one record."""
        message = record.getMessage().split("\n", 1)[0]
        if message == self._last:
            return
        self._last = message
        level = types.MessageType.Error if record.levelno >= logging.ERROR else types.MessageType.Warning
        self._send(types.LogMessageParams(type=level, message=message))
