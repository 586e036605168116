"""What a chat model's words look like beside code: recognised by their form, never by one model's habits.

Where words are welcome (a document of prose, a comment, a string) the same sentence is the answer: that the
caller has to know.
"""

import re
from collections.abc import Iterable, Sequence

PROSE_LANGUAGES = frozenset({"markdown", "plaintext", "text", "restructuredtext", "latex", "asciidoc"})
"""Where the text itself reads like talk."""

_SENTENCE = re.compile(
    r"\s{0,3}(?:(?:[*>-]+|\d+\.) )*+\**+"
    r"(?:(?:Changes|Explanation|Note|Example|Output|Reasoning|Summary|Usage)s?:"
    r"|[A-Z][\w'\u2019`*-]*(?:[,!.]|:\*\*)?)"
    r"(?: +\S+){2}"
)
"""How a sentence begins, up to its third word."""
_SENTENCE_ENDS = (".", ":", "!", "?")
_UNFINISHED = re.compile(r"\s{0,3}[A-Z][a-z]*(?:,? (?:[a-z]+|`[^`]+`)){6}")
"""Seven plain words in a row; what a reply that was cut off looks like."""
YES = r"Sure|Certainly|Of course|Okay|Absolutely"
_GREETING = re.compile(
    rf"\s*(?:(?:{YES}|Here(?:'|\u2019)s|Here (?:is|are)|I(?:'|\u2019)ll)\b"
    r"|The (?:\w+ )*(?:code|completion|line)\b)"
)
_REFUSAL = re.compile(
    r"(?:I(?:'|\u2019)m|I am) (?:sorry|afraid|unable|not able)\b"
    r"|I (?:can(?:not|'t|\u2019t| not)|won(?:'|\u2019)t|will not|don(?:'|\u2019)t|do not|need|apologi[sz]e)\b"
    r"|As an AI\b|(?:Sorry|Apologies|Unfortunately)\b[,. ]|(?:Done|Understood)[.!]"
    r"|No changes? (?:is |are )?(?:needed|required|necessary)\b"
    # Other scripts have no capitals to tell a sentence by.
    r"|[\u3040-\u30ff\u4e00-\u9fff][^=(){}\[\];#\"'`]*[\uff0c\u3002\uff1a\uff01\uff1f]"
)
_GREETING_WORDS = (*YES.split("|"), "Here's", "Here\u2019s", "Here is", "Here are", "I'll", "The ")
_GREETING_BEGUN = re.compile(r"The (?:\w+ ){0,4}\w*$")
_OUTPUT = re.compile(r"\b(?:output|prints?|printed|displays?|results? (?:is|are|will|would))\b")


def is_sentence(line: str) -> bool:
    """Whether a line reads as a sentence of prose: a capital, three words or more, a full stop or colon."""
    body = line.rstrip().rstrip("*")
    return body.endswith(_SENTENCE_ENDS) and _SENTENCE.match(body[:-1]) is not None


def is_unfinished_sentence(line: str) -> bool:
    """Whether a line reads as a sentence whose end is missing."""
    return _UNFINISHED.match(line) is not None


def is_greeting(line: str) -> bool:
    """Whether a line begins as the words do that models put before code: `Sure, here is the code`."""
    return _GREETING.match(line) is not None


def is_talk(line: str) -> bool:
    """Whether a line that a reply begins with is about the task, whatever comes after it: `I cannot`."""
    return _REFUSAL.match(line) is not None


def may_become_greeting(head: str) -> bool:
    """Whether a first line that is not complete yet may turn out to be a greeting."""
    is_begun = (
        any(word.startswith(head) for word in _GREETING_WORDS) or _GREETING_BEGUN.match(head) is not None
    )
    return is_begun or is_greeting(head)


def is_announcement(line: str) -> bool:
    """Whether a line is a greeting that ends where code would begin."""
    return is_greeting(line) and line.rstrip().endswith((":", ".", "!"))


def announces_output(text: str) -> bool:
    """Whether a text says that what follows is not code, but what code prints."""
    lines = [line for line in text.split("\n") if line.strip()]
    last = lines[-1].rstrip() if lines else ""
    return last.endswith(":") and _OUTPUT.search(last) is not None and is_sentence(last)


def first_solid(lines: Sequence[str]) -> int:
    """Index of the first line that is not blank; the number of lines when there is none."""
    return next((index for index, line in enumerate(lines) if line.strip()), len(lines))


def stripped_solid(lines: Iterable[str]) -> list[str]:
    """The lines that are not blank, without blanks around them."""
    return [line.strip() for line in lines if line.strip()]


def next_solid(lines: Sequence[str], index: int) -> str | None:
    """The first line after `index` that is not blank."""
    return next((line for line in lines[index + 1 :] if line.strip()), None)
