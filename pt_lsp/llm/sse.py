"""Decodes server-sent events from bytes; does no IO and refuses to know what the data means.

Follows https://html.spec.whatwg.org/multipage/server-sent-events.html, with the liberties of chat servers:
the end of the stream dispatches a last event that lacks its blank line; a line of data that is whole by
itself (a JSON object, or the word for the end) needs none, and a line that is such an object no `data:`;
a field `error` is an event of that name.
"""

import json
import re
from typing import NamedTuple

MAX_EVENT_BYTES = 1_000_000

_DONE = b"[DONE]"
_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"\r\n|\n|\r")  # U+2028 and its like are text to JSON, never a line end


class Event(NamedTuple):
    """What one event says."""

    data: str
    name: str = ""


class EventTooLarge(ValueError):
    """One event exceeds the size cap."""


class SseDecoder:
    """Takes chunks of any size; gives the data of each event as soon as it is complete."""

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max_event_bytes = max_event_bytes
        # The beginning of a line, in the parts in which it came: each byte is looked at once.
        self._line: list[bytes] = []
        self._line_bytes = 0
        self._data: list[bytes] = []
        self._data_bytes = 0
        self._name = ""
        self._is_at_start = True
        self._is_after_return = False

    def push(self, chunk: bytes) -> list[Event]:
        """The events that `chunk` completes; raises EventTooLarge beyond the cap."""
        if self._is_at_start:
            chunk = self._take_line_so_far() + chunk
            if len(chunk) < len(_BOM) and _BOM.startswith(chunk):
                self._line.append(chunk)
                return []
            self._is_at_start = False
            chunk = chunk.removeprefix(_BOM)
        if chunk and self._is_after_return:
            self._is_after_return = False
            chunk = chunk.removeprefix(b"\n")  # the second half of a line end cut in two
        return self._take_lines(chunk)

    def finish(self) -> list[Event]:
        """The events that the stream's end completes."""
        return self._take_field(self._take_line_so_far()) + self._dispatch()

    def _take_lines(self, chunk: bytes) -> list[Event]:
        events: list[Event] = []
        start = 0
        for end in _LINE_END.finditer(chunk):
            line = self._take_line_so_far() + chunk[start : end.start()]
            start = end.end()
            self._is_after_return = end.group() == b"\r" and start == len(chunk)
            events += self._take_field(line) if line else self._dispatch()
            self._check_size()
        if rest := chunk[start:]:
            self._line.append(rest)
            self._line_bytes += len(rest)
            self._check_size()
        return events

    def _take_line_so_far(self) -> bytes:
        line = b"".join(self._line)
        self._line, self._line_bytes = [], 0
        return line

    def _take_field(self, line: bytes) -> list[Event]:
        if line[:1] == b"{":
            return self._dispatch() + self._alone(line) if _is_whole(line) else []
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"event":
            self._name = value.decode("utf-8", errors="replace").strip()
        elif name == b"error" and not self._data:
            self._name = "error"
            return self._alone(value)
        elif name == b"data" and not self._data and _is_whole(value):
            return self._alone(value)
        elif name == b"data":
            self._data.append(value)
            self._data_bytes += len(value) + 1
        return []

    def _alone(self, data: bytes) -> list[Event]:
        self._data = [data]
        return self._dispatch()

    def _dispatch(self) -> list[Event]:
        data, name = b"\n".join(self._data).decode("utf-8", errors="replace"), self._name
        self._data, self._data_bytes, self._name = [], 0, ""
        return [Event(data, name)] if data else []

    def _check_size(self) -> None:
        if self._data_bytes + self._line_bytes > self._max_event_bytes:
            raise EventTooLarge


def _is_whole(data: bytes) -> bool:
    """Whether a line of data needs no further ones."""
    data = data.strip()
    if data[:1] != b"{" or data[-1:] != b"}":
        return data == _DONE
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
