"""Sentences of a chat model around its code: recognised by their form, never by one model's habits.

Where words are welcome (a document of prose, a comment, a string, text between tags) a sentence is the
completion: the caller spares documents, `is_talk` looks at the cursor's line.
"""

import re

from pt_lsp.features.inline_completion.postprocess.brackets import quoted_ends
from pt_lsp.features.inline_completion.postprocess.place import Place

_SENTENCE = re.compile(
    r"\s{0,3}(?:(?:[*>-]+|\d+\.) )*\**"
    r"(?:(?:Explanation|Note|Example|Output|Reasoning|Summary|Usage)s?:|[A-Z][\w'\u2019`*-]*(?:,|:\*\*)?)"
    r"(?: +\S+){2,}.*[.:!?]\**\s*$"
)
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
_UNFINISHED = re.compile(r"\s{0,3}[A-Z][a-z]+(?:,? (?:[a-z]+|`[^`]+`)){6}")
"""Seven plain words in a row; what a reply that was cut off looks like."""
_OUTPUT = re.compile(r"\b(?:output|prints?|printed|displays?|results? (?:is|are|will|would))\b.*:\s*$")
_WORDS_BEFORE = re.compile(r"#|//|--|/\*|<!--|[\"'`%;>]")
_WORD_LANGUAGES = frozenset({"sql", "feature", "cucumber", "gitcommit", "git-commit", "csv"})
_FEW_WORDS = 4
_CODE_ENDING = re.compile(r"[;{}()\[\],=]\s*$")


def is_sentence(line: str) -> bool:
    """Whether a line reads as a sentence of prose: a capital, three words or more, a full stop or colon."""
    return _SENTENCE.match(line) is not None and not _CODE_ENDING.search(line)


def is_talk(code: str, place: Place) -> bool:
    """Whether the model talks instead of writing code; where the cursor is in words a sentence is welcome."""
    first = code.lstrip().partition("\n")[0]
    if len(first.split()) <= _FEW_WORDS or _is_in_words(place):
        return False
    return is_sentence(first) or _UNFINISHED.match(first) is not None


def announces_output(text: str) -> bool:
    """Whether a text says that what follows is not code, but what code prints."""
    lines = [line for line in text.split("\n") if line.strip()]
    return bool(lines) and _OUTPUT.search(lines[-1]) is not None and is_sentence(lines[-1])


def is_prose(text: str, place: Place) -> bool:
    """Whether the first line that is not blank reads as an answer's words, where words are not welcome."""
    first = text.lstrip().partition("\n")[0]
    return (is_sentence(first) or _GREETING.match(first) is not None) and not _is_in_words(place)


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


def drop_closing_prose(text: str, place: Place) -> str:
    """The text up to a paragraph of prose after a blank line, but for what a long string says."""
    lines = text.split("\n")
    is_quoted: list[bool] = []
    for index in range(2, len(lines)):
        if (
            lines[index - 1].strip()
            or not is_sentence(lines[index])
            or len(lines[index].split()) < _FEW_WORDS
        ):
            continue
        is_quoted = is_quoted or quoted_ends([place.line_prefix + lines[0], *lines[1:]], place.quotes_above)
        if not is_quoted[index - 1] and not _is_in_paragraphs(place):
            return "\n".join(lines[:index])
    return text


def _is_in_words(place: Place) -> bool:
    return _is_in_paragraphs(place) or _WORDS_BEFORE.search(place.line_prefix) is not None


def _is_in_paragraphs(place: Place) -> bool:
    """Whether several lines of words may stand at the cursor."""
    is_in_comment = place.prefix.rfind("/*") > place.prefix.rfind("*/")
    return place.is_prose or place.language_id in _WORD_LANGUAGES or bool(place.quotes_above) or is_in_comment
