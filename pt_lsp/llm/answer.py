"""Reads the JSON of an answer, streamed or whole, into pieces of text; refuses to know where it came from."""

import json
from dataclasses import dataclass
from typing import Any

from pt_lsp.llm.ledger import Usage
from pt_lsp.llm.refusals.report import Report, is_report, report_of
from pt_lsp.llm.tools.call import CallDelta
from pt_lsp.llm.tools.call_deltas import read_call_deltas


class Malformed(ValueError):
    """Not what the API documents; its text says in what way."""


class Reported(Exception):
    """The endpoint says that it failed; holds its own words, not fit to be shown as they are."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


@dataclass(frozen=True, slots=True)
class ReplyDelta:
    """What one event adds to the answer."""

    text: str = ""
    finish_reason: str | None = None
    usage: Usage | None = None
    is_reasoning: bool = False
    """Whether it holds thoughts, which are no part of the answer."""
    is_message: bool = False
    """The text is that of a whole message: some end a stream with all of it once more."""
    calls: tuple[CallDelta, ...] = ()
    """Pieces of calls; all of them, where it is a whole message."""


_MAX_DEPTH = 8
_THOUGHTS = ("think", "reason")
"""In the types of such parts."""
_REASONING = ("reasoning_content", "reasoning")
"""Where endpoints put what a model thinks; the second is OpenRouter's, and newer engines'."""
_CREATED = ("cache_creation_input_tokens", "ephemeral_5m_input_tokens")


def read_delta(data: str | bytes) -> ReplyDelta:
    """The piece that one event, or a whole answer, holds; raises Malformed or Reported."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise Malformed("something that is not JSON") from None
    if not isinstance(value, dict):
        raise Malformed("JSON that is not an object")
    if is_report(value):
        raise Reported(report_of(value))
    choices = value.get("choices") or []
    if not isinstance(choices, list):
        raise Malformed("choices that are not a list")
    usage = _read_usage(value.get("usage"))
    choice = next(filter(_is_first, choices), None)
    return ReplyDelta(usage=usage) if choice is None else _read_choice(choice, usage)


def _is_first(choice: Any) -> bool:
    """Whether it is of the answer: others are variants that nobody has asked for."""
    return not isinstance(choice, dict) or choice.get("index") in (None, 0, "0")


def _read_choice(choice: Any, usage: Usage | None) -> ReplyDelta:
    if not isinstance(choice, dict):
        raise Malformed("a choice that is not an object")
    if choice.get("error"):
        raise Reported(report_of(choice))
    delta = choice.get("delta")
    text = _text_of(delta) or _text_of(choice.get("message")) or _text_of(choice.get("text"))
    reason = choice.get("finish_reason")
    is_reasoning = _holds_thoughts(delta) or _holds_thoughts(choice.get("message"))
    # Some send the word for nothing with each piece.
    is_none = not reason or reason in ("null", "none")
    usage = usage or _read_usage(choice.get("usage"))
    calls = read_call_deltas(delta) or read_call_deltas(choice.get("message"))
    return ReplyDelta(text, None if is_none else str(reason), usage, is_reasoning, not delta, calls)


def _text_of(value: Any, depth: int = 0) -> str:
    """The text of a message, of a content, or of the parts of one; what the model only thought is none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if depth < _MAX_DEPTH and isinstance(value, list):
        return "".join(_text_of(part, depth + 1) for part in value)
    if depth >= _MAX_DEPTH or not isinstance(value, dict):
        raise Malformed("content that is not text")
    if _is_thought(value):
        return ""
    inner = next((value[name] for name in ("content", "text", "value") if value.get(name)), None)
    return _text_of(inner, depth + 1)


def _holds_thoughts(message: Any) -> bool:
    if not isinstance(message, dict):
        return False
    content = message.get("content")
    parts = content if isinstance(content, list) else ()
    return any(map(message.get, _REASONING)) or any(_is_thought(part) for part in parts)


def _is_thought(part: Any) -> bool:
    return isinstance(part, dict) and any(word in str(part.get("type")) for word in _THOUGHTS)


def _read_usage(value: Any) -> Usage | None:
    if not isinstance(value, dict):
        return None
    prompt, completion = _count(value, "prompt_tokens"), _count(value, "completion_tokens")
    if prompt is None or completion is None:
        return None
    found = value.get("prompt_tokens_details")
    details = found if isinstance(found, dict) else {}
    cached = min(_count(details, "cached_tokens") or 0, prompt)
    created = min(_created(details), prompt - cached)
    is_explicit = created > 0 or details.get("cache_type") == "ephemeral"
    explicit = cached if is_explicit else 0
    return Usage(prompt, completion, cached, explicit_tokens=explicit, created_tokens=created)


def _created(details: dict[str, Any]) -> int:
    """Tokens kept because of a mark, under whichever of the names that Model Studio gives them."""
    inner = details.get("cache_creation")
    places = (details, inner if isinstance(inner, dict) else {})
    counts = (_count(place, name) for place in places for name in _CREATED)
    return next((count for count in counts if count), 0)


def _count(value: dict[str, Any], name: str) -> int | None:
    number = value.get(name)
    return number if isinstance(number, int) and not isinstance(number, bool) and number >= 0 else None
