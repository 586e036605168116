"""Reads what an endpoint says of a failure, in whatever shape; refuses to judge what it means."""

import json
import re
from dataclasses import dataclass
from typing import Any

from pt_lsp.llm.sse import Event, EventTooLarge, SseDecoder

_MAX_DEPTH = 8
_MAX_ITEMS = 5
_MAX_TEXT = 4000
_INNER = ("error", "errors", "detail", "details", "base_resp", "innererror", "metadata", "raw", "response")
"""Where the failure itself may be wrapped."""
_WORDS = (
    *("message", "msg", "detail", "status_msg", "error_msg", "error_message", "errorMessage"),
    *("error_description", "errorMsg", "reason", "title", "error"),
)
_WORDS_OF_FAILURES = _WORDS[:7]
"""Those that stand in nothing else."""
_CODES = ("code", "type", "status", "status_code", "error_code", "errorCode", "err_code", "errcode", "error")
_GOOD_CODES = (0, "0", 200, "200")
_NAME = re.compile(r"[A-Za-z_][\w.\[\]-]{0,60}")
_STATUS = re.compile(r"[45]\d\d")
_WORD_IN_TEXT = re.compile(r"[A-Za-z][\w.]{2,80}")
_CODE = re.compile(r"(?=.*[a-z][A-Z]|.*_)[A-Za-z][\w.]+")
_STATUS_IN_TEXT = re.compile(r"(?i)\berror code: ([45]\d\d)\b|\bHTTP[ _/]*(?:status)?[ _:]*([45]\d\d)\b")

_OF_TLS_PORT = re.compile(
    rb"(?i)plain HTTP (request was sent )?to (an )?(HTTPS|SSL)|HTTP request to an HTTPS server"
)
"""As nginx, Apache and Go tell it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in the body of an error, in the order of its weight."""

    said: tuple[str, ...] = ()
    """Words for a person."""
    codes: tuple[str, ...] = ()
    """Codes and types as they are written, those within words last."""
    fields: tuple[str, ...] = ()
    """Names of the request's fields that it is about."""
    status: int | None = None
    """The HTTP status that the body names, if it does."""
    context_tokens: int | None = None
    """What fits into the model, where a field of its own tells."""
    is_of_tls_port: bool = False
    """Whether it is what a server says to plain HTTP where it expects TLS."""

    @property
    def words(self) -> str:
        """What to quote."""
        return self.said[0] if self.said else ""

    @property
    def text(self) -> str:
        """All words, those that are for programs too."""
        return " ".join((*self.said, *self.codes))[:_MAX_TEXT]


def read_report(body: bytes) -> Report:
    """What the body of an answer with an error status says; next to nothing where it is a web page."""
    if _OF_TLS_PORT.search(body[:_MAX_TEXT]):
        return Report(is_of_tls_port=True)
    text = body.decode("utf-8", errors="replace").strip().removeprefix("\ufeff")
    if text.startswith("<"):
        return Report()
    events = (event.data for event in _events(body))
    return report_of(next((value for value in map(_value, (text, *events)) if value is not None), text))


def _events(body: bytes) -> list[Event]:
    decoder = SseDecoder()
    try:
        return decoder.push(body) + decoder.finish()
    except EventTooLarge:
        return []


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def report_of(value: Any) -> Report:
    """What a JSON value says."""
    found = _Found()
    found.take(value, 0)
    text = " ".join(found.said)
    words = (match[0] for match in _WORD_IN_TEXT.finditer(text[:_MAX_TEXT]))
    codes = [*found.codes, *(word for word in words if _CODE.fullmatch(word))]
    if found.status is None and (match := _STATUS_IN_TEXT.search(text)):
        found.status = int(match[1] or match[2])
    return Report(
        tuple(dict.fromkeys(found.said)),
        tuple(dict.fromkeys(codes)),
        tuple(dict.fromkeys(found.fields)),
        found.status,
        found.context_tokens,
    )


def is_report(value: dict[str, Any]) -> bool:
    """Whether an object that came as an answer, or as a piece of one, says that something failed."""
    if value.get("error") or value.get("errors"):
        return True
    base = value.get("base_resp")
    if isinstance(base, dict) and base.get("status_code"):
        return True
    if value.get("choices") or value.get("success") is True or value.get("code") in _GOOD_CODES:
        return False
    if value.get("success") is False or value.get("object") == "error" or value.get("type") == "error":
        return True
    if any(_STATUS.fullmatch(str(value.get(name))) for name in ("code", "status", "status_code")):
        return True
    return bool(value.get("detail")) or any(
        isinstance(words := value.get(name), str) and words for name in _WORDS_OF_FAILURES
    )


class _Found:
    """What a walk through a body has found so far."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.codes: list[str] = []
        self.fields: list[str] = []
        self.status: int | None = None
        self.context_tokens: int | None = None

    def take(self, value: Any, depth: int) -> None:
        if depth > _MAX_DEPTH:
            return
        if isinstance(value, str):
            self._take_text(value, depth)
        elif isinstance(value, list):
            for item in value[:_MAX_ITEMS]:
                self.take(item, depth + 1)
        elif isinstance(value, dict):
            self._take_object(value, depth)

    def _take_text(self, text: str, depth: int) -> None:
        if text[:1] in "{[":  # an error passed on as text
            n_said = len(self.said)
            self.take(_value(text), depth + 1)
            if len(self.said) > n_said:
                return
        if text.strip():
            self.said.append(text.strip())

    def _take_object(self, value: dict[str, Any], depth: int) -> None:
        for name in _CODES:
            self._take_code(name, value.get(name))
        self._take_fields(value)
        own = value.get("n_ctx")
        if isinstance(own, int) and not isinstance(own, bool) and own > 0:
            self.context_tokens = own
        place = ".".join(_field_of(value.get("loc")))
        for name in _WORDS:
            if isinstance(text := value.get(name), str) and not (name == "error" and text in self.codes):
                self._take_text(f"{place}: {text}" if place and text else text, depth)
        for name in _INNER:
            inner = value.get(name)
            if isinstance(inner, dict | list) or (name == "raw" and isinstance(inner, str)):
                self.take(inner, depth + 1)

    def _take_code(self, name: str, code: Any) -> None:
        if isinstance(code, bool) or code is None:
            return
        written = str(code) if isinstance(code, int | str) else ""
        if _STATUS.fullmatch(written):
            self.status = self.status or int(written)
        elif name == "status_code" and isinstance(code, int) and code:
            self.codes.append(f"base_resp.{code}")
        elif len(written) <= 80 and " " not in written and (name != "error" or _CODE.fullmatch(written)):  # noqa: PLR2004
            self.codes.append(written)

    def _take_fields(self, value: dict[str, Any]) -> None:
        for name in ("param", "parameter", "field"):
            if isinstance(field := value.get(name), str) and _NAME.fullmatch(field) and field != "None":
                self.fields.append(field)
        if parts := _field_of(value.get("loc")):
            self.fields.append(".".join(parts))


def _field_of(place: Any) -> list[str]:
    """The names in a place within the request, told as `["body", "messages", 0, "partial"]`."""
    parts = place if isinstance(place, list) else []
    names = [part for part in parts[:_MAX_ITEMS] if isinstance(part, str) and _NAME.fullmatch(part)]
    return [name for name in names if name != "body"]
