"""Every screen that a Neovim has drawn, recorded as its terminal is told of them.

Speaks Neovim's UI protocol as a second screen of the same size; knows characters, no colours.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

import pynvim


def close_ended(nvim: Any) -> None:
    """Close the connection to a Neovim that has ended it."""
    nvim.loop.run_until_complete(asyncio.sleep(0))  # pynvim would leave the socket open
    nvim.close()


class Redraws:
    """Records screens from its start on; a context manager."""

    def __init__(self, address: str, columns: int, rows: int, end: Callable[[], None]) -> None:
        """`end` ends Neovim, and with it the record."""
        self._end = end
        self._size = columns, rows
        self._rows = [[" "] * columns for _ in range(rows)]
        self._frames: list[str] = []
        self._changed = threading.Condition()
        self._address = address
        self._nvim: Any = None
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        with self._changed:
            assert self._changed.wait_for(lambda: self._frames, 60), "Neovim draws nothing"
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._thread.join(60)

    def now(self) -> int:
        """A mark in the record, for `since`."""
        with self._changed:
            return len(self._frames)

    def since(self, mark: int, words: str, timeout_s: float = 60) -> str:
        """The first screen after the mark that has these words; waits for it."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._first(mark, words), timeout_s), f"never: {words!r}"
            return self._first(mark, words) or ""

    def none_has(self, mark: int, words: str, *, once: str) -> bool:
        """Whether no screen had these words, from the first after the mark on that has `once`."""
        with self._changed:
            frames = self._frames[mark:]
            first = next((number for number, frame in enumerate(frames) if once in frame), None)
            return first is not None and not any(words in frame for frame in frames[first:])

    def _first(self, mark: int, words: str) -> str | None:
        return next((frame for frame in self._frames[mark:] if words in frame), None)

    def _listen(self) -> None:
        self._nvim = pynvim.attach("socket", path=self._address)
        columns, rows = self._size
        self._nvim.ui_attach(columns, rows, rgb=True, ext_linegrid=True)
        with suppress(OSError, EOFError):
            self._nvim.run_loop(None, self._notified)
        close_ended(self._nvim)

    def _notified(self, name: str, batch: list[list[Any]]) -> None:
        for event, *calls in batch if name == "redraw" else []:
            for arguments in calls:
                self._apply(event, arguments)

    def _apply(self, event: str, arguments: list[Any]) -> None:
        match event:
            case "grid_line":
                self._write(*arguments[1:4])
            case "grid_scroll":
                self._scroll(*arguments[1:6])
            case "grid_resize":
                _, columns, rows = arguments
                self._rows = [[" "] * columns for _ in range(rows)]
            case "grid_clear":
                self._rows = [[" "] * len(row) for row in self._rows]
            case "flush":
                with self._changed:
                    self._frames.append("\n".join("".join(row).rstrip() for row in self._rows))
                    self._changed.notify_all()

    def _write(self, row: int, column: int, cells: list[list[Any]]) -> None:
        for cell in cells:
            count = cell[2] if len(cell) > 2 else 1
            self._rows[row][column : column + count] = [cell[0]] * count
            column += count

    def _scroll(self, top: int, bottom: int, left: int, right: int, by: int) -> None:
        old = [row[:] for row in self._rows]
        for row in range(max(top, top - by), min(bottom, bottom - by)):
            self._rows[row][left:right] = old[row + by][left:right]
