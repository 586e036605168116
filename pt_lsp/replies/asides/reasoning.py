"""A model's reasoning in its reply, which is not the answer: `<think>` to `</think>`, and other marks for it.

Certain is only what a reply begins with, and a closing mark that nothing opened. Where a line of the text
around begins with the mark, or holds the closing one, the reply's marks are text as well.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from pt_lsp.replies.asides.thought_marks import (
    CLOSING,
    LONGEST,
    OPENINGS,
    closing_of,
    is_beginning_of,
    mark_at,
    opening_for,
)
from pt_lsp.replies.sentences import is_sentence

_AFTER_QUOTE = frozenset("\"'`)],;")
_BLANKS = " \t\r\n\ufeff"
_THINKS = re.compile(
    r"\s*(?:(?:Okay|OK|Alright|Hmm+|Wait|Well|Got it)\b[,.! ]|(?:So|First),? (?:the user|I|we|let)\b"
    r"|The user\b|Let(?: me|'s|\u2019s)\b|(?:We|I) (?:need|should|have to|must|think|will|want)\b)"
)
_WORDS = re.compile(r"[^\W\d_]+(?:[ ,.'\u2019`?!:-]+[^\W\d_]+)+[.,:?!]*")

ONLY_THOUGHT = "The model used its whole answer up by thinking; turn that off or choose another model."


class ReasoningFilter:
    """Takes a reply in deltas and gives it without the reasoning that it begins with, however it is cut."""

    def __init__(self, around: str = "", *, is_in_words: bool = False) -> None:
        """`around` is the text that the reply is for.

        In words, as in a string, a mark is reasoning only if a line ends within it or right after it.
        """
        own = {mark_at(line.lstrip()) for line in around.split("\n")}
        self._openings = tuple(mark for mark in OPENINGS if mark not in own)
        self._is_in_words = is_in_words
        self._held = ""
        self._blanks: list[str] = []
        """Those before what is held; there may be many, and each is looked at once."""
        self._closing: re.Pattern[str] | None = None
        """What ends the reasoning which is coming."""
        self._was_reasoning = False
        self._is_answer = not self._openings

    @property
    def is_open(self) -> bool:
        """Whether reasoning has begun and not ended; after `finish` it is all that there was."""
        return self._closing is not None

    def push(self, delta: str) -> str:
        """What is known to be the answer now, and was not before."""
        if self._is_answer:
            return delta
        self._held += delta
        return self._released(is_final=False)

    def finish(self) -> str:
        """The rest of the answer. Reasoning that never ended is all that there was."""
        return "" if self._is_answer else self._released(is_final=True)

    def _released(self, *, is_final: bool) -> str:
        while True:
            if self._closing:
                closing = self._closing.search(self._held)
                if closing is None:
                    self._held = self._held[-LONGEST:]  # it may be cut in two
                    return ""
                self._held, self._closing = self._held[closing.end() :], None
            opening = self._opening(is_final=is_final)
            if opening is None:
                return ""
            if not opening:
                return self._answer()
            self._was_reasoning = True
            self._closing = closing_of(opening)
            self._held, self._blanks = _after_mark(self._held, opening), []

    def _opening(self, *, is_final: bool) -> str | None:
        """The mark that what is held begins with; empty when it begins with none, None while that is open."""
        head = self._held.lstrip(_BLANKS)
        self._blanks.append(self._held[: len(self._held) - len(head)])
        self._held = head
        opening = mark_at(head)
        if opening not in self._openings:
            return None if not is_final and is_beginning_of(head, self._openings) else ""
        if not self._is_in_words:
            return opening
        return self._opening_in_words(opening, _after_mark(head, opening), is_final=is_final)

    def _opening_in_words(self, opening: str, rest: str, *, is_final: bool) -> str | None:
        """The same where a sentence is welcome; `rest` is what comes after the mark."""
        if rest.startswith(("\n", "\r")):
            return opening
        closing = closing_of(opening).search(rest)
        is_long = "\n" in rest or "\r" in rest
        if not is_final and (closing.end() == len(rest) if closing is not None else not is_long):
            return None
        thought = rest if closing is None else rest[: closing.end() + 1]
        return opening if "\n" in thought or "\r" in thought else ""

    def _answer(self) -> str:
        held = "".join([*self._blanks, self._held])
        self._held, self._is_answer = "", True
        return without_blank_lines(held) if self._was_reasoning else held


def without_blank_lines(text: str) -> str:
    """The text without the blank lines that it begins with; its first line's indentation is a part of it."""
    head = text.lstrip(_BLANKS)
    blanks = text[: len(text) - len(head)]
    return blanks[max(blanks.rfind("\n"), blanks.rfind("\r")) + 1 :] + head


def closed_reasoning(line: str, before: Iterable[str], known: Collection[str]) -> int | None:
    """Where in a line reasoning ends that was never opened, as when the prompt did that; None if it does not.

    `before` are the reply's lines up to it, `known` those of the text around.
    """
    closing = CLOSING.search(line)
    if closing is None:
        return None
    words, after = line[: closing.start()], line[closing.end() :].strip()
    is_quoted = after[:1] in _AFTER_QUOTE or words[-1:] == "'" or any(words.count(each) % 2 for each in '"`')
    if is_quoted and not is_sentence(words.strip()):
        return None
    opening, same = opening_for(closing[0])
    is_opened = any(map(opening.search, (*before, words)))
    return None if is_opened or any(map(same.search, known)) else closing.end()


def split_thought(text: str, known: Collection[str]) -> tuple[str, str] | None:
    """What comes before and after the end of reasoning that was never opened; None if it has no such end."""
    if CLOSING.search(text) is None:
        return None
    lines = text.split("\n")
    for index, line in enumerate(lines):
        end = closed_reasoning(line, lines[:index], known)
        if end is not None:
            start = next(found.start() for found in CLOSING.finditer(line) if found.end() == end)
            before = "\n".join([*lines[:index], line[:start]])
            return before, without_blank_lines("\n".join([line[end:], *lines[index + 1 :]]))
    return None


def begins_as_thought(text: str) -> bool:
    """Whether a text begins as models think aloud."""
    return _THINKS.match(text) is not None


def may_be_thought(text: str) -> bool:
    """Whether a text that is no code may be thought aloud: its first line is of words alone."""
    first = text.lstrip().partition("\n")[0]
    return begins_as_thought(text) or _WORDS.fullmatch(first) is not None


def begins_thought(line: str, known: Collection[str]) -> bool:
    """Whether a line opens reasoning; `known` are lines or longer pieces of the text around."""
    opening = mark_at(line.lstrip())
    return opening != "" and not any(opening in each for each in known)


def thought_end(lines: Sequence[str], start: int) -> int:
    """Index of the line after the reasoning that begins at `start`; the number of lines if it has no end."""
    closing = closing_of(mark_at(lines[start].lstrip()))
    ends = (index + 1 for index in range(start, len(lines)) if closing.search(lines[index]))
    return next(ends, len(lines))


def _after_mark(text: str, opening: str) -> str:
    return text[text.index(opening[-1]) + 1 :]
