"""Finds the calls that a model writes into its text, in the forms that models were trained on.

    <tool_call><function=NAME><parameter=KEY>value</parameter></function></tool_call>
    <tool_call>{"name": "NAME", "arguments": {...}}</tool_call>

The outer tag of the first form may be missing, and so may the end of anything. A tool that was not offered
is called, too, by who has made it up. None of it is a call that stands right behind a quotation mark, or has
the name of one that the prompt shows, unless that was offered: code that has such text in it is code. What
follows a call is no answer, so nothing of it is shown. Refuses to know what arguments mean.
"""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from pt_lsp.llm.tools.call import ToolCall

MOST_CHARACTERS = 20_000
"""Of the text of calls; the rest is let go."""

_MOST_HELD = 2_000
"""Characters that may be a call and are not known to be one."""
_MOST_BEGUN = 200
"""A call names its tool before."""
_MOST_READ = _MOST_HELD + 200
_OUTER = "<tool_call>"
_OUTER_OPEN = re.compile(r"(?:<tool_call>\s{0,20})+")
_NAME = r"[^<>\"'\s]{1,64}"
_FUNCTION = re.compile(rf"<function\s{{0,4}}=\s{{0,4}}[\"']?({_NAME})[\"']?\s{{0,4}}>")
_FUNCTION_BEGUN = re.compile(rf"<function\s{{0,4}}=\s{{0,4}}[\"']?({_NAME})?[\"']?\s{{0,4}}")
_TAG = "<function"
_TAG_ALONE = re.compile(rf"{_TAG}\s{{0,4}}")
_GOES_ON = ("<parameter", "</function>")
_PARAMETER = re.compile(rf"\s*<parameter\s{{0,4}}=\s{{0,4}}[\"']?({_NAME})[\"']?\s{{0,4}}>")
_VALUE_END = re.compile(r"(</parameter>)|<parameter\s{0,4}=|</function>|</tool_call>|<function\s{0,4}=")
_FIRST_NAME = re.compile(r'\{\s*"name"\s*:\s*"([^"]*)"')
_ANY_NAME = re.compile(r'"name"\s*:\s*"([^"]*)"')
_CALL = re.compile(rf"{_FUNCTION.pattern}|<tool_call>\s*(?=\{{)")
_QUOTED = re.compile(r"(?:['\"`]|\\n)(?:<tool_call>\s{0,20})?\Z")
_MOST_BEFORE = 40


