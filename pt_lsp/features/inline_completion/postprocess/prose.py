"""Sentences of a chat model around its code: recognised by their form, never by one model's habits.

A language of prose is the caller's to spare: there a sentence is the completion.
"""

import re

_SENTENCE = re.compile(r"\s{0,3}(?:[*#>-]+ )*[A-Z][\w'\u2019`*-]*,?(?: +\S+){2,}.*[.:!?]\**\s*$")
_GREETING = re.compile(
    r"\s*(?:Sure|Certainly|Of course|Here(?:'|\u2019)s|Here (?:is|are)|I(?:'|\u2019)ll"
    r"|The (?:\w+ )*(?:code|completion|line)\b)"
)
_GREETING_WORDS = (
    "Sure",
    "Certainly",
    "Of course",
    "Here's",
    "Here\u2019s",
    "Here is",
    "Here are",
    "I'll",
    "The ",
)
_GREETING_BEGUN = re.compile(r"The (?:\w+ ){0,4}\w*$")
_CODE_ENDING = re.compile(r"[;{}()\[\],=]\s*$")


def is_sentence(line: str) -> bool:
    """Whether a line reads as a sentence of prose: a capital, three words or more, a full stop or colon."""
    return _SENTENCE.match(line) is not None and not _CODE_ENDING.search(line)


def is_prose(text: str) -> bool:
    """Whether the last line that is not blank reads as prose, or the text begins as an answer does."""
    lines = [line for line in text.split("\n") if line.strip()]
    return bool(lines) and (is_sentence(lines[-1]) or _GREETING.match(lines[0]) is not None)


def may_become_prose(text: str) -> bool:
    """Whether a first line that is not complete yet may turn out to be an answer's opening sentence."""
    head = text.lstrip()
    is_begun = (
        any(word.startswith(head) for word in _GREETING_WORDS) or _GREETING_BEGUN.match(head) is not None
    )
    return "\n" not in head and (is_begun or _GREETING.match(head) is not None)


def drop_opening_prose(text: str) -> str:
    """The text without an opening sentence that only announces code."""
    first, line_end, rest = text.lstrip("\n").partition("\n")
    if line_end and _GREETING.match(first) and first.rstrip().endswith((":", ".", "!")):
        return rest.lstrip("\n")
    return text


def drop_closing_prose(text: str) -> str:
    """The text up to a blank line that is followed by a paragraph of prose."""
    blocks = re.split(r"\n[ \t]*\n", text)
    for index in range(1, len(blocks)):
        first = blocks[index].lstrip("\n").split("\n")[0]
        if is_sentence(first) and len(first.split()) >= 4:  # noqa: PLR2004 - three words may be code, `Foo bar baz:`
            return "\n\n".join(blocks[:index])
    return text
