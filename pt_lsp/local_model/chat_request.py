"""Bounds what the engine is asked for: text, of a length that has an end; pure.

Only fields whose cost is known go through. Whatever else an engine may take (several answers, grammars,
lengths of its own) is left out, as a server that does not know it would. The engine makes a grammar of the
schemas of tools: of these so much is left as has a small one.
"""

import json
import re
from typing import Any, NoReturn

from pt_lsp.local_model.admission import RequestRefused

CONTEXT_TOKENS = 8192  # what SmolLM2 was trained on
DEFAULT_MAX_TOKENS = 1024

_FIELDS = frozenset(
    (
        *("messages", "model", "stream", "stream_options", "stop", "seed", "ignore_eos", "cache_prompt"),
        *("temperature", "top_p", "top_k", "min_p", "presence_penalty", "frequency_penalty"),
        *("repeat_penalty", "chat_template_kwargs", "add_generation_prompt", "continue_final_message"),
    )
)
_MOST_TOOLS = 8
_MOST_PARAMETERS = 8
_LONGEST_DESCRIPTION = 1_000
_NAME = re.compile(r"[A-Za-z_]\w{0,63}")
_TYPES = ("string", "integer", "number", "boolean")
_CHOICES = ("auto", "none")
_LENGTHS = ("max_tokens", "max_completion_tokens")


def bounded_request(body: bytes) -> bytes:
    """The body for the engine; raises RequestRefused if it is no JSON object."""
    try:
        asked = json.loads(body, parse_constant=_refuse_number)
        if not isinstance(asked, dict):
            raise _unreadable()
        kept = {name: value for name, value in asked.items() if name in _FIELDS}
        kept["max_tokens"] = _max_tokens(asked)
        if tools := _tools(asked.get("tools")):
            kept["tools"] = tools
            kept["tool_choice"] = asked["tool_choice"] if asked.get("tool_choice") in _CHOICES else "auto"
        # Half a surrogate would not be UTF-8.
        return json.dumps(kept, ensure_ascii=False, allow_nan=False).encode(errors="replace")
    except (ValueError, RecursionError):
        raise _unreadable() from None


def _max_tokens(asked: dict[str, Any]) -> int:
    """The smallest length that is asked for; the default where none is given that makes sense."""
    given = [asked[name] for name in _LENGTHS if type(asked.get(name)) in {int, float}]
    return min((int(value) for value in given if 1 <= value <= CONTEXT_TOKENS), default=DEFAULT_MAX_TOKENS)


def _tools(offered: Any) -> list[dict[str, Any]]:
    """Those that are functions, with parameters of plain types."""
    found = offered[:_MOST_TOOLS] if isinstance(offered, list) else []
    tools = [each["function"] for each in found if isinstance(each, dict) and _is_named(each.get("function"))]
    return [{"type": "function", "function": _function(tool)} for tool in tools]


def _function(tool: dict[str, Any]) -> dict[str, Any]:
    schema = tool.get("parameters")
    given = schema.get("properties") if isinstance(schema, dict) else None
    properties = list(given.items())[:_MOST_PARAMETERS] if isinstance(given, dict) else []
    plain = {
        name: {"type": kind["type"]}
        for name, kind in properties
        if _NAME.fullmatch(name) and isinstance(kind, dict) and kind.get("type") in _TYPES
    }
    required = schema.get("required") if isinstance(schema, dict) else None
    needed = [name for name in plain if isinstance(required, list) and name in required]
    return {
        "name": tool["name"],
        "description": str(tool.get("description", ""))[:_LONGEST_DESCRIPTION],
        "parameters": {"type": "object", "properties": plain, "required": needed},
    }


def _is_named(tool: Any) -> bool:
    name = tool.get("name") if isinstance(tool, dict) else None
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def _refuse_number(_name: str) -> NoReturn:
    raise _unreadable()


def _unreadable() -> RequestRefused:
    return RequestRefused(400, "invalid_request_body", "The body has to be a JSON object.")
