"""The code in a reply for a cursor, out of what chat models wrap it in: marks, tags, fences, sentences.

`unwrap` works on the reply as far as it came, so that any chunking gives the same text.
"""

import re

from pt_lsp.documents.lines import plain
from pt_lsp.replies.asides.reasoning import closed_reasoning
from pt_lsp.replies.asides.tool_calls import first_tool_call
from pt_lsp.replies.brackets import quoted_ends
from pt_lsp.replies.fences import closings, fence_of, first_fence
from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.replies.sentences import (
    announces_output,
    first_solid,
    is_announcement,
    is_greeting,
    is_sentence,
    is_unfinished_sentence,
    may_become_greeting,
)
from pt_lsp.replies.tags import before_end_mark, inside_tags

_FEW_WORDS = 4
_UNSETTLED = re.compile(r"(?:\r|<[|/]?\w{0,12}\|?|(?<=\n)[ \t]*[`~]+[^\n]{0,20})$")
"""An end that may be the beginning of a line end, a mark, a tag or a fence."""


def unwrap(reply: str, place: InsertionPoint, *, is_final: bool = True) -> str:
    r"""The code in a reply, with `\n` line ends; of an unfinished reply what can be told already.

    Undecided beginnings (half a fence, a tag, an opening sentence) give an empty text until more comes.
    """
    held = None if is_final else _UNSETTLED.search(reply)
    text = before_end_mark(plain(reply[: held.start()] if held else reply))
    if "</think" in text:
        text = _without_closed_reasoning(text, place)
    text = inside_tags(_before_tool_calls(text, place), place)
    if place.has_fences:
        text = _without_outer_fence(text, is_final=is_final)
    else:
        text = _without_announcement(_without_fences(text, place))
    if not is_final and _is_undecided(text, place):
        return ""
    return text if place.is_prose else _before_closing_prose(text, place)


def is_only_talk(code: str, place: InsertionPoint) -> bool:
    """Whether the model talks instead of writing code; where the cursor is in words a sentence is welcome."""
    first = code.lstrip().partition("\n")[0]
    if len(first.split()) <= _FEW_WORDS or place.is_in_words:
        return False
    return is_sentence(first) or is_unfinished_sentence(first)


def _without_closed_reasoning(text: str, place: InsertionPoint) -> str:
    """The text after reasoning that was never opened; before its end where it may have been shown as code."""
    lines = text.split("\n")
    around = (place.prefix, place.suffix)
    for index, line in enumerate(lines):
        end = closed_reasoning(line, lines[:index], around)
        if end is None:
            continue
        before = [*lines[:index], line[:end].rpartition("</")[0]]
        first = before[first_solid(before) :][:1]
        is_announced = any(is_announcement(each) for each in first)
        has_fence = any(fence_of(each.lstrip(" \t")) for each in before)
        if is_only_talk("\n".join(before), place) and not is_announced and not has_fence:
            return "\n".join([line[end:], *lines[index + 1 :]])
        return "\n".join(before)
    return text


def _before_tool_calls(text: str, place: InsertionPoint) -> str:
    """The text up to the first call: whether what comes after it goes on with the code nobody can tell."""
    lines = text.split("\n")
    at = first_tool_call(lines, (place.prefix, place.suffix))
    return text if at is None else "".join(f"{line}\n" for line in lines[:at])


def _is_undecided(text: str, place: InsertionPoint) -> bool:
    head = text.lstrip()
    if not head or _begins_with_words(head, place):
        return True
    return "\n" not in head and (head[0] in "`~<" or (not place.is_prose and may_become_greeting(head)))


def _begins_with_words(text: str, place: InsertionPoint) -> bool:
    """Whether the first line that is not blank reads as an answer's words, where words are not welcome."""
    first = text.lstrip().partition("\n")[0]
    return (is_sentence(first) or is_greeting(first)) and not place.is_in_words


def _without_fences(text: str, place: InsertionPoint) -> str:
    lines = text.split("\n")
    # At a cursor deep inside a block a fence is indented as the code is.
    bare = [line.lstrip(" \t") for line in lines]
    opening = first_fence(bare)
    if opening is None:
        return text
    at, fence = opening
    before = "".join(f"{line}\n" for line in lines[:at])
    # What is neither blank nor words may have been shown, as code, before the fence came.
    unannounced = _without_announcement(before)
    is_opening = not unannounced.strip() or _begins_with_words(unannounced, place)
    if not is_opening or announces_output(before):
        return "" if is_opening else before
    end = next(closings(bare[at + 1 :], fence), None)
    if end is not None:
        return "".join(f"{line}\n" for line in lines[at + 1 : at + 1 + end])
    return "\n".join(lines[at + 1 :])


def _without_outer_fence(text: str, *, is_final: bool) -> str:
    """Of a document of prose, only a fence around the whole reply is the model's wrapping."""
    lines = text.lstrip("\n").rstrip().split("\n")
    fence = fence_of(lines[0].lstrip(" \t"))
    if fence is None or not fence.may_wrap_prose:
        return text
    if len(lines) > 1 and lines[-1] == fence.mark:
        return "\n".join(lines[1:-1])
    return text if is_final else ""


def _without_announcement(text: str) -> str:
    """The text without an opening sentence that only announces code."""
    first, line_end, rest = text.lstrip("\n").partition("\n")
    return rest.lstrip("\n") if line_end and is_announcement(first) else text


def _before_closing_prose(text: str, place: InsertionPoint) -> str:
    """The text up to a paragraph of prose after a blank line, but for what a long string says."""
    lines = text.split("\n")
    is_quoted: list[bool] = []
    for index in range(2, len(lines)):
        is_prose = not lines[index - 1].strip() and is_sentence(lines[index])
        if not is_prose or len(lines[index].split()) < _FEW_WORDS:
            continue
        is_quoted = is_quoted or quoted_ends([place.line_prefix + lines[0], *lines[1:]], place.quotes_above)
        if not is_quoted[index - 1] and not place.is_in_paragraphs:
            return "\n".join(lines[:index])
    return text
