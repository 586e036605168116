"""Places that an explanation names, `src/app.py:6`, as links to lines of files that are known; pure.

Both companions open a link that leads to a path in the workspace and a line of it, `src/app.py#L6`. What
leads to no line of a known file stays as the model wrote it. In a code span any file may be named, elsewhere
one that the prompt shows: whatever else begins a word need not be held back until the word is whole.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from pt_lsp.context.background import Background

_LINE = r"(?::|#L)(?P<line>[0-9]{1,7})(?:-L?(?P<last>[0-9]{1,7}))?"
_IN_SPAN = re.compile(rf"(?P<path>[\w@.+/ -]{{1,300}}){_LINE}")
_IN_PROSE = re.compile(rf"(?P<path>[\w@.+/-]{{1,300}}){_LINE}(?![\w/:])")
_MAY_BE_LINE = re.compile(r"(?:(?::|#L?)(?:[0-9]{1,7}(?:-(?:L?[0-9]{0,7}))?)?)?")

CountLines = Callable[[str], int | None]
"""How many lines a file of the workspace has that may be shown, by what prompts call it; None for others."""


def no_file(_path: str) -> int | None:
    """Nothing is known of any file."""
    return None


@dataclass(frozen=True, slots=True)
class References:
    """Makes links; lines count from 1."""

    n_lines: CountLines = no_file
    own_path: str = ""
    """What prompts call the file that is explained."""
    mentioned: tuple[str, ...] = ()
    """What prompts call the other files that the prompt shows."""
    moved: range = range(0)
    """Lines of it that were explained,"""
    n_moved: int = 0
    """and how many lines further down they stand now."""

    def in_span(self, content: str) -> str | None:
        """The link for what stands in a code span; None where that is no place that is known."""
        found = _IN_SPAN.fullmatch(content.strip(" "))
        return None if found is None else self._link(found)

    def at(self, text: str) -> tuple[str, int] | None:
        """The link for the place that the text begins with, and how many characters name it."""
        found = _IN_PROSE.match(text)
        found = found if found and found["path"] in self._in_prose else None
        link = None if found is None else self._link(found)
        return None if found is None or link is None else (link, found.end())

    def may_begin(self, text: str) -> bool:
        """Whether all of the text may be the beginning of such a place."""
        return any(
            path.startswith(text) or (text.startswith(path) and _MAY_BE_LINE.fullmatch(text, len(path)))
            for path in self._in_prose
        )

    @property
    def _in_prose(self) -> tuple[str, ...]:
        own = (self.own_path, self.own_path.rpartition("/")[2]) if self.own_path else ()
        return (*own, *self.mentioned)

    def _link(self, found: re.Match[str]) -> str | None:
        path, last = found["path"].removeprefix("./"), found["last"]
        if self.own_path and path == self.own_path.rpartition("/")[2] and self.n_lines(path) is None:
            path = self.own_path
        n_lines = self.n_lines(path)
        lines = [self._now(path, int(line)) for line in (found["line"], last) if line]
        if n_lines is None or not all(1 <= line <= n_lines for line in lines) or lines != sorted(lines):
            return None
        named, target = "-".join(map(str, lines)), "-".join(f"L{line}" for line in lines)
        return f"[`{path}:{named}`]({quote(path, safe='/@+', errors='replace')}#{target})"

    def _now(self, path: str, line: int) -> int:
        return line + self.n_moved if path == self.own_path and line in self.moved else line


def references_to(shown: Background, own_path: str, n_lines: CountLines) -> References:
    """For an answer to a prompt that shows these other files."""
    return References(n_lines, own_path, tuple(snippet.path for snippet in shown.snippets))
