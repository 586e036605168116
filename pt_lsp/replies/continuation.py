"""Joins the parts of an answer that was cut at its length limit. Pure; a part begins at the start of a line.

What a part repeats of the one before, and the fence and words that it may begin with, are left out. A match
must be too long for chance.
"""

from collections.abc import Collection, Sequence
from itertools import takewhile

from pt_lsp.documents.lines import plain
from pt_lsp.errors import UnusableReply
from pt_lsp.replies.chatter import is_new_sentence
from pt_lsp.replies.fences import fence_of
from pt_lsp.replies.sentences import PROSE_LANGUAGES, first_solid

_LONG = 12
_MOST_REPEATED = 80


class Overlong(UnusableReply):
    """An answer does not fit into its length, and would not if it were asked for once more."""

    @classmethod
    def begun_anew(cls) -> "Overlong":
        """The model has not gone on with it."""
        return cls("The model began its long answer anew when asked to go on; select less code.")


class Continuation:
    """Takes the next part in deltas, and holds its first lines until it is clear what they are."""

    def __init__(self, before: str, known: Collection[str], language_id: str) -> None:
        """`before` are the whole lines so far; none when this is the first part."""
        self._before = [line.rstrip() for line in plain(before).removesuffix("\n").split("\n")]
        self._known = known
        self._is_prose = language_id in PROSE_LANGUAGES
        self._held: str | None = "" if before else None

    def push(self, delta: str) -> str:
        """The text that goes on from what is there. Raises Overlong when the answer begins anew."""
        if self._held is None:
            return delta
        self._held += delta
        if self._held.endswith("\r"):
            return ""
        lines = plain(self._held).split("\n")
        n_dropped = self._n_dropped(lines[:-1], is_final=False)
        return "" if n_dropped is None else self._released(lines[n_dropped:])

    def finish(self) -> str:
        """The same, once the part is over."""
        if self._held is None:
            return ""
        lines = plain(self._held).split("\n")
        return self._released(lines[self._n_dropped(lines, is_final=True) or 0 :])

    def _released(self, lines: Sequence[str]) -> str:
        self._held = None
        return "\n".join(lines)

    def _n_dropped(self, lines: list[str], *, is_final: bool) -> int | None:
        """How many lines are left out; None while that is open."""
        if not is_final and self._may_be_head(lines):
            return None
        head = self._head(lines)
        first = head + first_solid(lines[head:])
        shown = [line.rstrip() for line in lines[first:]]
        if not is_final and (not shown or self._may_repeat_more(shown)):
            return None
        n_repeated = self._n_repeated(shown)
        if n_repeated:
            return first + n_repeated
        if self._begins_anew(shown):
            raise Overlong.begun_anew()
        return head

    def _head(self, lines: Sequence[str]) -> int:
        """Number of lines of words and of a fence before the text goes on."""
        if self._is_prose:
            return 0
        index = self._n_talk(lines)
        fence = fence_of(lines[index]) if index < len(lines) else None
        return index + 1 if fence is not None and (fence.info or not self._is_fenced()) else 0

    def _may_be_head(self, lines: Sequence[str]) -> bool:
        """Whether all the lines are such as stand before a fence."""
        return not self._is_prose and self._n_talk(lines) == len(lines)

    def _n_talk(self, lines: Sequence[str]) -> int:
        talk = takewhile(lambda line: not line.strip() or is_new_sentence(line, self._known), lines)
        return sum(1 for _ in talk)

    def _is_fenced(self) -> bool:
        return sum(fence_of(line) is not None for line in self._before) % 2 == 1

    def _may_repeat_more(self, shown: Sequence[str]) -> bool:
        """Whether all the lines are repeated ones, and more may come."""
        longest = min(len(self._before), _MOST_REPEATED)
        return any(self._tail(size)[: len(shown)] == shown for size in range(len(shown) + 1, longest + 1))

    def _n_repeated(self, shown: Sequence[str]) -> int:
        """How many of the lines are the last ones before, once more."""
        for size in range(min(len(self._before), len(shown), _MOST_REPEATED), 0, -1):
            if self._tail(size) == shown[:size] and _is_long(shown[:size]):
                return size
        return 0

    def _begins_anew(self, shown: Sequence[str]) -> bool:
        solid = [line for line in self._before if line and fence_of(line) is None]
        begins = [line for line in shown if line][:2]
        return len(begins) > 1 and _is_long(begins) and solid[:2] == begins

    def _tail(self, size: int) -> list[str]:
        return self._before[len(self._before) - size :]


def _is_long(lines: Sequence[str]) -> bool:
    return sum(len(line.strip()) for line in lines) >= _LONG
