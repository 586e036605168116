"""What a person does in a simulated editor; knows nothing of servers and edits but where the regions are."""

from random import Random

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.edits.formatting.white_space import blank_changes
from tests.support.document_pieces import Piece
from tests.support.simulated_editor import SimulatedEditor
from tests.support.simulated_formatter import SHAPES, formatted, told
from tests.support.typing_schedules import Action, Layout
from tests.support.virtual_time import Clock

KEY_S = 0.04
BURST_KEYS = 5
FIRST_OF_PRIVATE_USE = (0xE000, 0xF0000)
"""The second one takes two units of UTF-16."""


class User:
    """`where` of an action picks the place and the amount, taken modulo what there is."""

    def __init__(self, editor: SimulatedEditor, regions: list[Piece], layout: Layout, clock: Clock) -> None:
        self._editor, self._regions, self._clock = editor, regions, clock
        self._line_end = layout.line_end
        self._n_typed = 0

    def act(self, action: Action, where: int) -> None:
        match action:
            case "undo":
                self._editor.undo()
            case "redo":
                self._editor.redo()
            case "reload":
                start = _line_around(self._editor.text, self._place(where)).start
                self._editor.reload(Span(start, start), self._typed() + self._line_end)
            case "delete" | "delete a line":
                self._delete(action, where)
            case "format":
                starts = {_line_around(self._editor.text, self._place(where * n)).start for n in (1, 7, 11)}
                inserts = [Change(Span(at, at), self._typed()) for at in sorted(starts, reverse=True)]
                self._editor.replace(*inserts)
            case "format blanks":
                self._format(Random(where))
            case "organise":
                self._organise(where)
            case "change a word":
                self._change_word(where)
            case "type a burst":
                self._burst(self._place(where), BURST_KEYS)
            case _:
                self._type(action, where)

    def _format(self, random: Random) -> None:
        """All of it, or the lines around some place."""
        text = self._editor.text
        first = last = Span(0, len(text))
        if random.random() < 0.3:
            edges = sorted(self._place(random.randrange(10_000)) for _ in range(2))
            first, last = (_line_around(text, edge) for edge in edges)
        new = text[: first.start] + formatted(text[first.start : last.end], random) + text[last.end :]
        if new != text:
            changes = told(text, new, random.choice(SHAPES))
            self._editor.format(blank_changes(text, new)[::-1], changes)

    def _organise(self, where: int) -> None:
        """The lines before the first region are sorted, and told as one change."""
        above = self._editor.text[: self._editor.span_of(self._regions[0]).start]
        start = above.rfind(self._line_end, 0, where % (len(above) + 1)) + 1
        lines = above[start:].removeprefix("\n").split(self._line_end)[:-1]
        old = self._line_end.join(lines)
        at = above.find(old, start)
        if len(lines) > 1 and old != (new := self._line_end.join(sorted(lines))):
            self._editor.replace(Change(Span(at, at + len(old)), new))

    def _change_word(self, where: int) -> None:
        """Another extension writes something else instead of a character that is no white space."""
        text, at = self._editor.text, self._place(where)
        word = "ab"[where % 2]
        is_at_edge = any(self._editor.span_of(region).start == at for region in self._regions)
        if text[at : at + 1].strip() not in {"", word} and not is_at_edge:
            self._editor.replace(Change(Span(at, at + 1), word))

    def _type(self, action: Action, where: int) -> None:
        text, at = self._editor.text, self._place(where)
        match action:
            case "type":
                self._write(at, self._typed())
            case "type at edge":
                span = self._editor.span_of(self._regions[where // 3 % len(self._regions)])
                self._write(span.start if where % 3 else span.end, self._typed())
            case "type code":
                self._write(at, ("a", "}", " ", self._line_end)[where % 4])
            case "paste":
                self._write(at, f"{self._typed()}{self._line_end}{self._typed()}{self._line_end}")
            case "repeat a line":
                line = _line_around(text, at)
                self._write(line.start, text[line.start : line.end].rstrip("\r\n") + self._line_end)
            case _:
                raise AssertionError(action)

    def _delete(self, action: Action, where: int) -> None:
        text, at = self._editor.text, self._place(where)
        span = _line_around(text, at)
        if action == "delete":
            span = Span(at, max(at, self._place(min(len(text), at + 1 + where % 4))))
        if not span.is_empty:
            self._editor.replace(Change(span, ""))

    def _write(self, at: int, text: str) -> None:
        self._editor.replace(Change(Span(at, at), text))

    def _burst(self, at: int, n_keys: int) -> None:
        """Type on where the last key went; when that is gone, the user has looked up."""
        key = self._typed()
        self._write(at, key)

        def go_on() -> None:
            found = self._editor.text.find(key)
            if found >= 0:
                self._burst(found + len(key), n_keys - 1)

        if n_keys > 1:
            self._clock.at(self._clock.now_s + KEY_S, go_on)

    def _place(self, where: int) -> int:
        r"""An offset; never between `\r` and `\n`, which no editor allows."""
        text = self._editor.text
        at = where % (len(text) + 1)
        return at - 1 if text[at - 1 : at + 1] == "\r\n" else at

    def _typed(self) -> str:
        """A character that is nowhere else."""
        self._n_typed += 1
        return chr(FIRST_OF_PRIVATE_USE[self._n_typed % 2] + self._n_typed)


def _line_around(text: str, at: int) -> Span:
    """The line at that offset, with its line end."""
    return Span(text.rfind("\n", 0, at) + 1, text.find("\n", at) + 1 or len(text))
