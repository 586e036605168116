r"""Changes that a reply gives as blocks: lines to find, and the lines that take their place.

    <<<<<<< SEARCH             @@ ... @@
    old lines                  -old lines
    =======                    +new lines
    new lines                   lines that stay
    >>>>>>> REPLACE

Readers take the complete lines of a reply one by one. They refuse to know the text that the blocks are for,
and what stands between blocks.
"""

import re
from dataclasses import dataclass

from pt_lsp.errors import UnusableReply
from pt_lsp.replies.fences import fence_of
from pt_lsp.replies.sentences import is_sentence

_SEARCH = re.compile(r"^\s*(?:<{5,9}|-{5,9}) ?(?:SEARCH|ORIGINAL)>?\s*$")
_DIVIDER = re.compile(r"^\s*={5,9}\s*$")
_REPLACE = re.compile(r"^\s*(?:>{5,9}|\+{5,9}) ?(?:REPLACE|UPDATED)\s*$")

_HUNK = re.compile(r"^@@(?: .*)?$")
_FILE = re.compile(r"^(?:--- |\+\+\+ |\*\*\* Update File:|diff --git |index [0-9a-f]+\.\.)")
_OTHER_FILE = re.compile(r"^\*\*\* (?:Add|Delete) File:")
_PATCH_BEGIN = re.compile(r"^\*\*\* (?:Begin Patch|Update File:.*)\s*$")
_PATCH_END = re.compile(r"^\*\*\* End (?:Patch|of File)\s*$")

_BROKEN = "The changes in the model's answer cannot be read; ask again."
_OTHER_FILES = "The model wants to change other files too; ask for this code alone."


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines of the text, and the lines that take their place."""

    search: tuple[str, ...]
    replace: tuple[str, ...]


def begins_search(line: str) -> bool:
    """Whether a line opens a SEARCH/REPLACE block."""
    return _SEARCH.match(line) is not None


def is_marker(line: str) -> bool:
    """Whether a line would be taken for part of a SEARCH/REPLACE block."""
    return any(marker.match(line) for marker in (_SEARCH, _DIVIDER, _REPLACE))


def begins_diff(line: str) -> bool:
    """Whether a line opens a patch, when no code came before it."""
    fence = fence_of(line)
    if fence is not None:
        return fence.info.lower() in {"diff", "patch", "udiff"}
    return _HUNK.match(line) is not None or _PATCH_BEGIN.match(line) is not None


def names_file(line: str) -> bool:
    """Whether a line says which file a patch is for."""
    return _FILE.match(line) is not None or _PATCH_BEGIN.match(line) is not None


class SearchReplaceReader:
    """Reads SEARCH/REPLACE blocks, with or without fences around them."""

    def __init__(self) -> None:
        self._lines: list[str] | None = None

    def push(self, line: str) -> Block | None:
        """The block that the line completes. Raises UnusableReply when a block is no block."""
        if begins_search(line):
            if self._lines is not None:
                raise UnusableReply(_BROKEN)
            self._lines = []
        elif self._lines is not None and _REPLACE.match(line):
            block = _divided(self._lines)
            self._lines = None
            return block
        elif self._lines is not None:
            self._lines.append(line)
        return None

    def finish(self) -> Block | None:
        """Nothing: a block ends with its last marker. Raises UnusableReply when that is missing."""
        if self._lines is not None:
            raise UnusableReply("The model's answer breaks off inside a change; ask again.")
        return None


def _divided(lines: list[str]) -> Block:
    """The two parts. A divider may be text too, a heading's underline; then both parts hold as many."""
    dividers = [index for index, line in enumerate(lines) if _DIVIDER.match(line)]
    if dividers[1:] == [len(lines) - 1] and _closes_twice(lines):
        lines, dividers = lines[:-1], dividers[:1]
    if len(dividers) % 2 == 0:
        raise UnusableReply(_BROKEN)
    at = dividers[len(dividers) // 2]
    return Block(tuple(lines[:at]), tuple(lines[at + 1 :]))


def _closes_twice(lines: list[str]) -> bool:
    """Whether the last line is one divider too many, as models write it before the last marker."""
    is_underline = len(lines) > 1 and 0 < len(lines[-2].strip()) <= len(lines[-1].strip())
    return not is_underline or is_marker(lines[-2])


class DiffReader:
    """Reads the hunks of a unified diff, whose line numbers nobody should trust, or of a patch like one."""

    def __init__(self) -> None:
        self._hunk: list[str] = []
        self._is_open = False
        self._files: set[str] = set()

    def push(self, line: str) -> Block | None:
        """The block that the line completes. Raises UnusableReply when a hunk is no hunk."""
        if _HUNK.match(line):
            return self._close(opens=True)
        if _OTHER_FILE.match(line):
            raise UnusableReply(_OTHER_FILES)
        if _PATCH_END.match(line):
            return self._close(opens=False)
        if not self._hunk and names_file(line):
            self._note_file(line)
            return None
        fence = fence_of(line)
        if fence is not None:
            return self._close(opens=bool(fence.info))
        return self._continue(line) if self._is_open else None

    def finish(self) -> Block | None:
        """The hunk that the end of the reply completes."""
        return self._close(opens=False)

    def _continue(self, line: str) -> Block | None:
        if line.startswith("\\"):
            return None
        if not line or line[0] in " +-":
            self._hunk.append(line)
            return None
        if is_sentence(line):
            return self._close(opens=False)
        raise UnusableReply(_BROKEN)

    def _note_file(self, line: str) -> None:
        if line.startswith(("+++ ", "*** Update File:")):
            self._files.add(line)
        if len(self._files) > 1:
            raise UnusableReply(_OTHER_FILES)

    def _close(self, *, opens: bool) -> Block | None:
        hunk, self._hunk, self._is_open = self._hunk, [], opens
        if not any(line[:1] in {"+", "-"} for line in hunk):
            return None
        old = tuple(line[1:] for line in hunk if line[:1] != "+")
        return Block(old, tuple(line[1:] for line in hunk if line[:1] != "-"))


BlockReader = SearchReplaceReader | DiffReader
