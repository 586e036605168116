"""Prints what a keystroke costs the text model: decoded change, new snapshot, one offset in UTF-16 units.

Beside it, in the same run, a flat list of lines that is copied and pygls's TextDocument.
"""

import logging
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from lsprotocol import types
from pygls.workspace import TextDocument

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.encoding import line_and_units, offset_at
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.settings.options import Settings

N_KEYSTROKES = 400
STRIDE_LINES = 997

Keystroke = Callable[[int, int, str], object]


def main() -> None:
    """One row for each size of file: median microseconds, and how many times as long the others take."""
    logging.disable()
    print(
        f"{'lines':>7} {'chunks us':>10} {'flat list us':>13} {'pygls us':>10} {'flat x':>8} {'pygls x':>8}"
    )
    for n_lines in (1_000, 10_000, 50_000):
        source = _source(n_lines)
        ours = _median_us(_keystrokes_in_chunks(source), n_lines, N_KEYSTROKES * 10)
        flat = _median_us(_keystrokes_in_flat_list(source), n_lines, N_KEYSTROKES)
        pygls = _median_us(_keystrokes_in_pygls(source), n_lines, N_KEYSTROKES // 4)
        times = f"{n_lines:>7} {ours:>10.1f} {flat:>13.1f} {pygls:>10.1f}"
        print(f"{times} {flat / ours:>8.1f} {pygls / ours:>8.1f}")


def _source(n_lines: int) -> str:
    return "".join(f"    value_{i} = compute({i})  # größer \U0001f600\n" for i in range(n_lines))


def _median_us(keystroke: Keystroke, n_lines: int, n_keystrokes: int) -> float:
    """Half of the keystrokes go on in one line, half of them jump, so that cached counts do not flatter."""
    spent_us = []
    line = 0
    for i in range(n_keystrokes):
        if i % 2:
            line = (line + STRIDE_LINES) % n_lines
        text = "\n" if i % 20 == 0 else "x"
        start = time.perf_counter_ns()
        keystroke(line, 6, text)
        spent_us.append((time.perf_counter_ns() - start) / 1000)
    return statistics.median(spent_us)


def _keystrokes_in_chunks(source: str) -> Keystroke:
    snapshot = Snapshot("file:///x.py", "python", 0, Text.of(source), Settings())

    def keystroke(line: int, units: int, new: str) -> object:
        nonlocal snapshot
        start = offset_at(snapshot.text, line, units, "utf-16")
        end = offset_at(snapshot.text, line, units, "utf-16")
        text = apply(snapshot.text, [Change(Span(start, end), new)])
        snapshot = replace(snapshot, version=snapshot.version + 1, text=text)
        return line_and_units(text, start + len(new), "utf-16")

    return keystroke


def _keystrokes_in_flat_list(source: str) -> Keystroke:
    lines = re.findall(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+", source)

    def keystroke(line: int, units: int, new: str) -> object:
        nonlocal lines
        old = lines[line]
        column = len(old.encode("utf-16-le")[: units * 2].decode("utf-16-le"))
        changed = (old[:column] + new + old[column:]).splitlines(keepends=True)
        lines = [*lines[:line], *changed, *lines[line + 1 :]]
        return sum(map(len, lines[:line])) + column

    return keystroke


def _keystrokes_in_pygls(source: str) -> Keystroke:
    document = TextDocument("file:///x.py", source, sync_kind=types.TextDocumentSyncKind.Incremental)

    def keystroke(line: int, units: int, new: str) -> object:
        position = types.Position(line, units)
        change = types.TextDocumentContentChangePartial(range=types.Range(position, position), text=new)
        document.apply_change(change)
        return document.offset_at_position(types.Position(line, units))

    return keystroke


if __name__ == "__main__":
    main()
