"""The message in a model's reply, whatever stands around it.

Pure. Refuses to guess a message where there is none, and to sign for anybody: trailers are left out.
"""

import re
from collections.abc import Sequence

from pt_lsp.documents.lines import plain
from pt_lsp.documents.visibility import visible_text
from pt_lsp.errors import UnusableReply
from pt_lsp.features.commit_message.form import BULLET, CommitMessage, wrapped
from pt_lsp.features.commit_message.other_forms import as_text
from pt_lsp.privacy.placeholders import LIKENESS, STEM
from pt_lsp.replies.asides.spoken import spoken_in
from pt_lsp.replies.fences import closings, first_fence
from pt_lsp.replies.sentences import YES, is_announcement, is_talk
from pt_lsp.replies.tags import before_end_mark

_NOTHING = "The model answered without a commit message; ask again."
_LABEL = re.compile(
    r"[*_#\s]*(?:(?:Suggested |Git |git )*[Cc]ommit [Mm]essage|Commit|Subject(?: [Ll]ine)?|Title|Message)"
    r"\s*[*_]*:[*_]*(?:\s+|$)"
)
_BODY_LABEL = re.compile(r"[*_#\s]*(?:Body|Description|Details)\s*[*_]*:[*_]*\s*")
_CHOICE = re.compile(
    r"[*_#\s]*(?:Option|Alternative|Suggestion)\s+(?:\d{1,2}|[A-D])\b(?:\s*\([^()\n]{0,40}\))?[*_\s]*:[*_]*\s*"
)
"""Before each of several messages to choose from."""
_ANNOUNCED = re.compile(r"(?=[^\n]*?\b(?:commit|message|subject)\b)[^\n]*:[*_\s]*", re.IGNORECASE)
_RULE = re.compile(r"-{3}|\*{3}|_{3}")
_TAG = re.compile(
    r"^\s*</?[\w-]{1,30}>\s*$|^\s*<(?:commit|message|subject|body)[\w-]*>"
    r"|</(?:commit|message|subject|body)[\w-]*>\s*$"
)
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")
_HEADING = re.compile(r"^\s*#{1,6}\s+")
_TRAILER = re.compile(
    r"[A-Z][A-Za-z]*(?:-[A-Za-z]+)*-(?:[Bb]y|[Tt]o|[Ii][Dd]):\s"
    r"|(?i:signed-off|co-authored|co-developed|reviewed|acked|tested|reported|suggested|approved)-(?i:by):\s"
    r"|\U0001f916 "
)
"""The last one is how an assistant signs."""
_THIS_MESSAGE = (
    r"(?:This|The) (?:commit )?(?:message|subject)(?: line)? "
    r"(?:follows|uses|describes|summarizes|reflects|captures|adheres|keeps|explains|highlights|includes|focuses"
    r"|starts|is (?:short|concise|brief|clear|written|kept|in))\b"
)
"""What is said of what was written; other sentences on messages may be of the message."""
_REMARK = re.compile(
    rf"^(?:{YES}|Let me know|I (?:have|hope|chose|kept|used|wrote)|I['\u2019]ve|Explanation:|Feel free"
    rf"|(?:Note: )?(?:{_THIS_MESSAGE})|Note: (?:I|You)\b"
    r"|If you(?:['\u2019]d| would| want| need| prefer| like| have)\b|Would you\b)"
)
_GREETING = re.compile(
    rf"(?:(?:{YES})[.!,:]? ?)?(?:Here(?:['\u2019]s| is| are| it is| you (?:are|go))|Below is|The following is"
    r"|This is)\b"
    rf"[^\n]{{0,120}}(?::|(?:message|subject|commit)\.?)|(?:{YES})[.!,:]?",
    re.IGNORECASE,
)
_QUOTES = {'"': '"', "'": "'", "\u201c": "\u201d", "\u2018": "\u2019", "\u00ab": "\u00bb", "\u201e": "\u201c"}
_STANDS_FOR_SECRET = re.compile(rf"{LIKENESS.pattern}|{STEM.rstrip('_')}_?", re.IGNORECASE)
"""A model may leave the number out."""
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|\"\s*\"|'\s*'|`\s*`")
_MARKS = re.compile(r"^(\*\*|__|\*|_|`)(?P<inside>[^\n]+)\1$")
_MOST_LINES = 40
"""Of a body; whoever writes more has lost himself."""


