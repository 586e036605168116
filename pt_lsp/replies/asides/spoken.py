"""An answer in words without what is none: thoughts before it, and calls of tools in it.

A thought that nothing opened is known at its end only. What begins as models think aloud is held until then;
what was said all the same is taken back.
"""

from collections.abc import Iterator
from typing import Final

from pt_lsp.replies.asides.reasoning import ReasoningFilter, begins_as_thought, closed_reasoning
from pt_lsp.replies.asides.tool_calls import begins_tool_call, tool_call_end
from pt_lsp.replies.fences import Fence, fence_of

_TELLING = 16
"""So many characters tell whether a reply begins as a thought."""

TAKEN_BACK: Final = None
"""All that was said so far was a thought; the answer begins now."""


def spoken_in(reply: str) -> "tuple[str, SpokenAnswer]":
    """The answer in a whole reply, and what else is known of that."""
    answer = SpokenAnswer()
    pieces: list[str] = []
    for piece in (*answer.push(reply), *answer.finish()):
        if piece is TAKEN_BACK:
            pieces.clear()
        else:
            pieces.append(piece)
    return "".join(pieces), answer


class SpokenAnswer:
    """Takes a reply in deltas, and gives pieces of the answer or `TAKEN_BACK`."""

    def __init__(self) -> None:
        self._reasoning = ReasoningFilter()
        self._lines: list[str] = []
        self._line = ""
        """The beginning of a line, and below how much of it was said."""
        self._n_said = 0
        self._held = ""
        """Whole lines that may be a thought."""
        self._call: list[str] = []
        """The lines of a call that may go on."""
        self._fence: Fence | None = None
        """What opened the block that is being written."""
        self.has_said = False
        """Whether there is an answer."""

    @property
    def is_all_thought(self) -> bool:
        """Whether the reply is reasoning that has not ended."""
        return self._reasoning.is_open

    def push(self, delta: str) -> Iterator[str | None]:
        """What is known of the answer now, and was not before."""
        *lines, self._line = (self._line + self._reasoning.push(delta)).split("\n")
        for line in lines:
            yield from self._take(f"{line}\n")
        if self._may_say(self._line):
            yield from self._say(self._line[self._n_said :])
            self._n_said = len(self._line)

    def finish(self) -> Iterator[str | None]:
        """The rest of the answer."""
        *lines, last = (self._line + self._reasoning.finish()).split("\n")
        for line in (*(f"{line}\n" for line in lines), last):
            yield from self._take(line)
        rest = self._call[tool_call_end(self._call, 0) :]
        self._call = []
        for line in rest:
            yield from self._answer(line)
        yield from self._say(self._held)

    def _take(self, line: str) -> Iterator[str | None]:
        """One more line, with its end."""
        is_code = self._fence is not None and not self._thinks()
        end = None if is_code else closed_reasoning(line, self._lines, ())
        if end is not None:
            if self.has_said:
                yield TAKEN_BACK
            self._lines, self._call, self._held = [], [], ""
            self._fence, self.has_said, self._n_said = None, False, 0
            line = line[end:]
        if self._call or (self._fence is None and begins_tool_call(line, ())):
            self._call.append(line)
            ends = tool_call_end(self._call, 0)
            rest, self._call = self._call[ends:], self._call[:ends] if ends == len(self._call) else []
            for each in rest:
                yield from self._answer(each)
        else:
            yield from self._answer(line)

    def _answer(self, line: str) -> Iterator[str]:
        if not self._lines and not line.strip():
            return
        self._lines.append(line)
        fence = fence_of(line.rstrip("\r\n"))
        if self._fence is None:
            self._fence = fence
        elif fence is not None and not fence.info and fence.may_close(self._fence):
            self._fence = None
        n_said, self._n_said = self._n_said, 0
        if self._thinks():
            self._held += line[n_said:]
        else:
            yield from self._say(line[n_said:])

    def _may_say(self, line: str) -> bool:
        """Whether the beginning of a line is surely of the answer."""
        is_first = not self._lines and len(line.lstrip()) < _TELLING
        return not (is_first or self._call or self._thinks() or line.lstrip()[:1] in {"", "<"})

    def _say(self, text: str) -> Iterator[str]:
        if text:
            self.has_said = True
            yield text

    def _thinks(self) -> bool:
        """Whether the reply begins as a thought, whose end may still come."""
        return begins_as_thought("".join(self._lines[:2]) + self._line)
