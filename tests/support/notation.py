"""How tests write places and changes in text.

One `<|>` is the cursor, two are a selection. A line `-- path --` starts a file. A change shows as
`[-removed-]` and `{+added+}`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span

MARK = "<|>"


@dataclass(frozen=True, slots=True)
class Marked:
    """Text without its marks, and what they marked: nothing, a cursor (an empty span) or a selection."""

    text: str
    span: Span | None

    @property
    def cursor(self) -> int:
        """Offset of the only mark. Raises ValueError if there is none, or a selection."""
        if self.span is None or not self.span.is_empty:
            raise ValueError(f"no single {MARK} in {self.text!r}")
        return self.span.start

    @property
    def selection(self) -> Span:
        """What is between two marks; empty for a cursor. Raises ValueError if there is no mark."""
        if self.span is None:
            raise ValueError(f"no {MARK} in {self.text!r}")
        return self.span

    @property
    def prefix(self) -> str:
        """The text before the cursor."""
        return self.text[: self.cursor]

    @property
    def suffix(self) -> str:
        """The text after the cursor."""
        return self.text[self.cursor :]


def parse(text: str) -> Marked:
    """`text` with its marks taken out. Raises ValueError if there are more than two."""
    parts = text.split(MARK)
    if len(parts) > 3:
        raise ValueError(f"{len(parts) - 1} marks are neither a cursor nor a selection: {text!r}")
    if len(parts) == 1:
        return Marked(text, None)
    start = len(parts[0])
    length = len(parts[1]) if len(parts) == 3 else 0
    return Marked("".join(parts), Span(start, start + length))


def parse_files(text: str) -> dict[str, Marked]:
    """The files of `text` by path, each with its marks.

    Raises ValueError when text comes before the first header line, or a path comes twice.
    """
    before, *rest = re.split(r"^-- (.+) --\n", text, flags=re.MULTILINE)
    paths, contents = rest[::2], rest[1::2]
    if before.strip() or not paths:
        raise ValueError(f"text before the first `-- path --` line: {before!r}")
    if len(set(paths)) < len(paths):
        raise ValueError(f"a path is there twice: {paths}")
    return {path: parse(content) for path, content in zip(paths, contents, strict=True)}


def mark(text: str, span: Span) -> str:
    """`text` with a cursor or a selection written in: the way back from `parse`."""
    if span.is_empty:
        return text[: span.start] + MARK + text[span.start :]
    return text[: span.start] + MARK + text[span.start : span.end] + MARK + text[span.end :]


def render_change(before: str, changes: Iterable[Change]) -> str:
    """`before` with each change shown where it happens; their offsets all count in `before`.

    Raises ValueError when two of them overlap.
    """
    shown = []
    offset = 0
    for change in sorted(changes, key=lambda change: change.span):
        if change.span.start < offset:
            raise ValueError(f"{change} overlaps the one before it")
        shown.append(before[offset : change.span.start])
        shown.append(f"[-{before[change.span.start : change.span.end]}-]" if len(change.span) else "")
        shown.append(f"{{+{change.text}+}}" if change.text else "")
        offset = change.span.end
    return "".join([*shown, before[offset:]])
