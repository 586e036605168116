"""A finding's message as an editor shows it: one plain sentence, however the model has put it."""

import re
import unicodedata

_LONGEST = 240
_MOST_READ = 4_000
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)")
_CODE = re.compile(r"(`{1,3})([^`]+)\1")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*]*[^\s*])\1(?![\w*])")
_HEAD = re.compile(r"\A(?:#{1,6}|>|[-*+\u2022]|\d{1,2}[.)])\s+")
_TAG = re.compile(r"</?(?:b|i|em|strong|code|br|p|a|ul|li)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_END = re.compile(r"[.!?][\"')\]]?(?=\s+[\"'(\[]?[A-Z0-9_\u00c0-\u00de\u0400-\u042f])|[\u3002\uff01\uff1f]")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|resp|approx|no|fig|incl|z\.B|d\.h)|\b[A-Za-z])\.$", re.IGNORECASE
)
"""An abbreviation, or an initial."""
_JOINERS = frozenset("\u200c\u200d")


def plain_message(said: str) -> str:
    """The first sentence of what was said, without Markdown and control characters; empty if none is left."""
    text = " ".join(said[:_MOST_READ].split())
    text = "".join(each for each in text if each in _JOINERS or unicodedata.category(each)[0] != "C")
    text = _TAG.sub("", _LINK.sub(r"\1", text))
    # Code keeps the stars that are its own.
    parts = _CODE.split(text)
    text = "".join(
        _EMPHASIS.sub(r"\2", part).replace("`", "") if n % 3 == 0 else part
        for n, part in enumerate(parts)
        if n % 3 != 1
    )
    sentence = _first_sentence(_HEAD.sub("", text.strip()))
    return sentence if len(sentence) <= _LONGEST else f"{sentence[: _LONGEST - 1].rstrip()}\u2026"


def _first_sentence(text: str) -> str:
    for found in _END.finditer(text):
        sentence = text[: found.end()]
        if not _NO_END.search(sentence[-20:]):
            return sentence
    return text
