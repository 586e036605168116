"""Where the log goes: stderr, or a file; never stdout, which belongs to LSP.

What nobody has caught is logged like all that nobody foresaw: Python would quote the error's own text.
"""

import logging
import sys
import threading
from pathlib import Path
from types import TracebackType

from pt_lsp.errors import log_failure


def set_up_logs(level: str, file: str | None) -> None:
    """Log our own records from `level` on; of libraries warnings only, because some log whole messages."""
    handler: logging.Handler = logging.StreamHandler()
    if file is not None:
        Path(file).expanduser().parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(Path(file).expanduser(), encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("pt_lsp").setLevel(level.upper())
    # pygls logs every message it sends, and with it the user's code.
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda failed: _log_uncaught(*failed[:3])


def _log_uncaught(_kind: object, error: BaseException | None, _trace: TracebackType | None) -> None:
    if error is not None:
        log_failure(logging.getLogger("pt_lsp"), "pt-lsp", error)
