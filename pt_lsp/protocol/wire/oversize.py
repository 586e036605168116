r"""What can be told of a message that is too large to be read, from its first and its last bytes.

Refuses to guess: a member counts where nothing but other plain members stands between it and the edge of the
message, and no text of the user's looks like a URI's, for in a JSON string no quote stands without a `\`.
"""

import json
import re
from typing import Any

from pt_lsp.protocol.wire.framing import MAX_BODY_BYTES, OversizeMessage

_MEMBER = r'"(?:jsonrpc|method|id)"\s*:\s*(?:"(?:[^"\\]|\\.)*"|-?\d{1,18})'
_HEAD = re.compile(rf"\s*\{{\s*(?:{_MEMBER}\s*,\s*)*")
_TAIL = re.compile(rf"(?:,\s*{_MEMBER}\s*)*\}}\s*\Z")
_ANSWER = re.compile(r'"(?:result|error)"\s*:')
_URI = re.compile(r'(?<!\\)"uri"\s*:\s*("(?:[^"\\]|\\.)*")')
_MILLION = 1_000_000


def members_of(message: OversizeMessage) -> dict[str, object]:
    """Those of `jsonrpc`, `method` and `id` that can be told; `result` beside them is empty in an answer."""
    head, tail = message.head.decode("utf-8", "replace"), message.tail.decode("utf-8", "replace")
    first, last = _HEAD.match(head), _TAIL.search(tail)
    found = re.findall(_MEMBER, f"{first.group() if first else ''} {last.group() if last else ''}")
    members = _read("{" + ",".join(found) + "}") or {}
    if first and _ANSWER.match(head, first.end()):
        members["result"] = None
    return members


def uri_of(message: OversizeMessage) -> str | None:
    """The document that it is about."""
    for edge in (message.head, message.tail):
        if found := _URI.search(edge.decode("utf-8", "replace")):
            uri: str | None = _read(found.group(1))
            return uri
    return None


def size_sentence(message: OversizeMessage) -> str:
    """How large it is, and how large it may be."""
    return f"{message.n_bytes / _MILLION:,.0f} MB, and the limit is {MAX_BODY_BYTES / _MILLION:,.0f} MB"


def _read(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except ValueError:
        return None
