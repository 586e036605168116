"""Tags and marks of a prompt that models write around an answer, as if they filled in a form.

A tag that the text around holds itself is a part of it.
"""

import re
from collections.abc import Collection

from pt_lsp.replies.insertion_point import InsertionPoint

TAG_NAMES = "(?:region|file|here|code|completion|answer|output|insert|fill|middle|prefix|suffix|cursor)"
_OPENING = re.compile(rf"\s*<({TAG_NAMES})(?: [^<>\n]*)?>\n?")
_CLOSING = re.compile(rf"(?<![ \t])[ \t]*+</{TAG_NAMES}>")
_END_MARK = re.compile(
    r"<\|(?:endoftext|im_end|im_start|file_sep|repo_name|fim_\w+|cursor\w*|(?:begin|end)_of_solution)\|>"
)


def before_end_mark(text: str) -> str:
    """The text up to a mark that ends what a model says; between two of them when it begins with one."""
    if not text.lstrip().startswith("<|"):
        return _END_MARK.split(text, maxsplit=1)[0]
    return next((part for part in _END_MARK.split(text) if part.strip()), "")


def without_end_mark(line: str, known: Collection[str]) -> str:
    """The last line of a reply without marks at its end; `known` are the lines of the rewritten text."""
    if line.strip() in known:
        return line
    start, end = len(line), 0
    for mark in _END_MARK.finditer(line):
        if start == len(line) or line[end : mark.start()].strip():
            start = mark.start()
        end = mark.end()
    return line if line[end:].strip() or not end else line[:start].rstrip()


def without_first_mark(line: str) -> str:
    """The first line of a reply without what some models begin an answer with after their reasoning."""
    return line.removeprefix("<|begin_of_solution|>")


def inside_tags(text: str, place: InsertionPoint) -> str:
    """The text at a cursor without tags around it, of which one may be missing."""
    opening = _OPENING.match(text)
    if opening and f"</{opening[1]}>" not in place.suffix:
        return _CLOSING.split(text[opening.end() :], maxsplit=1)[0]
    closing = _CLOSING.search(text)
    if closing and closing[0].strip().replace("</", "<")[:-1] not in place.prefix + text[: closing.start()]:
        return text[: closing.start()]
    return text
