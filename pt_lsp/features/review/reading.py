"""Reads an answer as findings: whatever is JSON in it, checked by what a finding takes.

Refuses to know where they are, and to guess: what has no message or no quote is counted, and no finding.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from pt_lsp.errors import UnusableReply
from pt_lsp.features.review.finding import Findings, QuotedFinding, Severity
from pt_lsp.features.review.message import plain_message
from pt_lsp.features.review.nothing_found import says_nothing_found
from pt_lsp.replies.asides.reasoning import ONLY_THOUGHT
from pt_lsp.replies.asides.spoken import spoken_in
from pt_lsp.replies.json_values.reading import read_json
from pt_lsp.replies.json_values.values import Json, JsonArray, JsonObject, inside

_MOST = 20
"""Nobody reads more of them; the first are to be the most important ones."""
_DEEPEST_STRING = 2
"""So often JSON may stand in a string of JSON."""

# Each in the order in which it is taken; the first are what we ask for.
_QUOTES = (
    "quote",
    "quotedcode",
    "quotedtext",
    "quoted",
    "code",
    "snippet",
    "codesnippet",
    "excerpt",
    "originalcode",
    "linecontent",
    "text",
)
_MESSAGES = (
    "message",
    "description",
    "problem",
    "issue",
    "finding",
    "comment",
    "explanation",
    "details",
    "detail",
    "reason",
    "body",
    "title",
    "summary",
    "text",
)
_SEVERITIES = ("severity", "level", "priority", "importance", "impact", "gravity", "type", "kind")
_PATHS = ("file", "path", "filename", "filepath", "uri")
_TELLING = {*_QUOTES, *_SEVERITIES, *_PATHS, "line", "linenumber", "startline", "category"} - {"text"}
"""What beside a message tells that an object is meant as a finding."""

_WORDS: dict[Severity, str] = {
    "error": "error|err|bug|critical|crit|fatal|blocker|high|severe|serious|major|security|vulnerability|1",
    "warning": "warning|warn|medium|moderate|normal|issue|2",
    "information": "information|informational|info|note|notice|low|minor|3",
    "hint": "hint|suggestion|trivial|nit|nitpick|optional|style|4",
}
_SEVERITY: dict[str, Severity] = {
    word: severity for severity, words in _WORDS.items() for word in words.split("|")
}
_UNTOLD: Severity = "warning"
_LISTS = frozenset({
    *("findings", "issues", "problems", "bugs", "errors", "warnings", "hints", "information", "notes"),
    *("comments", "concerns", "defects", "mistakes", "results", "review", "reviews", "suggestions"),
})  # fmt: skip
"""What a list is called that holds findings, or none."""
_IS_VALUE = re.compile(r"[\s`]*(?:json\s*)?[\[{\"'].*[\]}\"'][\s`]*", re.DOTALL | re.IGNORECASE)

_UNREADABLE = "The model's answer holds no findings that can be read; ask again or choose another model."


def read_findings(reply: str) -> Findings:
    """What the reply finds, each thing once; of one that is cut whatever was whole.

    Raises UnusableReply where it says neither what it finds nor that it finds nothing.
    """
    answer = _answer(reply)
    findings: dict[QuotedFinding, None] = {}
    n_unsound = n_empty = 0
    # Prose quotes code, in which empty lists say nothing of findings.
    for value in _walk(read_json(answer), is_value=_IS_VALUE.fullmatch(answer) is not None):
        if isinstance(value, JsonObject):
            finding = _finding_of(value)
            if finding is None:
                n_unsound += 1
            else:
                findings[finding] = None
        else:
            n_empty += 1
    if not findings and not n_unsound and not n_empty and not says_nothing_found(answer):
        raise UnusableReply(_UNREADABLE)
    return Findings(tuple(findings)[:_MOST], n_unsound)


def _answer(reply: str) -> str:
    """The reply without thoughts and calls of tools. Raises UnusableReply where nothing else is there."""
    answer, spoken = spoken_in(reply)
    if not spoken.has_said:
        raise UnusableReply(ONLY_THOUGHT if spoken.is_all_thought else _UNREADABLE)
    return answer


def _walk(top: Json, *, is_value: bool) -> Iterator[JsonObject | JsonArray]:
    """The objects that are meant as findings, in order, and the lists of findings that hold nothing."""
    waiting: list[tuple[str, Json, int]] = [("", top, 0)]
    while waiting:
        name, value, depth = waiting.pop()
        if isinstance(value, str):
            if depth < _DEEPEST_STRING and "{" in value:
                waiting.append((name, read_json(value), depth + 1))
        elif isinstance(value, JsonObject) and _is_meant_as_finding(value):
            if value.is_whole:
                yield value
        elif isinstance(value, JsonObject):
            waiting += [(_plain(own), each, depth) for own, each in reversed(value.members)]
        elif value is not None:
            if value.is_whole and not value.items and (is_value or name in _LISTS):
                yield value
            waiting += [(name, each, depth) for each in reversed(list(inside(value)))]


def _is_meant_as_finding(value: JsonObject) -> bool:
    names = {_plain(name) for name, each in value.members if isinstance(each, str) or _lines(each)}
    return not names.isdisjoint(_MESSAGES) and not names.isdisjoint(_TELLING)


def _finding_of(value: JsonObject) -> QuotedFinding | None:
    members = value.named()
    if members is None:
        return None
    texts = {_plain(name): text for name, each in members.items() if (text := _text_of(each))}
    quote_name = next((name for name in _QUOTES if name in texts), "")
    message = next((texts[name] for name in _MESSAGES if name in texts and name != quote_name), "")
    quote, sentence = texts.get(quote_name, ""), plain_message(message)
    if not sentence or not quote.strip() or quote.strip().isdigit():  # a number of a line quotes nothing
        return None
    path = next((texts[name] for name in _PATHS if name in texts), "")
    return QuotedFinding(quote, _severity(texts), sentence, path.strip())


def _severity(texts: Mapping[str, str]) -> Severity:
    """The first word that says one; `warning` where none does."""
    for name in _SEVERITIES:
        for word in re.findall(r"[a-z0-9]+", texts.get(name, "")[:80].lower()):
            if word in _SEVERITY:
                return _SEVERITY[word]
    return _UNTOLD


def _text_of(value: Json) -> str:
    """A string, or the lines that a list of strings is."""
    return value if isinstance(value, str) else "\n".join(_lines(value))


def _lines(value: Json) -> Sequence[str]:
    if not isinstance(value, JsonArray):
        return ()
    lines = [each for each in value.items if isinstance(each, str)]
    return lines if len(lines) == len(value.items) else ()


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name[:80].lower())
