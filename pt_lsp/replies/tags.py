"""Tags and marks of a prompt that models write around an answer, as if they filled in a form.

A tag that the text around holds itself is a part of it.
"""

import re
from collections.abc import Collection, Sequence

from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.replies.prose import first_solid

_NAMES = "(?:region|file|here|code|completion|answer|output|insert|fill|middle|prefix|suffix|cursor)"
_TAG = re.compile(rf"^\s*</?{_NAMES}\d*(?: [^<>]*)?/?>\s*$")
_OPENING_LINE = re.compile(rf"^<{_NAMES}\d*>(?=\S)")
_CLOSING_LINE = re.compile(rf"(?<=\S)</{_NAMES}\d*>\s*$")
_OPENING = re.compile(rf"\s*<({_NAMES})(?: [^<>\n]*)?>\n?")
_CLOSING = re.compile(rf"[ \t]*</{_NAMES}>")
_END_MARK = re.compile(r"<\|(?:endoftext|im_end|im_start|file_sep|repo_name|fim_\w+|cursor\w*)\|>")
_END = re.compile(rf"(?:\s*{_END_MARK.pattern})+\s*$")


def before_end_mark(text: str) -> str:
    """The text up to a mark that ends what a model says; between two of them when it begins with one."""
    if not text.lstrip().startswith("<|"):
        return _END_MARK.split(text, maxsplit=1)[0]
    return next((part for part in _END_MARK.split(text) if part.strip()), "")


def without_end_mark(line: str, known: Collection[str]) -> str:
    """The last line of a reply without marks at its end; `known` are the lines of the rewritten text."""
    return line if line.strip() in known else _END.sub("", line)


def inside_tags(text: str, place: InsertionPoint) -> str:
    """The text at a cursor without tags around it, of which one may be missing."""
    opening = _OPENING.match(text)
    if opening and f"</{opening[1]}>" not in place.suffix:
        return _CLOSING.split(text[opening.end() :], maxsplit=1)[0]
    closing = _CLOSING.search(text)
    if closing and closing[0].strip().replace("</", "<")[:-1] not in place.prefix + text[: closing.start()]:
        return text[: closing.start()]
    return text


def lines_inside_tags(lines: Sequence[str], known: Collection[str]) -> list[str]:
    """The lines without tags around them; `known` are the lines of the rewritten text."""
    first = start = first_solid(lines)
    while start < len(lines) and _is_tag(lines[start], known) and not _is_closing(lines[start]):
        start += 1
    has_opening = start > first
    lines = list(lines[start:])
    if not has_opening and lines and _OPENING_LINE.match(lines[0]):
        lines[0] = _OPENING_LINE.sub("", lines[0])
        has_opening = True
    for index, line in enumerate(lines):
        if "</" not in line:
            continue
        if _is_closing(line) and _is_tag(line, known):
            return lines[:index]
        if has_opening and _CLOSING_LINE.search(line):
            return [*lines[:index], _CLOSING_LINE.sub("", line)]
    return lines


def _is_tag(line: str, known: Collection[str]) -> bool:
    return line.strip() not in known and _TAG.match(line) is not None


def _is_closing(line: str) -> bool:
    return line.strip().startswith("</")
