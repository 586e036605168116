"""The child process of `LocalModel`: serves until its stdin ends, which the parent's death brings about too.

The key comes in the environment. The first line on stdout is the base URL, or the sentence why there is none.
Refuses to be a command for a person: that is `pt-lsp local-model`.
"""

import argparse
import os
import sys
import threading
from pathlib import Path

from pt_lsp.errors import PtLspError
from pt_lsp.local_model.serving import end, new_key, own_key, serve


def main() -> int:
    """Serve until told to stop, which ends the process with 0; returns 1 if the model did not start."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    threading.Thread(target=_end_with_input, daemon=True).start()
    try:
        serve(arguments.port, arguments.model, own_key(os.environ) or new_key(), _tell)
    except PtLspError as error:
        sys.stdout.write(f"{error}\n")
        return 1


def _tell(base_url: str, _model: str) -> None:
    sys.stdout.write(f"{base_url}\n")
    sys.stdout.flush()


def _end_with_input() -> None:
    while os.read(sys.stdin.fileno(), 1024):  # not sys.stdin.read: its lock, held at exit, aborts
        pass
    end()


if __name__ == "__main__":
    sys.exit(main())
