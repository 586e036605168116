"""What the API's page documents of a request, so that a scripted server can refuse everything else."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

Check = Callable[[Any], bool]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_tool(value: Any) -> bool:
    """A function with a name, a description and a schema of an object."""
    function = value.get("function") if isinstance(value, dict) else None
    if not isinstance(function, dict) or value != {"type": "function", "function": function}:
        return False
    schema = function.get("parameters")
    return (
        function.keys() == {"name", "description", "parameters"}
        and function["name"].isidentifier()
        and isinstance(schema, dict)
        and schema.get("type") == "object"
        and set(schema.get("required", ())) <= schema["properties"].keys()
    )


DOCUMENTED: Mapping[str, Check] = {
    "model": lambda value: isinstance(value, str) and value != "",
    "messages": lambda value: isinstance(value, list) and len(value) > 0,
    "stream": lambda value: isinstance(value, bool),
    "temperature": lambda value: _is_number(value) and 0 <= value <= 2,
    "top_p": lambda value: _is_number(value) and 0 <= value <= 1,
    "max_tokens": lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 1,
    "stop": lambda value: (
        isinstance(value, list) and 1 <= len(value) <= 4 and all(isinstance(s, str) and s for s in value)
    ),
    "seed": lambda value: isinstance(value, int),
    "tools": lambda value: isinstance(value, list) and value != [] and all(map(_is_tool, value)),
    "tool_choice": lambda value: value in ("auto", "none", "required"),
    "response_format": lambda value: isinstance(value, dict),
}
DASHSCOPE = ("stream_options", "enable_thinking", "enable_search", "partial", "cache_control")
"""What Model Studio takes beside that, as `extras`; `cache_control` stands at parts of contents."""
MOST_MARKS = 4
MOST_IMAGES, MOST_IMAGE_BYTES = 4, 4_000_000
IMAGE_URL = re.compile(r"data:(image/(?:png|jpeg|webp|gif));base64,([A-Za-z0-9+/]+={0,2})")
MAGIC = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff", "image/webp": b"RIFF", "image/gif": b"GIF8"}
"""What we send, which is less than endpoints take."""
REQUIRED = ("model", "messages", "stream")
ROLES = ("system", "user", "assistant", "tool")


def complaints(body: Any, extras: Collection[str]) -> list[str]:
    """What is wrong with a request's body; `extras` names fields that are fine as they are."""
    if not isinstance(body, dict):
        return ["the body is not a JSON object"]
    found = [f"{name} is missing" for name in REQUIRED if name not in body]
    for name, value in body.items():
        if name in extras:
            continue
        if name not in DOCUMENTED:
            found.append(f"{name} is not documented")
        elif not DOCUMENTED[name](value):
            found.append(f"{name} is out of range: {value!r}")
    messages = body.get("messages")
    for message in messages if isinstance(messages, list) else ():
        found += _of_message(message, extras)
    if isinstance(messages, list) and not found:
        found += _of_calls(messages, body.get("tools"))
    if str(messages).count("'cache_control': ") > MOST_MARKS:
        found.append(f"more than {MOST_MARKS} marks for the prompt cache")
    return found


def text_of(message: Mapping[str, Any]) -> str:
    """What a message says, in parts or not."""
    content = message["content"]
    if not isinstance(content, list):
        return str(content)
    return "".join(part["text"] for part in content if part["type"] == "text")


def images_of(message: Mapping[str, Any]) -> list[bytes]:
    """The images that go along with a message."""
    content = message["content"]
    parts = content if isinstance(content, list) else []
    urls = [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]
    return [base64.b64decode(url.partition(",")[2], validate=True) for url in urls]


def _of_message(message: Any, extras: Collection[str]) -> list[str]:
    if not isinstance(message, dict):
        return ["a message is not an object"]
    of_role = {"tool": {"tool_call_id"}, "assistant": {"tool_calls"}}.get(str(message.get("role")), set())
    found = [
        f"{name} of a message is not documented"
        for name in message.keys() - {"role", "content"} - of_role - set(extras)
    ]
    if message.get("role") not in ROLES:
        found.append(f"unknown role {message.get('role')!r}")
    content = message.get("content")
    if isinstance(content, list) and content:
        found += [complaint for part in content for complaint in _of_part(part, extras)]
        if sum("image_url" in part for part in content) > MOST_IMAGES:
            found.append(f"a message has more than {MOST_IMAGES} images")
        if "partial" in message:
            found.append("a message that is to be gone on with is in parts")
    elif not isinstance(content, str):
        found.append("content of a message is not text")
    return found


def _of_calls(messages: list[dict[str, Any]], tools: Any) -> list[str]:
    """Each call is one, and the turns right behind it hold its result; no result is without its call."""
    found, waiting = [], list[str]()
    for message in messages:
        if message["role"] == "tool":
            if message.get("tool_call_id") not in waiting:
                found.append("a result that nobody has called for")
            else:
                waiting.remove(message["tool_call_id"])
            continue
        calls = message.get("tool_calls", [])
        found += ["a call without its result" for _ in waiting]
        found += [f"not a call: {call}" for call in calls if not _is_call(call)]
        waiting = [] if found else [call["id"] for call in calls]
        if calls and not tools:
            found.append("a call where no tools are offered")
    return found + ["a call without its result" for _ in waiting]


def _is_call(call: Any) -> bool:
    function = call["function"]
    is_whole = call.keys() == {"id", "type", "function"} and function.keys() == {"name", "arguments"}
    has_names = call["type"] == "function" and call["id"] != "" and function["name"].isidentifier()
    return is_whole and has_names and isinstance(json.loads(function["arguments"]), dict)


def _of_part(part: Any, extras: Collection[str]) -> list[str]:
    if isinstance(part, dict) and part.get("type") == "image_url":
        return _of_image(part)
    is_text = isinstance(part, dict) and part.get("type") == "text" and isinstance(part.get("text"), str)
    if not is_text or not part["text"]:
        return ["a part of a message is not text"]
    found = [
        f"{name} of a part is not documented"
        for name in part.keys() - {"type", "text"} - ({"cache_control"} & set(extras))
    ]
    if part.get("cache_control", {"type": "ephemeral"}) != {"type": "ephemeral"}:
        found.append(f"unknown kind of cache {part['cache_control']!r}")
    return found


def _of_image(part: dict[str, Any]) -> list[str]:
    address = part.get("image_url")
    if part.keys() != {"type", "image_url"} or not isinstance(address, dict) or address.keys() != {"url"}:
        return ["an image is not a part with its address alone"]
    match = IMAGE_URL.fullmatch(str(address["url"]))
    if match is None:
        return ["the address of an image holds no image"]
    try:
        data = base64.b64decode(match[2], validate=True)
    except binascii.Error:
        return ["an image is not in base64"]
    wrong = [] if data.startswith(MAGIC[match[1]]) else [f"an image is no {match[1]}"]
    return [*wrong, *(["an image is too large"] if len(data) > MOST_IMAGE_BYTES else [])]
