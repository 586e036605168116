"""The settings that are tables of their own, as frozen values: each reads itself from what was written.

What was written may be a secret: values of headers stand in no repr, no sentence repeats what does not fit.
"""

import json
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Literal, Self, get_args

Job = Literal["completion", "edit", "explain"]
"""What a model is asked for."""

JOBS: tuple[Job, ...] = get_args(Job)


class Table(ABC):
    """A value written as a table."""

    allowed: ClassVar[str]
    """What fits, as the end of "it must be …"."""

    @classmethod
    @abstractmethod
    def read(cls, written: Mapping[str, Any]) -> Self | None:
        """The value that was written; None if any part of it does not fit."""


@dataclass(frozen=True, slots=True)
class JobModels(Table):
    """Another model for a job; None: that of all."""

    allowed = "a table that names models for `completion`, `edit` or `explain`"

    completion: str | None = None
    edit: str | None = None
    explain: str | None = None

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self | None:
        """Names that can be models, for these jobs only."""
        said = {job: each.strip() if isinstance(each, str) else each for job, each in _said(written).items()}
        is_fit = said.keys() <= _names(cls) and all(
            is_model_id(each) and "${" not in each for each in said.values()
        )
        return cls(**said) if is_fit else None


@dataclass(frozen=True, slots=True)
class Header:
    """One header; its value may be a key."""

    name: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Headers(Table):
    """What goes along with each request beside our own headers."""

    allowed = (
        "a table of header names and their values, written out in ASCII on one line, "
        "and none of `Authorization`, `Host`, `Content-Length` and others that are the connection's own"
    )

    headers: tuple[Header, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What may be shown of them."""
        return tuple(header.name for header in self.headers)

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self | None:
        """Names are RFC 9110's tokens, values ASCII on one line."""
        headers = []
        for name, value in _said(written).items():
            is_fit = _HEADER_NAME.fullmatch(name) and isinstance(value, str) and name.lower() not in _NOT_OURS
            if not is_fit or "${" in value or not _HEADER_VALUE.fullmatch(text := value.strip(" \t")):
                return None
            headers.append(Header(name, text))
        names = {header.name.lower() for header in headers}  # two that differ in case would be one
        return cls(tuple(headers)) if len(names) == len(headers) <= _MOST_HEADERS else None


@dataclass(frozen=True, slots=True)
class ExtraBody(Table):
    """Fields that go along in the body of each request: names, and values as JSON."""

    allowed = (
        "a table of fields with JSON values, and none of `messages`, `model`, `stream` and others "
        "that are set for each request"
    )

    members: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self | None:
        """Values that are JSON: TOML has others."""
        said = _said(written)
        if said.keys() & SET_BY_REQUESTS or not all(isinstance(name, str) and name for name in said):
            return None
        try:
            members = tuple((name, json.dumps(value, allow_nan=False)) for name, value in said.items())
        except (TypeError, ValueError, RecursionError):
            return None
        return cls(members) if sum(map(len, sum(members, ()))) <= _MOST_EXTRA_CHARACTERS else None

    @property
    def values(self) -> dict[str, Any]:
        """The fields as JSON values, made anew."""
        return {name: json.loads(value) for name, value in self.members}


@dataclass(frozen=True, slots=True)
class OwnPrice(Table):
    """What the user pays for a million tokens."""

    allowed = (
        "a table of `currency`, as in USD, and of `input`, `output` and perhaps `cached`, "
        "the prices of a million tokens"
    )

    currency: str
    input: float
    output: float
    cached: float | None = None
    """Of input that the endpoint finds in its cache; None: as any input."""

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self | None:
        """Whole: a price without its currency says nothing."""
        said = _said(written)
        currency = said.pop("currency", None)
        is_whole = {"input", "output"} <= said.keys() <= _names(cls)
        if not is_whole or not isinstance(currency, str) or not all(map(_is_price, said.values())):
            return None
        code = currency.strip().upper()
        return cls(code, **said) if CURRENCY.fullmatch(code) else None


CURRENCY = re.compile(r"[A-Z]{3}")
"""A code as ISO 4217 has it."""

SET_BY_REQUESTS = frozenset(
    {
        *("model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens"),
        *("temperature", "top_p", "stop", "n", "tools", "tool_choice", "response_format"),
        *("continue_final_message", "add_generation_prompt"),
    }
)
"""Fields of a request that are not the user's to set: we do, or reading the answer depends on them."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")  # RFC 9110's token
_HEADER_VALUE = re.compile(r"[\t -~]{0,8000}")
_MOST_HEADERS = 50
_NOT_OURS = frozenset(
    {
        *("authorization", "host", "content-length", "content-type", "content-encoding", "accept"),
        *("accept-encoding", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade"),
        *("expect", "proxy-authorization", "proxy-connection"),
    }
)
_MOST_EXTRA_CHARACTERS = 20_000
_MOST_A_MILLION_TOKENS_COST = 1e9
_LONGEST_MODEL_ID = 200


def is_model_id(value: object) -> bool:
    """Whether it can be the name of a model: some visible text on one line; endpoints know no other rule."""
    return (
        isinstance(value, str)
        and value == value.strip()
        and 0 < len(value) <= _LONGEST_MODEL_ID
        and value.isprintable()
    )


def _said(written: Mapping[str, Any]) -> dict[Any, Any]:
    return {name: value for name, value in written.items() if value is not None}


def _names(kind: type[Any]) -> set[str]:
    return {each.name for each in fields(kind)}


def _is_price(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= _MOST_A_MILLION_TOKENS_COST and math.isfinite(value)
