"""What a document wants of new text in a region: indentation, line ends, nothing twice.

Refuses to know where the new text comes from.
"""

import re
from difflib import SequenceMatcher

from pt_lsp.context.excerpt import plain
from pt_lsp.documents.span import Span
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.indentation import indentation_of, reindent
from pt_lsp.features.edit.reply import Reading
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.features.edit.surroundings import without_surroundings

_NEAR_CHARACTERS = 4000
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)")


class Place:
    """The region of one edit."""

    def __init__(self, request: EditRequest) -> None:
        text, region = request.snapshot.text, request.region
        self.original = plain(text.slice(region))
        self.language_id = request.snapshot.language_id
        self.written = text.slice(region)
        self._line_end = text.line_end
        self._shape = request.shape
        self._before = plain(text.slice(Span(max(0, region.start - _NEAR_CHARACTERS), region.start)))
        self._after = plain(text.slice(Span(region.end, min(len(text), region.end + _NEAR_CHARACTERS))))

    def beginning(self, lines: list[str]) -> Draft:
        """The first lines of the new text."""
        return Draft(self._line_end.join([*self._fitted(lines), ""]), is_beginning=True)

    def whole(self, reading: Reading) -> Draft:
        """All of the region, with the last line ends that it had or that whole lines need."""
        if reading.is_patched:
            return Draft(self._ended(reading.lines))
        n_ends = len(self.original) - len(self.original.rstrip("\n")) if self.original.strip() else 0
        if self._shape == "lines before":
            n_ends = 1
        return Draft(self._ended([*self._fitted(reading.lines), *[""] * n_ends]))

    def _fitted(self, lines: list[str]) -> list[str]:
        if self._shape == "lines":
            lines = without_surroundings(lines, self._before, self.original, self._after)
        model = self.original.split("\n") if self._shape == "lines" else self._after.split("\n")[:1]
        # An empty line says nothing about indentation, and inside a line there is none to set.
        if self._shape == "inline" or not any(model):
            return lines
        return reindent(lines, model if any(map(str.strip, model)) else self._around(), indentation_of(model))

    def _ended(self, lines: list[str]) -> str:
        """The lines as text; where the region mixes line ends, lines that stay keep theirs."""
        other_ends = self.written.replace(self._line_end, "")
        if "\n" not in other_ends and "\r" not in other_ends:
            return self._line_end.join(lines)
        old = _LINE.findall(self.written)
        new = [line + self._line_end for line in lines[:-1]]
        matcher = SequenceMatcher(None, self.original.split("\n")[:-1], lines[:-1], autojunk=False)
        for old_at, new_at, size in matcher.get_matching_blocks():
            new[new_at : new_at + size] = old[old_at : old_at + size]
        return "".join([*new, lines[-1]])

    def _around(self) -> list[str]:
        return [*self._before.split("\n")[1:], *self._after.split("\n")[:-1]]
