"""Finds out which fields of a request an endpoint refuses, and what to send instead; sends nothing."""

import re
from collections.abc import Collection
from typing import Any

from pt_lsp.llm.refusals.adaptation import (
    CACHE_CONTROL,
    PARTIAL,
    TOGETHER,
    TOKEN_LIMIT,
    Adaptation,
    has_marks,
)
from pt_lsp.llm.refusals.kinds import is_told_by_code
from pt_lsp.llm.refusals.report import Report

_STATUSES = frozenset({200, 400, 404, 422})
_NEVER = frozenset({"model", "messages", "stream"})
_NAME = re.compile(r"[A-Za-z_]\w*")
_REFUSAL = re.compile(
    r"(?i)(un|not |n't |in|un-)(support|permit|allow|recogni|know|expect|valid|accept|available)|\bextra\b"
    r"|no longer|no endpoint|deprecated|removed|too (many|large|long|big|high|small)|only|must"
    r"|should|range|at most|exceed|illegal|cannot|can ?not|instead|require|greater|less|larger|mutually"
    r"|conflict|between|[<>≤]"
)
_ALTERNATIVES = re.compile(
    r"(?i)expected one of|\b(supported|valid|allowed|accepted|known|available|permitted) "
    r"(param|arg|field|option|key|prop|value)\w*|must be one of|did you mean"
)
"""What follows names what is taken, and not what is refused."""
_NEW_NAME = re.compile(
    r"(?i)(?:use|mean|favou?r of|replaced (?:by|with)|renamed to|specify|set|try)\W+"
    r"(?:(?:the|parameter|field|argument)\W+)*(max_(?:[a-z]{1,20}_){0,2}tokens)\b"
)
_VALUE = re.compile(r"(?i)range|at most|less|large|exceed|max\w*imum|greater|between|supports up to|[<>≤]")
_CONTEXT = re.compile(r"(?i)context|prompt|inputs?\W{1,3}(tokens|length)")
_NUMBER = re.compile(r"(?<![\w.])\d{2,7}(?![\w.]*\w)")
_ALIASES = {
    "stopsequences": "stop",
    "stopstrings": "stop",
    "maxnewtokens": TOKEN_LIMIT,
    "maxoutputtokens": TOKEN_LIMIT,
    "maxcompletiontokens": TOKEN_LIMIT,
    "maxtokens": TOKEN_LIMIT,
    "toolchoice": "tools",
    "toolcalls": "tools",
    "toolcallid": "tools",
    "jsonschema": "response_format",
    "enablethinking": "chat_template_kwargs",
    "searchoptions": "enable_search",
}
_THINKING = re.compile(r"(?i)\bthinking\b")
_PHRASES = {
    # content in parts is there for the marks' sake
    CACHE_CONTROL: re.compile(
        r"(?i)prompt cach|explicit cach|content part|\bvalid string\b|be an? (str|string)\b"
    ),
    "enable_thinking": _THINKING,
    "chat_template_kwargs": _THINKING,
    "enable_search": re.compile(r"(?i)\b(web|internet|online|network)[ _-]?search|\bsearch(ing)?\b"),
    "tools": re.compile(
        r"(?i)tool.?(use|choice|call)|function.?call|\brole\b.{0,80}\btool\b|\btool\b.{0,20}\brole\b"
    ),
    "response_format": re.compile(r"(?i)json mode|json.?(object|schema)|structured output"),
}


def find_refused(
    report: Report, status: int, body: dict[str, Any], known: Adaptation, keeping: Collection[str]
) -> Adaptation | None:
    """What to do to `body`, which was refused with `status`, before it is sent again; None: that is no use.

    `known` is what was done to it already; the fields `keeping` are not to be touched.
    """
    if status not in _STATUSES or is_told_by_code(report):
        return None
    limit = known.limit_name if known.limit_name in body else TOKEN_LIMIT
    there = (_fields_of(body) - set(keeping)) - known.without
    named = _in_places(report.fields, there, limit) or _in_words(report.text, there, limit)
    if not named:
        return None
    new = _NEW_NAME.search(report.text) if limit in named and limit == TOKEN_LIMIT else None
    if new is not None and new[1].lower() != TOKEN_LIMIT:
        return Adaptation(limit_name=new[1].lower())
    if named == {limit} and (limited := _with_lower_limit(report.text, body[limit], known)):
        return limited
    for group in TOGETHER:
        if named & group:
            named |= group
    is_lasting = named != {limit} or not _CONTEXT.search(report.text)
    return Adaptation(without=frozenset(named), is_lasting=is_lasting)


def _fields_of(body: dict[str, Any]) -> set[str]:
    has_partial = any(PARTIAL in message for message in body["messages"])
    of_messages = [
        *([PARTIAL] if has_partial else []),
        *([CACHE_CONTROL] if has_marks(body["messages"]) else []),
    ]
    return {*(body.keys() - _NEVER), *of_messages}


def _in_places(places: Collection[str], there: set[str], limit: str) -> set[str]:
    return {field for place in places for field in [_first_named(place, there, limit)] if field}


def _first_named(text: str, there: set[str], limit: str) -> str | None:
    return next((field for match in _NAME.finditer(text) if (field := _field(match[0], there, limit))), None)


def _in_words(text: str, there: set[str], limit: str) -> set[str]:
    if not _REFUSAL.search(text):
        return set()
    refused = text[: alternatives.start()] if (alternatives := _ALTERNATIVES.search(text)) else text
    named = {field for match in _NAME.finditer(refused) if (field := _field(match[0], there, limit))}
    return named | {name for name, phrase in _PHRASES.items() if name in there and phrase.search(refused)}


def _field(word: str, there: set[str], limit: str) -> str | None:
    """The field of ours that the word is, in whatever spelling."""
    squeezed = word.replace("_", "").lower()
    ours = next((name for name in there if name.replace("_", "") == squeezed), None)
    name = ours or _ALIASES.get(squeezed)
    if name == TOKEN_LIMIT:
        name = limit
    return name if name in there else None


def _with_lower_limit(text: str, sent: int, known: Adaptation) -> Adaptation | None:
    """The limit that the words name, where they mind its size and not that of the whole context."""
    if known.most_tokens is not None or _CONTEXT.search(text) or not _VALUE.search(text):
        return None
    lower = [number for match in _NUMBER.finditer(text) if (number := int(match[0])) < sent]
    return Adaptation(most_tokens=max(lower)) if lower else None
