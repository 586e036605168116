"""Writes the settings pages in the VS Code extension's manifest from the options; `COMMAND` is how.

Refuses to know more about an option than its declaration says.
"""

import json
from dataclasses import fields
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

from pt_lsp.settings.options import Option, declared_options, sections
from pt_lsp.settings.tables import Headers, JobModels, OwnPrice, Table

COMMAND = "python -m tests.editors.vscode_configuration"
MANIFEST = Path(__file__).parents[2] / "editors" / "vscode" / "package.json"
OF_THE_MACHINE = {"endpoint", "privacy", "budget"}
"""Sections that the settings of a project folder must not reach."""
SERVER_COMMAND = {
    "type": ["array", "null"],
    "items": {"type": "string"},
    "default": None,
    "markdownDescription": 'Program and arguments that start the server, such as `["/opt/pt/bin/pt-lsp"]`. '
    "Unset: `pt-lsp` of your PATH, else of uv's and pipx's folders; never one from an open folder.",
    "scope": "machine",
}


_TABLES: dict[type[Table], dict[str, Any]] = {
    JobModels: {"properties": {f.name: {"type": "string"} for f in fields(JobModels)}},
    Headers: {"additionalProperties": {"type": "string"}},
    OwnPrice: {
        "properties": {
            f.name: {"type": "string"} if f.type is str else {"type": "number", "minimum": 0}
            for f in fields(OwnPrice)
        },
        "required": ["currency", "input", "output"],
    },
}


def configuration() -> list[dict[str, Any]]:
    """What `contributes.configuration` has to be: one page of settings for each section."""
    pages: list[dict[str, Any]] = [
        {
            "title": name.capitalize(),
            "properties": {f"ptLsp.{o.key}": _property(o) for o in declared_options() if o.section == name},
        }
        for name, _ in sections()
    ]
    return [*pages, {"title": "Server", "properties": {"ptLsp.server.command": SERVER_COMMAND}}]


def manifest() -> str:
    """The text of package.json with the settings as they are declared now."""
    values = json.loads(MANIFEST.read_text(encoding="utf-8"))
    values["contributes"]["configuration"] = configuration()
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


def _property(option: Option) -> dict[str, Any]:
    is_union = get_origin(option.type) is UnionType
    kinds = [_schema(option, kind) for kind in (get_args(option.type) if is_union else (option.type,))]
    merged: dict[str, Any] = {}
    for kind in kinds:
        merged |= kind
    types = [kind["type"] for kind in kinds]
    return merged | {
        "type": types[0] if len(types) == 1 else types,
        "default": _default(option.default),
        "markdownDescription": option.doc,
        "scope": "machine" if option.section in OF_THE_MACHINE else "window",
    }


def _default(value: Any) -> Any:
    """As JavaScript writes it: numbers without needless decimals."""
    if isinstance(value, tuple):
        return list(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _schema(option: Option, kind: Any) -> dict[str, Any]:
    if get_origin(kind) is Literal:
        return {"type": "string", "enum": list(get_args(kind))}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": {"type": "string"}}
    if kind in {int, float}:
        bounds = {"minimum": option.minimum, "maximum": option.maximum}
        number = {"type": "integer" if kind is int else "number"}
        return number | {name: value for name, value in bounds.items() if value is not None}
    if kind in _TABLES:
        return {"type": "object", "additionalProperties": False} | _TABLES[kind]
    if issubclass(kind, Table):
        return {"type": "object"}
    return {"type": {bool: "boolean", str: "string", NoneType: "null"}[kind]}


if __name__ == "__main__":
    MANIFEST.write_text(manifest(), encoding="utf-8")
