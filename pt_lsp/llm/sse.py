"""Decodes server-sent events from bytes; does no IO and refuses to know what the data means.

Follows https://html.spec.whatwg.org/multipage/server-sent-events.html, with one liberty: the end of the
stream dispatches a last event that lacks its blank line, because chat servers leave it out.
"""

import re

MAX_EVENT_BYTES = 1_000_000

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"\r\n|\n|\r")  # U+2028 and its like are text to JSON, never a line end


class EventTooLarge(ValueError):
    """One event exceeds the size cap."""


class SseDecoder:
    """Takes chunks of any size; gives the data of each event as soon as it is complete."""

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max_event_bytes = max_event_bytes
        self._line = b""
        self._data: list[bytes] = []
        self._data_bytes = 0
        self._is_at_start = True
        self._is_after_return = False

    def push(self, chunk: bytes) -> list[str]:
        """The data of the events that `chunk` completes; raises EventTooLarge beyond the cap."""
        pending = self._line + chunk
        if self._is_at_start:
            if len(pending) < len(_BOM) and _BOM.startswith(pending):
                self._line = pending
                return []
            self._is_at_start = False
            pending = pending.removeprefix(_BOM)
        if pending and self._is_after_return:
            self._is_after_return = False
            pending = pending.removeprefix(b"\n")  # the second half of a line end cut in two
        return self._take_lines(pending)

    def finish(self) -> list[str]:
        """The data of an event that the stream's end completes."""
        self._take_field(self._line)
        self._line = b""
        return self._dispatch()

    def _take_lines(self, pending: bytes) -> list[str]:
        events: list[str] = []
        start = 0
        for end in _LINE_END.finditer(pending):
            line = pending[start : end.start()]
            start = end.end()
            self._is_after_return = end.group() == b"\r" and start == len(pending)
            if line:
                self._take_field(line)
            else:
                events += self._dispatch()
            self._check_size(b"")
        self._line = pending[start:]
        self._check_size(self._line)
        return events

    def _take_field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if name == b"data":
            self._data.append(value.removeprefix(b" "))
            self._data_bytes += len(value)

    def _dispatch(self) -> list[str]:
        data = b"\n".join(self._data).decode("utf-8", errors="replace")
        self._data, self._data_bytes = [], 0
        return [data] if data else []

    def _check_size(self, unfinished: bytes) -> None:
        if self._data_bytes + len(unfinished) > self._max_event_bytes:
            raise EventTooLarge
