"""Where a prompt stops being the one before it, and which of its parts that is."""

import re
from dataclasses import dataclass

from pt_lsp.documents.equal_ends import equal_at_start
from pt_lsp.llm.gateway import Prompt
from tests.support.sent_prompts import SentPrompt

_OPENING = re.compile(r"<(\w+)>\n")
_FIM_SUFFIX = "<|fim_suffix|>"
_ROOM = 2
"""A line's end may be on either side."""


@dataclass(frozen=True, slots=True)
class Break:
    """Two prompts in a row."""

    part: str
    size: int
    """Characters of the later one."""
    n_lost: int
    """Of it, what comes after the common beginning."""
    is_in_place: bool


def break_between(before: SentPrompt, after: SentPrompt) -> Break:
    """What of the later prompt is not as in the one before, and in which part that begins."""
    texts = [_text(each.prompt) for each in (before, after)]
    at = equal_at_start(*texts)
    size = len(texts[1])
    return Break(_part(before.prompt, after.prompt, at), size, size - at, before.run == after.run)


def _text(prompt: Prompt) -> str:
    return "".join(message.content for message in prompt.messages)


def _part(before: Prompt, after: Prompt, at: int) -> str:
    """The part of the later prompt that begins to differ at an offset of its text."""
    text = _text(after)
    background = "" if after.excerpts is None else after.excerpts.text
    start = text.rfind(background) if background else -1
    own = sum(len(message.content) for message in after.messages[: _question(after)])
    if at < own:
        return "own words"
    if start <= at < start + len(background):
        tags = _OPENING.findall(background[: at - start])
        return f"background: {tags[-1] if tags else 'its heading'}"
    shown = dict(after.shares)
    cursor = _cursor(after, text)
    if cursor is None:
        return "behind the background"
    if at >= cursor:
        return "behind the cursor"
    if at < cursor - shown.get("prefix", 0) - _ROOM:
        return "later code, or the heading of the file"
    if at <= cursor - shown.get("prefix", 0) + _ROOM:
        return "the excerpt begins elsewhere"
    own_cursor = _cursor(before, _text(before))
    if own_cursor is not None and own_cursor - at <= _ROOM:
        return "at the cursor: what was typed"
    line = text.rfind("\n", 0, cursor) + 1
    return "the cursor's line, before the cursor" if at >= line else "lines above the cursor's"


def _question(prompt: Prompt) -> int:
    """The message that the background and the file stand in."""
    return len(prompt.messages) - (2 if prompt.continues_assistant else 1)


def _cursor(prompt: Prompt, text: str) -> int | None:
    """Where the cursor is in the text of a prompt; the closing sentence may name its mark once more."""
    if prompt.continues_assistant:
        return len(text)
    mark = next((stop for stop in prompt.stop if stop == _FIM_SUFFIX or "cursor" in stop), None)
    if mark is None or mark not in text:
        return None
    last = text.rindex(mark)
    is_in_sentence = "\n</" in text[text.find(mark, len(text) - len(prompt.messages[-1].content)) : last]
    return text.rindex(mark, 0, last) if is_in_sentence else last
