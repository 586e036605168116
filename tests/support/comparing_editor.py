"""An editor that finds out what has changed by comparing its text with the one that it told last, as coc.nvim
does. An edit and what was typed right after it come as one change, and of a repeated line it says that the
later one is new.

So the truth is what comparing says too: what was typed since the last edit or report is one change.
"""

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.edits.line_diff import best_changes
from tests.support.simulated_editor import Piece, SimulatedEditor, Undo, inverted


class ComparingEditor(SimulatedEditor):
    """Its pieces know of no typing that was not told yet."""

    def __post_init__(self) -> None:
        self._typed_text: str | None = None
        super().__post_init__()
        self._told = self.text

    @property
    def text(self) -> str:
        return super().text if self._typed_text is None else self._typed_text

    def span_of(self, region: Piece) -> Span:
        span = super().span_of(region)
        return Span(min(span.start, len(self.text)), min(span.end, len(self.text)))

    def replace(self, *changes: Change) -> None:
        self._undos.append(Undo(inverted(self.text, list(changes)), [], None))
        self._type(changes)

    def undo(self) -> None:
        if self._undos:
            self._type(self._undos.pop().changes)

    def redo(self) -> None:
        """It has none."""

    def reload(self, span: Span, new: str) -> None:
        self._report()
        super().reload(span, new)
        self._told = self.text

    def _type(self, changes: "tuple[Change, ...] | list[Change]") -> None:
        for change in changes:
            text = self.text
            self._typed_text = text[: change.span.start] + change.text + text[change.span.end :]
        self._note(list(changes))

    def _report(self) -> None:
        if self._typed_text is not None:
            text, self._typed_text = self._typed_text, None
            self._count(_difference(self.text, text))
        if self._unreported:
            self._unreported = [_difference(self._told, self.text)]
            self._told = self.text
        super()._report()

    def _count(self, change: Change) -> None:
        """Lines that a change leaves as they were are no part of it."""
        old = self.text[change.span.start : change.span.end]
        steps = (
            best_changes(old, change.text)
            if old and change.text
            else (Change(Span(0, len(old)), change.text),)
        )
        for step in reversed(steps):
            self._user_change(Change(step.span.shifted(change.span.start), step.text))


def _difference(old: str, new: str) -> Change:
    """What made `new` of `old`, as one replacement."""
    limit = min(len(old), len(new))
    head = next((n for n in range(limit) if old[n] != new[n]), limit)
    tail = next((n for n in range(limit - head) if old[-1 - n] != new[-1 - n]), limit - head)
    return Change(Span(head, len(old) - tail), new[head : len(new) - tail])
