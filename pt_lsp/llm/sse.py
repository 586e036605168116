"""Decodes server-sent events from bytes; does no IO and refuses to know what the data means.

Follows https://html.spec.whatwg.org/multipage/server-sent-events.html, with one liberty: the end of the
stream dispatches a last event that lacks its blank line, because chat servers leave it out.
"""

import re

MAX_EVENT_BYTES = 4_000_000

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"\r\n|\n|\r")


class EventTooLarge(ValueError):
    """One event exceeds the size cap."""


class SseDecoder:
    """Takes chunks of any size; gives the data of each event as soon as it is complete."""

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max_event_bytes = max_event_bytes
        self._pending = b""
        self._data: list[bytes] = []
        self._data_bytes = 0
        self._is_at_start = True

    def push(self, chunk: bytes) -> list[str]:
        """The data of the events that `chunk` completes; raises EventTooLarge beyond the cap."""
        self._pending += chunk
        if self._is_at_start:
            if len(self._pending) < len(_BOM) and _BOM.startswith(self._pending):
                return []
            self._is_at_start = False
            self._pending = self._pending.removeprefix(_BOM)
        return self._take_lines(is_last=False)

    def finish(self) -> list[str]:
        """The data of what the end of the stream completes."""
        events = self._take_lines(is_last=True)
        if self._pending:
            self._take_field(self._pending)
            self._pending = b""
        return events + self._dispatch()

    def _take_lines(self, *, is_last: bool) -> list[str]:
        events: list[str] = []
        start = 0
        for end in _LINE_END.finditer(self._pending):
            if end.group() == b"\r" and end.end() == len(self._pending) and not is_last:
                break  # its line feed may come with the next chunk
            line = self._pending[start : end.start()]
            start = end.end()
            if line:
                self._take_field(line)
            else:
                events += self._dispatch()
        self._pending = self._pending[start:]
        if self._data_bytes + len(self._pending) > self._max_event_bytes:
            raise EventTooLarge
        return events

    def _take_field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if name == b"data":
            value = value.removeprefix(b" ")
            self._data.append(value)
            self._data_bytes += len(value) + 1

    def _dispatch(self) -> list[str]:
        if not self._data:
            return []
        data = b"\n".join(self._data).decode("utf-8", errors="replace")
        self._data, self._data_bytes = [], 0
        return [data]
