"""The marks that models put around their reasoning, in the ways in which they are written."""

import re
from collections.abc import Collection

_NAMES = ("think", "thinking", "thought", "thoughts", "reasoning", "scratchpad", "seed:think")
_PAIRS = {f"<{name}>": f"</{name}>" for name in _NAMES} | {
    "<|begin_of_thought|>": "<|end_of_thought|>",
    "<|thinking|>": "<|/thinking|>",
    "<|channel|>analysis<|message|>": "<|channel|>final<|message|>",
    "[THINK]": "[/THINK]",
    "\u25c1think\u25b7": "\u25c1/think\u25b7",
}
OPENINGS = tuple(_PAIRS)
FIRST_CHARACTERS = frozenset(mark[0] for mark in OPENINGS)
LONGEST = 40
"""Characters of a mark, with blanks in it."""
BLANKS_IN_MARK = re.compile(r"[ \t]+(?=>)")


def _written(mark: str) -> set[str]:
    """The mark in small letters and capitals; with one capital some are the names of components."""
    return {mark, mark.upper(), mark.replace("think>", "Think>") if len(mark) <= len("</think>") else mark}


def _pattern(*marks: str) -> re.Pattern[str]:
    """Finds the marks, with blanks in them."""
    written = sorted(each for mark in marks for each in _written(mark))
    return re.compile("|".join(re.escape(each).replace(">", r"[ \t]*>") for each in written))


CLOSING = _pattern(*_PAIRS.values())
_OPENING = _pattern(*_PAIRS)
_MARK = _pattern(*_PAIRS, *_PAIRS.values())
_OPENING_OF = {written: opening for opening, closing in _PAIRS.items() for written in _written(closing)}
_MARK_OF = {written: opening for opening in _PAIRS for written in _written(opening)}
_PATTERNS = {mark: _pattern(mark) for pair in _PAIRS.items() for mark in pair}


def mark_at(text: str) -> str:
    """The opening mark that a text begins with; empty if it begins with none."""
    found = _OPENING.match(text)
    return _MARK_OF[BLANKS_IN_MARK.sub("", found[0])] if found else ""


def is_beginning_of(text: str, marks: Collection[str]) -> bool:
    """Whether a text may become one of the marks when more of it comes."""
    start = text.rstrip(" \t")
    is_short = len(text) < LONGEST
    return is_short and any(each.startswith(start) for each, mark in _MARK_OF.items() if mark in marks)


def closing_of(opening: str) -> re.Pattern[str]:
    """What ends the reasoning that an opening mark begins."""
    return _PATTERNS[_PAIRS[opening]]


def opening_for(closing: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What would have begun the reasoning that a closing mark ends, and that mark however it is written."""
    opening = _OPENING_OF[BLANKS_IN_MARK.sub("", closing)]
    return _PATTERNS[opening], _PATTERNS[_PAIRS[opening]]


def holds_mark(line: str) -> bool:
    """Whether a line holds the beginning or the end of reasoning."""
    return _MARK.search(line) is not None
