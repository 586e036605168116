"""Bounds what the engine is asked for: text, of a length that has an end; pure.

Only fields whose cost is known go through. Whatever else an engine may take (several answers, grammars,
lengths of its own) is left out, as a server that does not know it would.
"""

import json
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
_LENGTHS = ("max_tokens", "max_completion_tokens")


def bounded_request(body: bytes) -> bytes:
    """The body for the engine; raises RequestRefused if it is no JSON object."""
    try:
        asked = json.loads(body, parse_constant=_refuse_number)
        if not isinstance(asked, dict):
            raise _unreadable()
        kept = {name: value for name, value in asked.items() if name in _FIELDS}
        kept["max_tokens"] = _max_tokens(asked)
        # Half a surrogate would not be UTF-8.
        return json.dumps(kept, ensure_ascii=False, allow_nan=False).encode(errors="replace")
    except (ValueError, RecursionError):
        raise _unreadable() from None


def _max_tokens(asked: dict[str, Any]) -> int:
    """The smallest length that is asked for; the default where none is given that makes sense."""
    given = [asked[name] for name in _LENGTHS if type(asked.get(name)) in {int, float}]
    return min((int(value) for value in given if 1 <= value <= CONTEXT_TOKENS), default=DEFAULT_MAX_TOKENS)


def _refuse_number(_name: str) -> NoReturn:
    raise _unreadable()


def _unreadable() -> RequestRefused:
    return RequestRefused(400, "invalid_request_body", "The body has to be a JSON object.")
