"""What has changed in one file, as a model reads it: hunks with a little around them, in whole lines.

Pure. Says nothing of line numbers, which a message has no use for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pt_lsp.edits.line_diff import Block, differing_blocks, near_blocks
from pt_lsp.syntax.cut_marks import cut_mark
from pt_lsp.workspace.git.file_change import FileChange

CUT_MARK = cut_mark("diff")
_CONTEXT = 2
"""Lines around a change: what is next to it says what it is a part of."""
_MOST_LINES_OF_NEW = 400
"""Of a file that is all new, or gone: its beginning tells what it is."""
_LONGEST_LINE = 300
_HEAD = re.compile(r"[A-Za-z_$@#]")
_DEFINES = re.compile(
    r"[-+]\s*(?:(?:export|public|pub|async|static|abstract|default)\s+)*"
    r"(?:def|class|func|fn|function|interface|struct|enum|trait|impl|type|module|namespace|record)\b"
)


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """Lines that begin with `+`, `-` or a blank."""

    head: str
    """The line at the margin that it stands below; empty where there is none."""
    lines: tuple[str, ...]

    @property
    def n_changed(self) -> int:
        """How many of its lines differ."""
        return sum(not line.startswith(" ") for line in self.lines)

    @property
    def weight(self) -> tuple[bool, int]:
        """How much it tells: first what defines something, then what is large."""
        return any(map(_DEFINES.match, self.lines)), self.n_changed

    def text(self, n_characters: int) -> str:
        """As many of its lines as fit, and a mark for the rest."""
        lines = [f"@@ {self.head}".rstrip()]
        n_left = n_characters - len(lines[0]) - len(CUT_MARK) - 2
        for line in self.lines:
            n_left -= len(line) + 1
            if n_left < 0:
                lines.append(CUT_MARK)
                break
            lines.append(line)
        return "\n".join(lines)


@dataclass(frozen=True)
class FileDiff:
    """One file's change."""

    change: FileChange
    is_named_only: bool
    """What is in it is not shown: a tool has written it."""

    @cached_property
    def parts(self) -> Sequence[ChangedPart]:
        """None where there are no texts to compare."""
        old, new = self._sides
        return () if self.change.textless or old == new else tuple(_parts(old, new))

    @cached_property
    def n_added(self) -> int:
        """Lines that have come."""
        return self._count("+")

    @cached_property
    def n_removed(self) -> int:
        """Lines that are gone."""
        return self._count("-")

    @cached_property
    def length(self) -> int:
        """Characters of all hunks."""
        return sum(len(part.head) + sum(map(len, part.lines)) + len(part.lines) + 4 for part in self.parts)

    @cached_property
    def _sides(self) -> tuple[list[str], list[str]]:
        return _lines(self.change.old), _lines(self.change.new)

    def _count(self, sign: str) -> int:
        if self.change.kind in {"added", "deleted"} and not self.change.textless:
            return len(self._sides[sign == "+"])  # more than what its hunk holds
        return sum(line.startswith(sign) for part in self.parts for line in part.lines)

    def text(self, n_characters: int) -> str:
        """The hunks that tell most, as many as fit, in the order of the file; empty where none does."""
        chosen: dict[int, str] = {}
        order = sorted(range(len(self.parts)), key=lambda n: self.parts[n].weight, reverse=True)
        n_left = n_characters
        for n in order:
            text = self.parts[n].text(n_left)
            if "\n" not in text or text.split("\n", 2)[1] == CUT_MARK:
                break
            chosen[n] = text
            n_left -= len(text) + 1
        parts = [chosen[n] for n in sorted(chosen)]
        if parts and len(parts) < len(self.parts) and not parts[-1].endswith(CUT_MARK):
            parts.append(CUT_MARK)
        return "\n".join(parts)


def _parts(old: Sequence[str], new: Sequence[str]) -> Iterator[ChangedPart]:
    if not old or not new:
        sign, lines = ("+", new) if new else ("-", old)
        yield ChangedPart("", tuple(f"{sign}{_short(line)}" for line in lines[:_MOST_LINES_OF_NEW]))
        return
    for blocks in near_blocks(differing_blocks(old, new), _CONTEXT):
        yield _part(old, new, blocks)


def _part(old: Sequence[str], new: Sequence[str], blocks: Sequence[Block]) -> ChangedPart:
    start = max(0, blocks[0][0] - _CONTEXT)
    lines: list[str] = []
    at = start
    for old_from, old_to, new_from, new_to in blocks:
        lines += (f" {_short(line)}" for line in old[at:old_from])
        lines += (f"-{_short(line)}" for line in old[old_from:old_to])
        lines += (f"+{_short(line)}" for line in new[new_from:new_to])
        at = old_to
    lines += (f" {_short(line)}" for line in old[at : at + _CONTEXT])
    head = next((line for line in reversed(old[:start]) if _HEAD.match(line)), "")
    return ChangedPart(_short(head).strip(), tuple(lines))


def _lines(text: str | None) -> list[str]:
    lines = (text or "").replace("\r\n", "\n").split("\n")
    return lines[:-1] if not lines[-1] else lines


def _short(line: str) -> str:
    """The line, cut between words: half a secret is not known for one."""
    if len(line) <= _LONGEST_LINE:
        return line
    words = re.split(r"([\s\"'`]+)", line[:_LONGEST_LINE])
    return f"{''.join(words[:-1])}..."
