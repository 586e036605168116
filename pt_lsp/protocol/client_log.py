"""Our log, as the editor shows it: warnings and errors go to `window/logMessage`, never to a pop-up.

Refuses to send tracebacks: they stay in the log on stderr. A client that cannot be told is no reason to fail.
"""

import logging
from collections.abc import Callable

from lsprotocol import types

from pt_lsp.documents.visibility import visible_line


class ClientLogHandler(logging.Handler):
    """Sends what is at least a warning to the client; a line that repeats the last one is said once."""

    def __init__(self, send: Callable[[types.LogMessageParams], None]) -> None:
        super().__init__(logging.WARNING)
        self._send = send
        self._last = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Send one record."""
        try:
            message = visible_line(record.getMessage())
            if message == self._last:
                return
            self._last = message
            level = types.MessageType.Error if record.levelno >= logging.ERROR else types.MessageType.Warning
            self._send(types.LogMessageParams(type=level, message=message))
        except Exception:  # noqa: BLE001 - logging never fails whoever logs
            self.handleError(record)
