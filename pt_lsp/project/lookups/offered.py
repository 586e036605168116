"""The tools as a model reads of them; refuses to know how they find anything."""

from collections.abc import Mapping
from typing import Any

from pt_lsp.llm.gateway import Tool

FIND_DEFINITION = "find_definition"
FIND_REFERENCES = "find_references"
READ_LINES = "read_lines"
SEARCH_TEXT = "search_text"

_TEXT = {"type": "string"}
_NUMBER = {"type": "integer", "minimum": 1}


def _object(required: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"type": "object", "properties": properties, "required": [required]}


OFFERED = (
    Tool(
        FIND_DEFINITION,
        "Shows where this project defines a class, function, method, type or constant, with its code. "
        'Example: {"name": "total"}, or with what it belongs to: {"name": "Cart.total"}',
        _object("name", {"name": _TEXT}),
    ),
    Tool(
        FIND_REFERENCES,
        "Lists lines of this project that use a name, as a whole word, nearest files first. "
        'Example: {"name": "parse_date"}',
        _object("name", {"name": _TEXT}),
    ),
    Tool(
        READ_LINES,
        "Shows lines of a file of this project, at most 200 at once, counted from 1. `path` is written as in "
        'this conversation. Example: {"path": "shop/cart.py", "first": 1, "last": 80}',
        _object("path", {"path": _TEXT, "first": _NUMBER, "last": _NUMBER}),
    ),
    Tool(
        SEARCH_TEXT,
        "Lists lines of this project that contain a text: no pattern, and within one line. Letter case "
        "counts only if the text has capitals. `path` limits it to a file or folder. "
        'Example: {"text": "retry after", "path": "shop/api"}',
        _object("text", {"text": _TEXT, "path": _TEXT}),
    ),
)
