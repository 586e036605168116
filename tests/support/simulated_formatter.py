"""Programs that change white space, and how editors tell what they have done; knows no server and no edit."""

from collections.abc import Sequence
from random import Random
from typing import Literal

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.edits.formatting.white_space import blank_changes, solid

Shape = Literal["minimal", "a line", "one range", "whole text"]
SHAPES: tuple[Shape, ...] = ("minimal", "minimal", "a line", "one range", "whole text")


def formatted(text: str, random: Random) -> str:
    """The text after some of what formatters do."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(line_end)
    for _ in range(random.randint(1, 3)):
        match random.randrange(7):
            case 0:
                lines = [line.rstrip(" \t") for line in lines]
            case 1:
                lines = [line.replace("\t", "    ").replace("    ", "  ") for line in lines]
            case 2:
                lines = [f"  {line}" if line.strip() else line for line in lines]
            case 3:
                lines = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
            case 4:
                lines = [part for line in lines for part in _wrapped(line, random)]
            case 5:
                at = random.randrange(len(lines) or 1)
                lines[at : at + 2] = [" ".join(lines[at : at + 2])]
            case _:
                lines = [*(line.lstrip(" \t") for line in lines), *([""] if lines and lines[-1] else [])]
    return line_end.join(lines)


def told(old: str, new: str, shape: Shape) -> Sequence[Change] | None:
    """The changes of one notification, one made after the other; None where it is the whole text."""
    match shape:
        case "whole text":
            return None
        case "one range":
            return [_off_line_ends(old, Change(Span(0, len(old)), new).trimmed(old))]
        case "a line" if [*map(solid, old.split("\n"))] == [*map(solid, new.split("\n"))]:
            return line_by_line(old, new)
        case _:
            return blank_changes(old, new)[::-1]


def _wrapped(line: str, random: Random) -> list[str]:
    words = line.split(" ")
    at = random.randrange(len(words))
    return [" ".join(words[:at]), "  " + " ".join(words[at:])] if at and random.random() < 0.5 else [line]


def line_by_line(old: str, new: str) -> Sequence[Change]:
    """One edit a line, each the whole line, the last one first."""
    changes, start = [], 0
    for was, now in zip(old.split("\n"), new.split("\n"), strict=True):
        if was != now:
            changes.append(Change(Span(start, start + len(was)), now))
        start += len(was) + 1
    return changes[::-1]


def _off_line_ends(text: str, change: Change) -> Change:
    r"""The same, not beginning or ending between `\r` and `\n`, which no editor can tell."""
    start, end, new = change.span.start, change.span.end, change.text
    if text[start - 1 : start + 1] == "\r\n":
        start, new = start - 1, "\r" + new
    if text[end - 1 : end + 1] == "\r\n":
        end, new = end + 1, new + "\n"
    return Change(Span(start, end), new)