def read_message(reply: str, *, is_cut: bool = False, ends_with_period: bool = False) -> CommitMessage:
    """What the reply gives as the message. UnusableReply where it gives none.

    `is_cut`: the reply ended at its length limit. Placeholders of secrets are left out.
    """
    lines = _without_wrapping(_spoken(reply).split("\n"))
    if is_cut and len([line for line in lines if line.strip()]) > 1:
        lines = lines[:-1]
    lines = [visible_text(line.rstrip()).replace("\t", "    ") for line in lines]
    first = next((line for line in lines if line.strip()), "")
    at = next((n for n, line in enumerate(lines) if _subject(line, ends_with_period=ends_with_period)), None)
    if at is None or _is_refusal(first):
        raise UnusableReply(_NOTHING)
    subject = _subject(lines[at], ends_with_period=ends_with_period)
    # Numbers are given to several messages to choose from.
    body = "" if _NUMBER.match(lines[at]) else _body(_without_label(lines[at], lines[at + 1 :]))
    return CommitMessage(subject, wrapped(body))


def _spoken(reply: str) -> str:
    """The answer without thoughts and calls of tools."""
    answer, _ = spoken_in(plain(reply))
    return before_end_mark(answer)


def _without_wrapping(lines: Sequence[str]) -> list[str]:
    """The lines inside of a fence that holds the answer, without words before them."""
    opening = first_fence(lines)
    if opening is not None:
        at, fence = opening
        before = [line for line in lines[:at] if line.strip()]
        inside = list(lines[at + 1 :])
        inside = inside[: next(closings(inside, fence), len(inside))]
        is_answer = all(_is_talk(line) or _LABEL.match(line) for line in before)
        if is_answer and any(line.strip() for line in inside):
            lines = inside
    start = next((n for n, line in enumerate(lines) if line.strip() and not _is_announced(line)), 0)
    lines = as_text("\n".join(lines[start:])).split("\n")
    return [_TAG.sub("", line) for line in lines]


def _subject(line: str, *, ends_with_period: bool) -> str:
    """The line as a subject; empty where it is none."""
    if _is_talk(line):
        return ""
    subject = line.strip()
    for mark in (_HEADING, BULLET, _CHOICE, _LABEL):
        if found := mark.match(subject):
            subject = subject[found.end() :]
    subject = " ".join(_unquoted(_without_placeholders(subject).strip()).split())
    if not ends_with_period and subject.endswith((".", "\u3002")) and not subject.endswith(".."):
        subject = subject[:-1].rstrip()
    return subject if re.search(r"\w", subject) and not _TRAILER.match(subject) else ""


def _without_placeholders(line: str) -> str:
    """The line without what stands for a secret, and without what is left around it."""
    if not _STANDS_FOR_SECRET.search(line):
        return line
    line = _EMPTY.sub("", _STANDS_FOR_SECRET.sub("", line))
    return re.sub(r"(?<=\S)\s+(?=[,.;:)\]]|$)|(?<=\S\s)\s+", "", line)


def _unquoted(text: str) -> str:
    """Without what is around all of it: quotes, emphasis, code."""
    for _ in range(3):
        if found := _MARKS.match(text):
            inside = found["inside"]
        elif len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
            inside = text[1:-1]
        else:
            break
        if text[0] in inside and text[-1] in inside:
            break  # `a` and `b` are two of them
        text = inside.strip()
    return text


def _without_label(subject_line: str, below: Sequence[str]) -> Sequence[str]:
    """The lines below a subject without the body's label on its first one, which only a labelled one has."""
    first = next((n for n, line in enumerate(below) if line.strip()), None)
    if first is None or not _LABEL.match(subject_line):
        return below
    return [*below[:first], _BODY_LABEL.sub("", below[first], count=1), *below[first + 1 :]]


def _body(lines: Sequence[str]) -> str:
    """What of the lines below a subject belongs to the message."""
    kept: list[str] = []
    for line in lines[:_MOST_LINES]:
        begins_paragraph = not kept or not kept[-1].strip()
        if begins_paragraph and (_REMARK.match(line) or _CHOICE.match(line) or _is_refusal(line)):
            break
        if _RULE.fullmatch(line.strip()):
            break
        if not (_TRAILER.match(line) or _BODY_LABEL.fullmatch(line) or _is_fence(line)):
            kept.append(_without_placeholders(_HEADING.sub("", line)))
    return re.sub(r"\n\s*\n", "\n\n", "\n".join(kept).strip())


def _is_fence(line: str) -> bool:
    return line.lstrip().startswith(("```", "~~~"))


def _is_talk(line: str) -> bool:
    return _is_announced(line) or _is_refusal(line)


def _is_announced(line: str) -> bool:
    """Whether a line says that the message comes."""
    if is_announcement(line) and line.rstrip().endswith(":"):
        return True
    is_told = _GREETING.fullmatch(line.strip()) or (_ANNOUNCED.fullmatch(line) and not _LABEL.match(line))
    return bool(is_told)


def _is_refusal(line: str) -> bool:
    # In scripts without capitals a message reads like that, too.
    return line[:1].isascii() and is_talk(line)
