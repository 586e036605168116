"""A model's reasoning in its reply, which is not the answer: `<think>` to `</think>`, where it stands.

Certain is only what a reply begins with, and a closing tag at a line's start that nothing opened. Where a
line of the text around begins with the tag, or holds the closing one, the reply's tags are text as well.
"""

import re
from collections.abc import Collection, Iterable

from pt_lsp.replies.sentences import is_sentence

_TAGS = ("<think>", "<thinking>")
_OWN = re.compile(r"^[ \t]*(<think(?:ing)?>)", re.MULTILINE)
_CLOSING = re.compile(r"</(think(?:ing)?)>")
_BLANKS = " \t\r\n\ufeff"


class ReasoningFilter:
    """Takes a reply in deltas and gives it without the reasoning that it begins with, however it is cut."""

    def __init__(self, around: str = "", *, is_in_words: bool = False) -> None:
        """`around` is the text that the reply is for.

        In words, as in a string, a tag is reasoning only if its line ends with it.
        """
        own = set(_OWN.findall(around))
        self._tags = tuple(tag for tag in _TAGS if tag not in own)
        self._is_in_words = is_in_words
        self._held = ""
        self._closing = ""
        """The tag that ends the reasoning which is coming."""
        self._was_reasoning = False
        self._is_answer = not self._tags

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
                _, closing, rest = self._held.partition(self._closing)
                if not closing:
                    self._held = self._held[-len(self._closing) :]  # it may be cut in two
                    return ""
                self._held, self._closing = rest, ""
            opening = self._opening(is_final=is_final)
            if opening is None:
                return ""
            if not opening:
                return self._answer()
            self._was_reasoning = True
            self._closing = f"</{opening[1:]}"
            self._held = self._held.lstrip(_BLANKS)[len(opening) :]

    def _opening(self, *, is_final: bool) -> str | None:
        """The tag that what is held begins with; empty when it begins with none, None while that is open."""
        head = self._held.lstrip(_BLANKS)
        is_cut = any(tag.startswith(head) and tag != head for tag in self._tags)
        if not is_final and (is_cut or (self._is_in_words and head in self._tags)):
            return None
        opening = next((tag for tag in self._tags if head.startswith(tag)), "")
        if opening and self._is_in_words and not head[len(opening) :].startswith(("\n", "\r")):
            return ""
        return opening

    def _answer(self) -> str:
        held, self._held, self._is_answer = self._held, "", True
        if not self._was_reasoning:
            return held
        head = held.lstrip(_BLANKS)
        blanks = held[: len(held) - len(head)]
        # The line's own indentation is a part of the answer.
        return blanks[max(blanks.rfind("\n"), blanks.rfind("\r")) + 1 :] + head


def closed_reasoning(line: str, before: Iterable[str], known: Collection[str]) -> int | None:
    """Where in a line reasoning ends that was never opened, as when the prompt did that; None if it does not.

    `before` are the reply's lines up to it, `known` those of the text around.
    """
    closing = _CLOSING.search(line)
    if closing is None:
        return None
    words = line[: closing.start()].strip()
    if words and not is_sentence(words):
        return None
    is_opened = any(f"<{closing[1]}>" in each for each in before)
    is_own = any(closing[0] in each for each in known)
    return None if is_opened or is_own else closing.end()
