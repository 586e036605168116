"""Puts calls together from the pieces in which endpoints stream them.

No two do it alike: places, ids and names come late, in each piece once more, empty, cut in two, or not at
all; arguments are text or an object; older endpoints know one call, `function_call`.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pt_lsp.llm.tools.call import CallDelta, ToolCall

MOST_CALLS = 32
"""Of one answer; what goes on beyond is a loop."""
MOST_CHARACTERS = 20_000
"""Of arguments and of a name: more than any look-up takes."""


def read_call_deltas(message: Any) -> tuple[CallDelta, ...]:
    """The pieces in a message or in a delta of one; what cannot be one is none."""
    if not isinstance(message, dict):
        return ()
    found = message.get("tool_calls") or message.get("function_call")
    pieces = found if isinstance(found, list) else [found]
    return tuple(_read(piece) for piece in pieces[:MOST_CALLS] if isinstance(piece, dict))


def _read(piece: dict[str, Any]) -> CallDelta:
    inner = piece.get("function")
    function = inner if isinstance(inner, dict) else piece
    arguments = function.get("arguments")
    is_whole = isinstance(arguments, dict | list)
    return CallDelta(
        _index(piece.get("index")),
        _text(piece.get("id")),
        _text(function.get("name")),
        json.dumps(arguments, ensure_ascii=False) if is_whole else _text(arguments),
        is_whole,
    )


def _index(value: Any) -> int | None:
    if isinstance(value, str) and value.isdecimal():
        return int(value[:9])
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(value: Any) -> str:
    return value[:MOST_CHARACTERS] if isinstance(value, str) else ""


class CallAssembly:
    """The calls of one answer so far."""

    def __init__(self) -> None:
        self._calls: list[_Growing] = []

    @property
    def calls(self) -> tuple[ToolCall, ...]:
        """In the order in which they began."""
        return tuple(ToolCall(each.id, each.name, each.arguments) for each in self._calls)

    def push(self, deltas: Iterable[CallDelta]) -> None:
        """Take what came in."""
        for delta in deltas:
            call = self._call_of(delta)
            if call is None or call.is_followed_by(delta):
                if len(self._calls) == MOST_CALLS:
                    return
                call = _Growing(delta.index)
                self._calls.append(call)
            call.grow(delta)

    def _call_of(self, delta: CallDelta) -> "_Growing | None":
        """The call that the piece goes on with, as far as its place and id tell."""
        if delta.index is not None:
            return _last(each for each in self._calls if each.index == delta.index)
        last = _last(self._calls)
        if not delta.id or last is None:
            return last
        named = _last(each for each in self._calls if each.id == delta.id)
        return last if named is None and not last.id and not delta.name else named


class _Growing:
    """A call of which more may come."""

    def __init__(self, index: int | None) -> None:
        self.index = index
        self.id = self.name = self.arguments = ""

    def is_followed_by(self, delta: CallDelta) -> bool:
        """Whether the piece begins another call, though nothing else tells them apart."""
        is_named = self.name and delta.name and not (delta.id and delta.id == self.id)
        if not is_named or not _is_object(self.arguments):
            return False
        is_repeated = delta.name == self.name and delta.arguments in ("", self.arguments)
        return not is_repeated or bool(self.id and delta.id and delta.arguments)

    def grow(self, delta: CallDelta) -> None:
        """With the piece."""
        self.id = self.id or delta.id
        # A name comes in pieces, or in each piece once more.
        self.name = delta.name if delta.name.startswith(self.name) else self.name + delta.name
        # Some begin with an empty object and send what is in it after.
        begins_anew = self.arguments.strip() == "{}" and delta.arguments.lstrip().startswith("{")
        if delta.is_whole or begins_anew:
            self.arguments = delta.arguments
        elif delta.arguments != self.arguments or not _is_object(self.arguments):
            self.arguments = (self.arguments + delta.arguments)[:MOST_CHARACTERS]
        self.name = self.name[:MOST_CHARACTERS]


def _last(calls: "Iterable[_Growing]") -> "_Growing | None":
    found: Sequence[_Growing] = tuple(calls)
    return found[-1] if found else None


def _is_object(text: str) -> bool:
    try:
        return text.lstrip().startswith("{") and isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