class WrittenCalls:
    """Tells the calls in a text that comes in pieces from the rest of it."""

    def __init__(self, names: Collection[str], shown: Collection[str] = ()) -> None:
        """`names` are those of the tools that were offered; without any, all is text.

        `shown` are those that are called in what the prompt shows (`names_of_calls`).
        """
        self._names = names
        self._shown = frozenset(shown) - frozenset(names)
        self._held = ""
        self._before = ""
        """The last characters that were given out."""
        self._raw: str | None = None
        """What came from the first call on."""

    @property
    def has_begun(self) -> bool:
        """Whether a call has."""
        return self._raw is not None

    def push(self, text: str) -> str:
        """What is no call, and was not given before; a beginning that may become one is held back."""
        if not self._names:
            return text
        if self._raw is not None:
            self._raw = (self._raw + text)[:MOST_CHARACTERS]
            return ""
        return self._given(self._held + text)

    def finish(self) -> str:
        """What was held back and is text after all."""
        held, self._held = self._held, ""
        is_begun = held.startswith(_OUTER) or _FUNCTION_BEGUN.match(held)
        is_call = is_begun and len(held) <= _MOST_BEGUN and not held.rstrip().endswith("}")
        if not is_call and not self._is_whole_call(held):
            return held
        self._raw = held  # a call of which next to nothing came
        return ""

    @property
    def calls(self) -> tuple[ToolCall, ...]:
        """As far as they can be read: at least one, without a name perhaps, if any has begun."""
        return () if self._raw is None else tuple(_read(self._raw)) or (ToolCall("", "", ""),)

    def _given(self, text: str) -> str:
        """The text up to where a call begins, or may begin."""
        start = text.find("<")
        while start >= 0:
            is_code = self._is_quoted(text, start)
            is_call = False if is_code else self._is_call(text[start : start + _MOST_READ])
            if is_call is None:
                break
            if is_call:
                self._raw, self._held = text[start:][:MOST_CHARACTERS], ""
                return text[:start]
            start = text.find("<", start + 1)
        given = text if start < 0 else text[:start]
        self._held = text[len(given) :]
        self._before = (self._before + given)[-_MOST_BEFORE:]
        return given

    def _is_quoted(self, text: str, start: int) -> bool:
        before = self._before + text[max(start - _MOST_BEFORE, 0) : start]
        return _QUOTED.search(before, max(len(before) - _MOST_BEFORE, 0)) is not None

    def _is_call(self, text: str) -> bool | None:
        """Whether a call begins the text; None while that is not known."""
        if _OUTER.startswith(text):
            return None
        outer = _OUTER_OPEN.match(text)
        if outer is None:
            return self._is_function(text)
        inner = text[outer.end() :]
        if inner.startswith("{"):
            return self._is_named(inner)
        return None if _OUTER.startswith(inner) else self._is_function(inner)

    def _is_function(self, text: str) -> bool | None:
        function = _FUNCTION.match(text)
        if function is not None:
            if function[1] in self._names or function[1] in self._shown:
                return function[1] in self._names
            return _goes_on(text[function.end() :])
        if _TAG.startswith(text) or _TAG_ALONE.fullmatch(text):
            return None
        return None if _FUNCTION_BEGUN.fullmatch(text) else False

    def _is_named(self, text: str) -> bool | None:
        """Whether an object that may lack its end is a call; None while that is not known."""
        first = _FIRST_NAME.match(text)
        if first is not None:
            return first[1] not in self._shown
        if any(found[1] in self._names for found in _ANY_NAME.finditer(text)):
            return True
        if "</tool_call>" in text:
            return self._is_whole_call(f"{_OUTER}{text}")
        return False if len(text) > _MOST_HELD else None

    def _is_whole_call(self, text: str) -> bool:
        """Whether the text begins with an object in a tag that says what is called and with what."""
        outer = _OUTER_OPEN.match(text)
        if outer is None:
            return False
        call, _ = _object(text, outer.end())
        return call.name not in {"", *self._shown} and call.arguments not in {"", "null"}


def names_of_calls(text: str) -> Iterator[str]:
    """The names of what is called in a text, or may be."""
    yield from (found[1] for found in _FUNCTION.finditer(text))
    if _OUTER in text:
        yield from (found[1] for found in _ANY_NAME.finditer(text))


def _goes_on(text: str) -> bool | None:
    """Whether a call goes on like one behind its name; None while that is not known."""
    rest = text.lstrip()
    if len(text) > _MOST_HELD or rest.startswith(_GOES_ON):
        return rest.startswith(_GOES_ON)
    return None if any(each.startswith(rest) for each in _GOES_ON) else False


def _read(raw: str) -> list[ToolCall]:
    calls, place = [], 0
    while (found := _CALL.search(raw, place)) is not None:
        if found[1]:
            arguments, place = _parameters(raw, found.end())
            calls.append(ToolCall("", found[1], json.dumps(arguments, ensure_ascii=False)))
        else:
            call, place = _object(raw, found.end())
            calls.append(call)
    return calls


def _parameters(raw: str, place: int) -> tuple[dict[str, str], int]:
    """The parameters from there on, all of them text, and where they end."""
    found: dict[str, str] = {}
    while (parameter := _PARAMETER.match(raw, place)) is not None:
        end = _VALUE_END.search(raw, parameter.end())
        value = raw[parameter.end() : end.start() if end else len(raw)]
        found[parameter[1]] = value.removeprefix("\n").removesuffix("\n")
        place = len(raw) if end is None else end.end() if end[1] else end.start()
    return found, place


def _object(raw: str, place: int) -> tuple[ToolCall, int]:
    """The call that an object is, and where it ends; arguments that cannot be read stay as they are."""
    try:
        value, end = json.JSONDecoder(strict=False).raw_decode(raw, place)
    except (ValueError, RecursionError):
        end = raw.find("</tool_call>", place)
        end = len(raw) if end < 0 else end
        named = _ANY_NAME.search(raw, place, end)
        return ToolCall("", named[1] if named else "", raw[place:end]), end
    arguments = value.get("arguments", value.get("parameters"))
    return ToolCall(
        "", _named(value), arguments if isinstance(arguments, str) else json.dumps(arguments)
    ), end


def _named(value: dict[str, Any]) -> str:
    name = value.get("name")
    return name if isinstance(name, str) else ""
