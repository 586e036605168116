"""Where the log goes: stderr, or a file; never stdout, which belongs to LSP."""

import logging
from pathlib import Path


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
