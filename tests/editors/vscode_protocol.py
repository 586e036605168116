"""Writes the VS Code extension's types of our own protocol from the server's; `COMMAND` is how.

Refuses types that it does not know: it would be a guess what JSON makes of them.
"""

import inspect
import json
import typing
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NotRequired, get_args, get_origin

import attrs
from lsprotocol import types

from pt_lsp import errors
from pt_lsp.edits.states import EditState
from pt_lsp.errors import Fix, ModelError, PtLspError
from pt_lsp.protocol import extensions, results
from pt_lsp.protocol.status import State
from pt_lsp.protocol.wire import boundary
from pt_lsp.store import figures

COMMAND = "python -m tests.editors.vscode_protocol"
FILE = Path(__file__).parents[2] / "editors" / "vscode" / "src" / "protocol.ts"
HEAD = f"""/**
 * What this extension and the server say to each other beside LSP; docs/protocol.md describes it.
 * Written by `{COMMAND}` from the server's own types: change those.
 */
import type {{
  Diagnostic,
  DiagnosticSeverity,
  Position,
  Range,
  TextDocumentIdentifier,
}} from "vscode-languageclient/node";
"""
_ALIASES: dict[str, Any] = {"EditState": EditState, "ServerState": State, "Fix": Fix}
_PLAIN = {str: "string", bool: "boolean", int: "number", float: "number", NoneType: "null"}
_LSP = (types.Diagnostic, types.DiagnosticSeverity, types.Position, types.Range, types.TextDocumentIdentifier)


def protocol() -> str:
    """The text of protocol.ts as the server's types are now."""
    aliases = (f"export type {name} = {_union(get_args(kind))};" for name, kind in _ALIASES.items())
    codes = f"export const ERROR_CODES = {json.dumps(_codes())} as const;"
    return "\n".join([HEAD, *aliases, codes, *map(_interface, _kinds())]) + "\n"


def _codes() -> list[str]:
    """What `code` of an error's `data` may be."""
    kinds = [
        each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, PtLspError)
    ]
    ours = {kind("").code for kind in kinds if kind not in {PtLspError, ModelError}}
    others = (value for name, value in vars(boundary).items() if name.startswith("ABOUT_"))
    return sorted(ours | {about["code"] for about in others})


def _kinds() -> Iterator[type]:
    for module in (figures, results, extensions):
        for kind in vars(module).values():
            is_ours = isinstance(kind, type) and kind.__module__ == module.__name__
            if is_ours and (attrs.has(kind) or typing.is_typeddict(kind)):
                yield kind


def _interface(kind: type) -> str:
    lines = [
        f"\n/** {' '.join((inspect.getdoc(kind) or '').split())} */",
        f"export interface {kind.__name__} {{",
    ]
    lines += [f"  readonly {name}: {hint};" for name, hint in _fields(kind)]
    return "\n".join([*lines, "}"])


def _fields(kind: type) -> Iterator[tuple[str, str]]:
    if attrs.has(kind):
        hints = typing.get_type_hints(kind)
        for field in attrs.fields(kind):
            mark = "?" if field.default is not attrs.NOTHING else ""
            yield extensions.key_of(field.name) + mark, _type(hints[field.name])
        return
    for name, hint in typing.get_type_hints(kind, include_extras=True).items():
        is_optional = get_origin(hint) is NotRequired
        yield name + ("?" if is_optional else ""), _type(get_args(hint)[0] if is_optional else hint)


def _type(hint: Any) -> str:
    for name, alias in _ALIASES.items():
        if hint == alias:
            return name
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _union(arguments)
    if origin in {UnionType, typing.Union}:
        return " | ".join(map(_type, arguments))
    if origin is list:
        item = _type(arguments[0])
        return f"readonly ({item})[]" if " " in item else f"readonly {item}[]"
    if origin is dict:
        return f"Readonly<Record<{_type(arguments[0])}, {_type(arguments[1])}>>"
    if hint in _LSP or typing.is_typeddict(hint):
        return str(hint.__name__)
    return _PLAIN[hint]


def _union(values: tuple[str, ...]) -> str:
    return " | ".join(json.dumps(each) for each in values)


if __name__ == "__main__":
    FILE.write_text(protocol(), encoding="utf-8")
