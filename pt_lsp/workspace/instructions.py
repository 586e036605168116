"""Reads a project's own rules for assistants.

Refuses to fail (what cannot be read is not there), and to know whether the file may be used: `ignoring` says
that.
"""

import codecs
import os
from pathlib import Path

from pt_lsp.documents.lines import plain
from pt_lsp.workspace.reading import read_beginning

DEFAULT_NAME = "AGENTS.md"
MOST_CHARACTERS = 4_000
"""More would cost every prompt more than it helps."""
_MOST_BYTES = 64_000


def read_instructions(root: Path, name: str | None) -> str | None:
    r"""The beginning of the file, whole lines with `\n` line ends; None where there is nothing to be read.

    `name` is a path from the root; without one it is `AGENTS.md`, and an empty one means no file. What lies
    outside of the root, or leads out of it by a link, is not read.
    """
    name = DEFAULT_NAME if name is None else name
    try:
        folder, path = os.path.realpath(root), os.path.realpath(root / name)
        if not name or not Path(path).is_relative_to(folder):
            return None
        raw = read_beginning(path, _MOST_BYTES)
        # A character may be cut where the reading ends.
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(raw, final=len(raw) < _MOST_BYTES)
    except (OSError, ValueError):
        return None
    if "\0" in text:
        return None
    return _bounded(plain(text).strip()) or None


def _bounded(text: str) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    lines, _, _ = text[: MOST_CHARACTERS + 1].rpartition("\n")
    return lines.rstrip() or text[:MOST_CHARACTERS]
