"""The child process of `LocalModel`: serves until its stdin ends, which the parent's death brings about too.

Its first line on stdout is the base URL, or the sentence why there is none.
Refuses to be a command for a person: that is `pt-lsp local-model`.
"""

import argparse
import os
import sys
import threading
from pathlib import Path

from pt_lsp.errors import PtLspError
from pt_lsp.local_model.serving import serve


def main() -> int:
    """Serve until told to stop, which ends the process with 0; returns 1 if the model did not start."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    stop = threading.Event()
    threading.Thread(target=_stop_at_end_of_input, args=(stop,), daemon=True).start()
    try:
        serve(arguments.port, arguments.model, stop=stop)
    except PtLspError as error:
        sys.stdout.write(f"{error}\n")
        return 1


def _stop_at_end_of_input(stop: threading.Event) -> None:
    while os.read(
        sys.stdin.fileno(), 1024
    ):  # not sys.stdin.read: its lock, held at exit, aborts the interpreter
        pass
    stop.set()


if __name__ == "__main__":
    sys.exit(main())
