"""Where new tests go in a file, and how it reads with them: nothing that stands there is written anew.

They go below the last test, in the class or group that is for the code where there is one. Their imports go
to the file's own imports, each that is not there already.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pt_lsp.documents.lines import end_of_line, plain
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.test_writing.containers import container_for
from pt_lsp.features.edit.test_writing.missing_imports import missing_imports
from pt_lsp.features.edit.test_writing.repeats import solid_lines, without_repeats
from pt_lsp.syntax.file_head import HeadStatement, head_statements

_HEAD_LINES = 80
"""So many lines of new text may hold its imports."""
_MOST_BETWEEN = 5
"""Lines of something else between two imports of one head."""
_SCRIPT = "if __name__ =="
_MOST_OF_SCRIPT = 20
_OPENINGS = {"php": ["<?php"]}
"""Lines without which a language reads nothing as code; new tests have none where the file has them."""
_BLANK_LINES = {"python": 2}
"""Between two definitions at the margin; elsewhere one."""


@dataclass(frozen=True)
class Insertion:
    """A place for new tests in a text."""

    text: Text
    language_id: str
    at: int
    """The end of the line that they go below; 0 in a file without any text."""
    indentation: str
    n_blank: int
    """Blank lines above them."""
    imports_below: int | None
    """The line that imports go below; None where they stay with the tests."""
    is_package: bool = False
    """Whether that is no import itself."""

    @property
    def is_alone(self) -> bool:
        """Whether the file holds nothing else."""
        return self.at == 0

    @property
    def region(self) -> Span:
        """What changes: whole lines without the last one's end, from where imports go to where tests go."""
        if self.is_alone:
            return all_lines(self.text)
        first = self.text.line_at(self.at)
        if self.imports_below is not None:
            first = min(first, self.imports_below)
        return Span(self.text.line_start(first), self.at)

    @cached_property
    def opened(self) -> tuple[Text, Span]:
        """The text with an empty line for new tests, indented as they shall be, and where that line is."""
        if self.is_alone:
            return Text.of(""), Span(0, 0)
        gap = self.text.line_end * (self.n_blank + 1)
        start = self.at + len(gap)
        text = self.text.replace(Span(self.at, self.at), gap + self.indentation)
        return text, Span(start, start + len(self.indentation))

    def region_with(self, new: str) -> str:
        """How the region reads with the new text of that line; line ends are the text's."""
        old = self.text.slice(self.region)
        if not new.strip():
            return old
        line_end = self.text.line_end
        if self.is_alone:
            is_ended = self.region.end < len(self.text)
            return new.rstrip() + ("" if is_ended else line_end)
        imports, tests = self._parted(plain(new).split("\n"))
        tests = without_repeats(tests, self._solid)
        added = "".join(line_end * (self.n_blank + 1) + line_end.join(tests) if tests else "")
        if not imports or self.imports_below is None:
            return old + added
        below = end_of_line(self.text, self.imports_below) - self.region.start
        apart = line_end if self.is_package else ""
        return f"{old[:below]}{apart}{line_end}{line_end.join(imports)}{old[below:]}{added}"

    def text_with(self, new: str) -> Text:
        """How all of the text reads."""
        return self.text.replace(self.region, self.region_with(new))

    def _parted(self, lines: list[str]) -> tuple[list[str], list[str]]:
        """The imports that are not there yet, and the tests without them."""
        if self.imports_below is None:
            return [], lines
        opening = _OPENINGS.get(self.language_id, [])
        head = opening + [line.removeprefix(self.indentation) for line in lines[:_HEAD_LINES]]
        found, n_read = _leading(head, head_statements("\n".join(head), self.language_id))
        n_read -= len(opening)
        if n_read <= 0:
            return [], lines
        missing = missing_imports([_written(head, each) for each in found], self._known, self.language_id)
        if self._is_in_group:
            missing = [f"\t{line.removeprefix('import ')}" for line in missing]
        rest = lines[n_read:]
        while rest and not rest[0].strip():
            rest.pop(0)
        return missing, rest

    @cached_property
    def _lines(self) -> list[str]:
        return plain(str(self.text)).split("\n")

    @cached_property
    def _solid(self) -> list[str]:
        return solid_lines(self._lines)

    @cached_property
    def _known(self) -> list[str]:
        """The statements of the file's head."""
        source, lines = "\n".join(self._lines), self._lines
        return [_written(lines, each) for each in head_statements(source, self.language_id)]

    @property
    def _is_in_group(self) -> bool:
        """Whether imports go into the brackets of one that is there."""
        if self.language_id != "go" or self.imports_below is None:
            return False
        return "".join(self._lines[self.imports_below + 1 :][:1]).strip() == ")"


