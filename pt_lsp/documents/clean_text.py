"""Text from outside as a document may hold it: what is no character becomes U+FFFD, which everybody sees."""

import re

REPLACEMENT = "\ufffd"

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_HIGH = re.compile("[\ud800-\udbff]$")


class TextCleaner:
    """Takes text in deltas. JSON may name a character by two halves, and they may come in two deltas."""

    def __init__(self) -> None:
        self._half = ""

    def push(self, delta: str) -> str:
        """The clean text that is known now."""
        text = self._half + delta
        self._half = text[-1] if _HIGH.search(text) else ""
        return _clean(text.removesuffix(self._half) if self._half else text)

    def finish(self) -> str:
        """What is left: half a character is none."""
        return REPLACEMENT if self._half else ""


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return _NO_TEXT.sub(REPLACEMENT, joined)
