"""The code in a reply for a cursor, out of what chat models wrap it in: marks, tags, fences, sentences.

`unwrap` works on the reply as far as it came, so that any chunking gives the same text.
"""

import re

from pt_lsp.documents.lines import plain
from pt_lsp.replies.asides.blocks import begins_aside
from pt_lsp.replies.asides.reasoning import begins_as_thought
from pt_lsp.replies.asides.tool_calls import begins_tool_call
from pt_lsp.replies.brackets import quoted_ends
from pt_lsp.replies.fences import closings, fence_of, first_fence
from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.replies.sentences import (
    announces_output,
    is_announcement,
    is_greeting,
    is_sentence,
    is_talk,
    is_unfinished_sentence,
    may_become_greeting,
)
from pt_lsp.replies.tags import before_end_mark, inside_tags
from pt_lsp.syntax.cut_marks import is_cut_mark, may_become_cut_mark

_FEW_WORDS = 4
_PRESENTS = re.compile(r"\b(?:here|below|code|completion)\b", re.IGNORECASE)
_UNSETTLED = re.compile(r"(?:\r|<[|/]?\w{0,12}\|?|(?<=\n)[ \t]*[`~]+[^\n]{0,20})$")
"""An end that may be the beginning of a line end, a mark, a tag or a fence."""


def unwrap(reply: str, place: InsertionPoint, *, is_final: bool = True) -> str:
    r"""The code in a reply, with `\n` line ends; of an unfinished reply what can be told already.

    Undecided beginnings (half a fence, a tag, an opening sentence) give an empty text until more comes.
    """
    held = None if is_final else _UNSETTLED.search(reply)
    text = before_end_mark(plain(reply[: held.start()] if held else reply))
    text = inside_tags(_before_asides(text, place), place)
    if place.has_fences:
        text = _without_outer_fence(text, is_final=is_final)
    else:
        text = _without_announcement(_without_fences(text, place, is_final=is_final))
    text = _without_cut_marks(text, place, is_final=is_final)
    if not is_final and _is_undecided(text, place):
        return ""
    return text if place.is_prose else _before_closing_prose(text, place)


def is_only_talk(code: str, place: InsertionPoint) -> bool:
    """Whether the model talks instead of writing code; where the cursor is in words a sentence is welcome."""
    first = code.lstrip().partition("\n")[0]
    if place.is_in_words:
        return False
    is_long = len(first.split()) > _FEW_WORDS
    return is_talk(first) or (is_long and (is_sentence(first) or is_unfinished_sentence(first)))


def _before_asides(text: str, place: InsertionPoint) -> str:
    """The text up to the first call or thought: whether what comes after goes on with it nobody can tell."""
    lines = text.split("\n")
    # In words a mark for a thought may be text.
    begins = begins_tool_call if place.is_in_words else begins_aside
    at = next((at for at, line in enumerate(lines) if begins(line, (place.prefix, place.suffix))), None)
    return text if at is None else "".join(f"{line}\n" for line in lines[:at])


def _without_cut_marks(text: str, place: InsertionPoint, *, is_final: bool) -> str:
    """The text without marks of a prompt's cuts that it begins with, up to the next one.

    What comes after a mark does not go on from what stands before it. What may become one is held back; a
    line that the file itself holds is none.
    """
    lines = text.split("\n")
    if not is_final and may_become_cut_mark(lines[-1]):
        lines[-1] = ""
        text = "\n".join(lines)
    marks = [at for at, line in enumerate(lines) if is_cut_mark(line) and not _holds(place, line.strip())]
    if not marks:
        return text
    first = next((at for at, line in enumerate(lines) if line.strip() and at not in marks), len(lines))
    start = first if marks[0] < first else 0
    end = next((at for at in marks if at > first), None)
    return "\n".join(lines[start:]) if end is None else "".join(f"{line}\n" for line in lines[start:end])


def _holds(place: InsertionPoint, line: str) -> bool:
    return line in place.prefix or line in place.suffix


def _is_undecided(text: str, place: InsertionPoint) -> bool:
    head = text.lstrip()
    first, line_end, _ = head.partition("\n")
    if not head:
        return True
    if not line_end and (head[0] in "`~<" or (not place.is_prose and may_become_greeting(head))):
        return True
    if place.is_in_words:
        # There a thought reads as the answer does, until its end comes.
        return begins_as_thought(head)
    return is_sentence(first) or (line_end != "" and is_greeting(first))


def _begins_with_words(text: str, place: InsertionPoint) -> bool:
    """Whether the first line that is not blank reads as an answer's words, where words are not welcome."""
    first = text.lstrip().partition("\n")[0]
    return (is_sentence(first) or is_greeting(first)) and not place.is_in_words


def _without_fences(text: str, place: InsertionPoint, *, is_final: bool) -> str:
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
    if not is_final and not _announces(before):
        return ""
    end = next(closings(bare[at + 1 :], fence), None)
    if end is not None:
        return "".join(f"{line}\n" for line in lines[at + 1 : at + 1 + end])
    return "\n".join(lines[at + 1 :])


def _announces(text: str) -> bool:
    """Whether a text says no more than that code comes; after other words the code may be a mere thought."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) != 1:
        return not lines
    presents = _PRESENTS.search(lines[0]) is not None
    return is_greeting(lines[0]) and (presents or not begins_as_thought(lines[0]))


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