def all_lines(text: Text) -> Span:
    """All of a text but a byte order mark and the last line's end, which some editors always have."""
    last = text.n_lines - 1
    if last and not text.line_content(last):
        last -= 1
    start = int(text.line(0).startswith("\ufeff"))
    return Span(start, max(start, end_of_line(text, last)))


def insertion_into(text: Text, language_id: str, names: Sequence[str] = ()) -> Insertion:
    """The place for tests of what has these names, the innermost first. Parses: best asked in a thread."""
    solid = _last_solid(text)
    if solid is None:
        return Insertion(text, language_id, 0, "", 0, None)
    n_blank = _BLANK_LINES.get(language_id, 1)
    below, is_package = _imports_end(text, language_id)
    place = Insertion(text, language_id, end_of_line(text, solid), "", n_blank, below, is_package)
    container = container_for(text, language_id, names)
    if container is not None:
        place = replace(
            place,
            at=end_of_line(text, container.last_member),
            indentation=container.indentation,
            n_blank=int(container.has_members),
        )
        if language_id == "rust":
            # A module's names are its own.
            place = replace(place, imports_below=None)
    if place.imports_below is not None and place.imports_below > text.line_at(place.at):
        place = replace(place, imports_below=None)
    return place


def _last_solid(text: Text) -> int | None:
    """The last line with something on it, above what runs the file as a script; None where all are blank."""
    solid = [row for row in range(text.n_lines) if text.line_content(row).strip("\ufeff \t\f")]
    for n_after, row in enumerate(reversed(solid)):
        content = text.line_content(row)
        if n_after >= _MOST_OF_SCRIPT or not content[:1].isspace():
            return (
                solid[-n_after - 2] if content.startswith(_SCRIPT) and n_after + 1 < len(solid) else solid[-1]
            )
    return solid[-1] if solid else None


def _imports_end(text: Text, language_id: str) -> tuple[int | None, bool]:
    """The last line of the file's imports, else of its package, and whether it is that."""
    source = plain(str(text))
    lines = source.split("\n")
    last: HeadStatement | None = None
    n_open, n_read = 0, 0
    for each in head_statements(source, language_id):
        between = lines[last.last + 1 if last else 0 : each.first]
        is_far = last is not None and sum(1 for line in between if line.strip()) > _MOST_BETWEEN
        n_open += sum(line.count("{") - line.count("}") for line in lines[n_read : each.first])
        n_read = each.first
        # What stands in a block holds for that alone, and so does what stands below a namespace.
        is_lower = each.is_package and last is not None and not last.is_package
        if is_far or is_lower or n_open > 0 or (each.is_package and _opens_block(lines, each.last)):
            break
        last = each
    if last is None:
        return None, False
    is_group = language_id == "go" and last.last > last.first and lines[last.last].strip() == ")"
    return last.last - is_group, last.is_package


def _opens_block(lines: Sequence[str], row: int) -> bool:
    following = next((line for line in lines[row + 1 :] if line.strip()), "")
    return lines[row].rstrip().endswith("{") or following.lstrip().startswith("{")


def _written(lines: Sequence[str], statement: HeadStatement) -> str:
    return "\n".join(lines[statement.first : statement.last + 1])


def _leading(lines: Sequence[str], statements: Sequence[HeadStatement]) -> tuple[list[HeadStatement], int]:
    """The imports that a text begins with, and how many lines they and its package take."""
    found, row = [], 0
    for each in statements:
        if any(line.strip() for line in lines[row : each.first]):
            break
        row = each.last + 1
        if not each.is_package:
            found.append(each)
    return found, row
