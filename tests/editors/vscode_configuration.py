"""Writes the settings pages in the VS Code extension's manifest from the options; `COMMAND` is how.

Refuses to know more about an option than its declaration says.
"""

import json
import re
from dataclasses import fields
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

from pt_lsp.settings.options import Option, declared_options, sections
from pt_lsp.settings.own_actions import OwnAction, OwnOutput, OwnRegion
from pt_lsp.settings.tables import Headers, JobModels, OwnPrice, Table

COMMAND = "python -m tests.editors.vscode_configuration"
MANIFEST = Path(__file__).parents[2] / "editors" / "vscode" / "package.json"
USERS_ALONE = {"endpoint", "privacy", "budget", "actions"}
"""Sections that the settings of a project folder must not reach; the extension names them too."""
OF_THE_MACHINE = {"endpoint.apiKeyCommand", "endpoint.caFile", "endpoint.proxy"}
"""Commands, paths and addresses of one machine, which mean nothing on the other end of a remote window."""
CHOICES = {
    "endpoint.profile": {
        "auto": "By the base URL.",
        "powertokens": "PowerTokens: none beyond those that are documented.",
        "dashscope": "Alibaba Model Studio.",
        "openai": "OpenAI.",
        "vllm": "vLLM and SGLang.",
        "llama.cpp": "llama.cpp's server.",
    },
    "completion.multiline": {
        "auto": "Where a block begins; else one line.",
        "never": "One line always.",
        "always": "Several lines wherever the model writes them.",
    },
    "completion.fillMode": {
        "auto": "What a probe found (`pt-lsp doctor`), else `hole`.",
        "hole": "The code with a marked hole. Works with any chat model.",
        "fim": "The model's own tokens for filling in the middle.",
        "partial": "The code before the cursor as the beginning of the answer.",
    },
    "edits.streaming": {
        "auto": "Into the document while the model writes: VS Code can undo it as one step.",
        "always": "Into the document while the model writes.",
        "never": "As one change, when all of it has come.",
    },
    "edits.review": {
        "never": "It is applied, and undo takes it back.",
        "auto": "It waits until you accept or reject it.",
        "always": "It waits until you accept or reject it, in any editor.",
    },
    "edits.lookups": {
        "never": "The model has what is sent with the question, and no more.",
        "auto": "It may ask for more of the project, where the endpoint takes tools.",
    },
}
"""What each choice of a setting means."""
SERVER_COMMAND = {
    "order": 0,
    "type": ["array", "null"],
    "items": {"type": "string"},
    "default": None,
    "markdownDescription": 'Program and arguments that start the server, such as `["/opt/pt/bin/pt-lsp"]`. '
    "Unset: `pt-lsp` of your PATH, else of uv's and pipx's folders; never one from an open folder.",
    "scope": "machine",
}


_KEY = re.compile(rf"`({'|'.join(re.escape(option.key) for option in declared_options())})`")
"""Another setting's name in a description, which VS Code makes a link."""
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
_OWN_ACTION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string"},
        "title": {"type": "string"},
        "instruction": {"type": "string"},
        "kind": {"type": "string", "default": "refactor.rewrite"},
        "output": {"type": "string", "enum": list(get_args(OwnOutput)), "default": "edit"},
        "region": {"type": "string", "enum": list(get_args(OwnRegion)), "default": "selection"},
        "languages": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["id", "title", "instruction"],
}


def configuration() -> list[dict[str, Any]]:
    """What `contributes.configuration` has to be: one page of settings for each section."""
    pages = {
        name: {
            f"ptLsp.{option.key}": _property(option) | {"order": order}
            for order, option in enumerate(each for each in declared_options() if each.section == name)
        }
        for name, _ in sections()
    }
    pages["server"] = {"ptLsp.server.command": SERVER_COMMAND}
    return [
        {"title": name.capitalize(), "order": order, "properties": properties}
        for order, (name, properties) in enumerate(pages.items())
    ]


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
    described = {
        "type": types[0] if len(types) == 1 else types,
        "default": _default(option.default),
        "markdownDescription": _KEY.sub(r"`#ptLsp.\g<1>#`", option.doc),
        "scope": _scope(option),
    }
    if "enum" in merged:
        described["markdownEnumDescriptions"] = [CHOICES[option.key][each] for each in merged["enum"]]
    if option.form == "base URL":
        described["tags"] = ["usesOnlineServices"]
    return merged | described


def _scope(option: Option) -> str:
    """Where it may stand: `machine` is one machine's, `application` the user's wherever they work."""
    if option.key in OF_THE_MACHINE:
        return "machine"
    return "application" if option.section in USERS_ALONE else "resource"


def _default(value: Any) -> Any:
    """As JavaScript writes it: numbers without needless decimals."""
    if isinstance(value, tuple):
        return list(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _schema(option: Option, kind: Any) -> dict[str, Any]:
    if get_origin(kind) is Literal:
        return {"type": "string", "enum": list(get_args(kind))}
    if get_origin(kind) is tuple:
        items = _OWN_ACTION if get_args(kind)[0] is OwnAction else {"type": "string"}
        return {"type": "array", "items": items}
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
