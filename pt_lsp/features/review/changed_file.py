"""A changed file as a review shows it: hunks with what is around them, and where their lines are in the file.

Pure. Says nothing of line numbers: a finding is placed by what it quotes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pt_lsp.documents.lines import plain, span_of_lines
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.line_diff import Block, differing_blocks, near_blocks
from pt_lsp.workspace.git.file_change import FileChange

_CONTEXT = 12
"""Lines around a change: a reviewer wants to see what it is a part of."""


@dataclass(frozen=True, slots=True)
class ShownHunk:
    """Lines that begin with `+`, `-` or a blank, below a line of `@@`."""

    text: str
    span: Span
    """Those of its lines that are there now."""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """What is shown of one file, or of a part of what has changed in it."""

    path: str
    text: Text
    hunks: tuple[ShownHunk, ...]

    @property
    def spans(self) -> list[Span]:
        """The lines that are shown."""
        return [hunk.span for hunk in self.hunks]

    @property
    def diff(self) -> str:
        """All hunks."""
        return "\n".join(hunk.text for hunk in self.hunks)


def reviewable(changes: Iterable[FileChange], most_characters: int) -> list[ChangedFile]:
    """The files that have a text now which is not the old one, in hunks of at most so many characters.

    A line that is longer is in none of them.
    """
    files = []
    for each in changes:
        if each.new is not None and each.new != each.old:
            text = Text.of(each.new)
            hunks = tuple(_hunks(each.old or "", text, most_characters))
            if hunks:
                files.append(ChangedFile(each.path, text, hunks))
    return files


def batches_of(files: Sequence[ChangedFile], most_characters: int) -> list[list[ChangedFile]]:
    """The files in as few prompts as their order takes, with so many characters of hunks in each."""
    batches: list[list[ChangedFile]] = []
    room = 0
    for file in files:
        for hunk in file.hunks:
            cost = len(hunk.text) + len(file.path) + 1
            if cost > room or not batches:
                batches.append([])
                room = most_characters
            room -= cost
            batch = batches[-1]
            if batch and batch[-1].path == file.path:
                batch[-1] = ChangedFile(file.path, file.text, (*batch[-1].hunks, hunk))
            else:
                batch.append(ChangedFile(file.path, file.text, (hunk,)))
    return batches


def _hunks(old: str, text: Text, most_characters: int) -> Iterator[ShownHunk]:
    old_lines = plain(old).split("\n") if old else []
    new_lines = [text.line_content(row) for row in range(text.n_lines)]
    if new_lines and not new_lines[-1]:
        new_lines.pop()
    if old_lines and not old_lines[-1]:
        old_lines.pop()
    for blocks in near_blocks(differing_blocks(old_lines, new_lines), _CONTEXT):
        yield from _cut(_rows(old_lines, new_lines, blocks), text, most_characters)


_Row = tuple[str, int | None]
"""A line with its sign, and its row in the new text if it is there."""


def _rows(old: Sequence[str], new: Sequence[str], blocks: Sequence[Block]) -> Iterator[_Row]:
    at = max(0, blocks[0][2] - _CONTEXT)
    for old_from, old_to, new_from, new_to in blocks:
        yield from ((f" {new[row]}", row) for row in range(at, new_from))
        yield from ((f"-{line}", None) for line in old[old_from:old_to])
        yield from ((f"+{new[row]}", row) for row in range(new_from, new_to))
        at = new_to
    yield from ((f" {new[row]}", row) for row in range(at, min(at + _CONTEXT, len(new))))


def _cut(rows: Iterable[_Row], text: Text, most_characters: int) -> Iterator[ShownHunk]:
    """One hunk, or several where it is too long; one without a line that is there now is none."""
    lines: list[str] = []
    shown: list[int] = []
    n_characters = 0
    for line, row in rows:
        if n_characters + len(line) + 1 > most_characters:
            yield from _hunk(lines, shown, text)
            lines, shown, n_characters = [], [], 0
        if len(line) < most_characters:
            lines.append(line)
            n_characters += len(line) + 1
            shown += [] if row is None else [row]
    yield from _hunk(lines, shown, text)


def _hunk(lines: Sequence[str], shown: Sequence[int], text: Text) -> Iterator[ShownHunk]:
    if shown and any(not line.startswith(" ") for line in lines):
        yield ShownHunk("\n".join(("@@", *lines)), span_of_lines(text, shown[0], shown[-1]))
