"""Reads the arguments of a call into what a tool's schema names; pure.

Models write numbers and lists as text, wrap objects in objects, and break JSON. What is meant beyond doubt is
taken; of the rest a sentence tells the model what to write.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from pt_lsp.llm.tools.tool import Tool

_WRAPPERS = ("arguments", "parameters", "input")
_ENDS = ("", "}", '"}', "]}", '"]}')
"""What is missing where an answer was cut, or its last piece got lost."""
_WHOLE_NUMBER = re.compile(r"\s*[+-]?\d{1,15}(?:\.0+)?\s*")
_MOST_EXACT = 1e15
_WANTED = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}


class UnfitArguments(ValueError):
    """Nothing that the tool takes; its text is a sentence to the model."""


def read_arguments(tool: Tool, written: str) -> dict[str, Any]:
    """The arguments that the schema names, each of its type; raises UnfitArguments."""
    properties: Mapping[str, Mapping[str, Any]] = tool.parameters.get("properties", {})
    given = _unwrapped(_object(tool, written), properties)
    required = tool.parameters.get("required", ())
    found = {}
    for name, schema in properties.items():
        value = given.get(name)
        if value is not None:
            found[name] = _fitted(name, value, schema.get("type", ""))
        elif name in required:
            takes = ", ".join(f"`{each}`" for each in required)
            raise UnfitArguments(f"`{name}` is missing: `{tool.name}` needs {takes}. Call it again with it.")
    return found


def _object(tool: Tool, written: str) -> dict[str, Any]:
    for end in _ENDS:
        try:
            value, _ = _DECODER.raw_decode((written.strip() or "{}") + end)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, str):
            return _object(tool, value)  # JSON within JSON
        if isinstance(value, dict):
            return value
        break
    raise UnfitArguments(f"The arguments of `{tool.name}` are not one JSON object. Call it again with one.")


def _unwrapped(given: dict[str, Any], properties: Mapping[str, Any]) -> dict[str, Any]:
    inner = next((given[name] for name in _WRAPPERS if given.keys() == {name}), None)
    return inner if isinstance(inner, dict) and not given.keys() & properties.keys() else given


def _fitted(name: str, value: Any, kind: str) -> Any:
    read = _READERS.get(kind)
    try:
        return value if read is None else read(value)
    except (ValueError, RecursionError):
        wanted = _WANTED.get(kind, "something else")
        raise UnfitArguments(f"`{name}` has to be {wanted}. Call it again with that.") from None


def _as_text(value: Any) -> str:
    if isinstance(value, dict | list):
        raise ValueError  # noqa: TRY004 - whatever does not fit is told alike
    return value if isinstance(value, str) else json.dumps(value)


def _as_whole_number(value: Any) -> int:
    if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value):
        return int(value.partition(".")[0])
    number = _as_number(value)
    if number != int(number):
        raise ValueError
    return int(number)


def _as_number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError  # noqa: TRY004 - as above
    number = value if isinstance(value, int) else float(value)
    if not abs(number) <= _MOST_EXACT:  # nor is what is no number
        raise ValueError
    return number


def _as_truth(value: Any) -> bool:
    told = {"true": True, "false": False}.get(str(value).strip().lower())
    if told is None:
        raise ValueError
    return told


def _as_list(value: Any) -> list[Any]:
    found = _DECODER.decode(value) if isinstance(value, str) else value
    if not isinstance(found, list):
        raise ValueError  # noqa: TRY004 - as above
    return found


def _as_object(value: Any) -> dict[str, Any]:
    found = _DECODER.decode(value) if isinstance(value, str) else value
    if not isinstance(found, dict):
        raise ValueError  # noqa: TRY004 - as above
    return found


_DECODER = json.JSONDecoder(strict=False)
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "string": _as_text,
    "integer": _as_whole_number,
    "number": _as_number,
    "boolean": _as_truth,
    "array": _as_list,
    "object": _as_object,
}
