"""Reads a model's reply while it comes: the new text itself or blocks of changes, whichever it is.

Works on complete lines, so that what is known of a reply does not depend on how it was cut into deltas.
"""

from dataclasses import dataclass

from pt_lsp.documents.lines import plain
from pt_lsp.replies.asides.blocks import lines_with_marks
from pt_lsp.replies.asides.other_forms import OtherForms
from pt_lsp.replies.asides.reasoning import closed_reasoning
from pt_lsp.replies.block_matching import PatchedLines
from pt_lsp.replies.change_blocks import (
    Block,
    BlockReader,
    DiffReader,
    SearchReplaceReader,
    begins_diff,
    begins_search,
    names_file,
)
from pt_lsp.replies.chatter import known_of
from pt_lsp.replies.code_extraction import NoCode, final_code, known_code
from pt_lsp.replies.continuation import Overlong
from pt_lsp.replies.laziness.filling import filled
from pt_lsp.replies.sentences import PROSE_LANGUAGES
from pt_lsp.replies.tags import without_end_mark, without_first_mark

_PART = 64
"""Each time that a reply has grown by such a part it is looked at anew."""
_DIFF_LANGUAGES = frozenset({"diff", "patch"})


@dataclass(frozen=True, slots=True)
class ParsedReply:
    """Lines that a reply gives."""

    lines: list[str]
    is_patched: bool = False
    """They are the text that is rewritten, with changes; else new text as the model wrote it."""


class ReplyReader:
    """Takes a reply in deltas."""

    def __init__(self, original: str, language_id: str, near: str = "", before: str = "") -> None:
        """`original` is the text that is rewritten, `near` what stands around it; line ends are plain.

        `before` is the part of that which comes first.
        """
        # A text that grew by a few characters at a time would be copied each time: lines may be long.
        self._parts: list[str] = []
        self._rest: list[str] = []
        """The beginning of a line, in the parts in which it came."""
        self._original = original
        self._language_id = language_id
        self._near = (original, near)
        self.known = known_of(original) | lines_with_marks(near)
        self._forms = OtherForms.at(before, original, near, language_id)
        self._was_cut = False
        self._begin()

    def _begin(self) -> None:
        self._lines: list[str] = []
        self._n_due = 0
        """With so many lines the code so far is looked for again."""
        self._blocks: BlockReader | None = None
        self._patched = PatchedLines(self._original.split("\n"))

    @property
    def text(self) -> str:
        """The reply so far."""
        return "".join(self._parts)

    @property
    def has_blocks(self) -> bool:
        """Whether it gives changes."""
        return self._blocks is not None

    def push(self, delta: str) -> ParsedReply | None:
        """What is known now, if that may be more than before. Raises UnusableReply for a bad block."""
        self._parts.append(delta)
        if "\n" not in delta and "\r" not in delta:
            self._rest.append(delta)
            return None
        *lines, rest = _complete_lines("".join(self._rest) + delta)
        self._rest = [rest]
        has_block = sum(self._take(line) for line in lines) > 0
        if self._blocks is not None:
            return ParsedReply(self._patched.lines, is_patched=True) if has_block else None
        if len(self._lines) < self._n_due:
            return None
        self._n_due = len(self._lines) + len(self._lines) // _PART
        return ParsedReply(self._known_code(self._lines))

    def cut_back(self) -> str:
        """The reply so far without the beginning of a line at its end, which is forgotten."""
        text = self.text
        text = text[: len(text) - sum(map(len, self._rest))]
        self._parts, self._rest = [text], []
        self._was_cut = text != ""
        return text

    def finish(self, *, is_whole: bool = True) -> ParsedReply:
        """What the reply gives; of one that is not whole, without a change that it breaks off in.

        Raises UnusableReply when that is nothing, or cannot be told.
        """
        rest = without_end_mark("".join(self._rest).removesuffix("\r"), self.known)
        self._rest = []
        for line in plain(rest).split("\n") if rest else ():
            self._take(line)
        if self._blocks is None:
            return ParsedReply(self._final_code())
        if is_whole or not self._patched.applied:
            self._apply(self._blocks.finish())
        if not self._patched.applied:
            raise NoCode
        lines = filled(self._patched.lines, self._original, self._language_id)
        return ParsedReply(lines, is_patched=True)

    def _take(self, line: str) -> bool:
        """Whether the line has completed a block."""
        if not self._lines:
            line = without_first_mark(line.removeprefix("\ufeff"))
        line = self._without_closed_reasoning(line)
        if self._blocks is None:
            self._blocks = self._block_reader(line)
        self._lines.append(line)
        return self._blocks is not None and self._apply(self._blocks.push(line))

    def _without_closed_reasoning(self, line: str) -> str:
        """What is left of a line that ends reasoning; with that, all before it is forgotten."""
        end = closed_reasoning(line, self._lines, self._near)
        if end is None:
            return line
        if self._was_cut:
            raise Overlong.begun_anew()
        self._begin()
        return line[end:]

    def _apply(self, block: Block | None) -> bool:
        if block is None:
            return False
        self._patched.apply(block)
        return True

    def _block_reader(self, line: str) -> BlockReader | None:
        """The reader for what the line begins, if it begins blocks."""
        if line.strip() in self.known or self._language_id in _DIFF_LANGUAGES:
            return None
        if begins_search(line):
            return SearchReplaceReader()
        if begins_diff(line) and not self._has_code():
            reader = DiffReader()
            for header in filter(names_file, self._lines):
                reader.push(header)
            return reader
        return None

    def _known_code(self, lines: list[str]) -> list[str]:
        return known_code(lines, self._original, self.known, self._language_id, self._forms)

    def _final_code(self) -> list[str]:
        return final_code(self._lines, self._original, self.known, self._language_id, self._forms)

    def _has_code(self) -> bool:
        lines = [line for line in self._lines if line.strip() and not names_file(line)]
        if self._language_id in PROSE_LANGUAGES:
            return bool(lines)
        return bool(self._known_code(lines))


def _complete_lines(text: str) -> list[str]:
    """The lines, and last the beginning of one; half of a line end is no end."""
    if text.endswith("\r"):
        *lines, rest = plain(text[:-1]).split("\n")
        return [*lines, rest + "\r"]
    return plain(text).split("\n")
