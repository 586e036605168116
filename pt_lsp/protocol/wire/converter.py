"""Decoded JSON to LSP types and back, as pygls does it, but for positions.

Refuses to lose a whole change because one of its positions is beyond what LSP allows: editors mean the end of
the line by a huge number, and a change that is ignored makes every later one land on the wrong text.
"""

from collections.abc import Mapping
from typing import Any

from cattrs import Converter
from lsprotocol import types
from pygls.protocol import default_converter

from pt_lsp.protocol.wire import document_changes

_MAX_UINTEGER = 2**31 - 1


def make_converter() -> Converter:
    """A converter for one server."""
    converter: Converter = default_converter()  # type: ignore[no-untyped-call] # pygls left it out
    converter.register_structure_hook(types.Position, _position)
    document_changes.register(converter)
    return converter


def _position(value: Mapping[str, Any], _type: Any) -> types.Position:
    return types.Position(line=_clamped(value["line"]), character=_clamped(value["character"]))


def _clamped(number: float) -> int:
    return int(min(max(number, 0), _MAX_UINTEGER))
