"""The log: one line for each record, whatever its message holds; never on stdout, which belongs to LSP.

What nobody has caught is logged like all that nobody foresaw: Python would quote the error's own text.
"""

import logging
import os
import sys
import threading
from pathlib import Path
from types import TracebackType

from pt_lsp.documents.visibility import visible_line, visible_text
from pt_lsp.errors import log_failure
from pt_lsp.protocol.wire.transport import Writer

logger = logging.getLogger(__name__)

_MOST_QUEUED_BYTES = 1_000_000
"""A reader of the log that lets this much pile up does not read at all."""


def set_up_logs(level: str, handler: logging.Handler) -> None:
    """Log our own records from `level` on; of libraries warnings only, because some log whole messages."""
    # Python would print a record that cannot be written, and with it the user's text.
    logging.raiseExceptions = False
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("pt_lsp").setLevel(level.upper())
    # pygls logs every message it sends, and with it the user's code.
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    sys.excepthook = _log_uncaught
    sys.unraisablehook = lambda failed: _log_uncaught(None, failed.exc_value, None)
    threading.excepthook = lambda failed: _log_uncaught(*failed[:3])


def open_log(file: str | None) -> tuple["LogWriter", str | None]:
    """The server's log, on stderr where no file is named or it cannot be written; a sentence says so then."""
    if file is None:
        complaint = "There is no log: stderr is closed." if sys.stderr is None else None
        return LogWriter(2, "stderr"), complaint
    try:
        path = Path(file).expanduser()
        path.parent.mkdir(parents=True, exist_ok=True)
        return LogWriter(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), file), None
    except (OSError, RuntimeError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        return LogWriter(2, "stderr"), f"The log cannot be written to {file} ({why}); it is on stderr."


class LogWriter(logging.Handler):
    """Writes from a thread of its own: neither a full pipe nor a dead disk holds anybody up.

    What cannot be written is told once, to whoever else takes records, and ends the log.
    """

    def __init__(self, fd: int, name: str) -> None:
        super().__init__()
        self._told_name = name
        self._writer = Writer(fd, self._tell, _MOST_QUEUED_BYTES)

    def emit(self, record: logging.LogRecord) -> None:
        """Queue one record."""
        try:
            self._writer.write(f"{self.format(record)}\n".encode("utf-8", "backslashreplace"))
        except Exception:  # noqa: BLE001 - logging never fails whoever logs
            self.handleError(record)

    def close(self) -> None:
        """Write what is queued, for a while."""
        self._writer.close()
        super().close()

    def _tell(self) -> None:
        error = self._writer.error
        why = "nobody reads it" if error is None else error.strerror
        logger.warning("The log cannot be written to %s (%s); it ends there.", self._told_name, why)


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """One line, and the frames of a failure below it."""
        line = visible_line(super().format(record))
        frames = getattr(record, "frames", "")
        return f"{line}\n{visible_text(frames).rstrip()}" if frames else line


def _log_uncaught(_kind: object, error: BaseException | None, _trace: TracebackType | None) -> None:
    if error is not None:
        log_failure(logging.getLogger("pt_lsp"), "pt-lsp", error)
