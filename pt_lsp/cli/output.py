"""What standard output and error do with characters that the terminal cannot show."""

import io
import sys


def show_marks_for_unknown_characters() -> None:
    """Print a mark in the place of each; no command fails for one, and none is told with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
