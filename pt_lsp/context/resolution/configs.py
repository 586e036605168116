"""What project files say of modules: package names, module paths, path mappings.

Refuses to fail on what nobody meant as a config: a broken one is as good as none.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from pt_lsp.context.resolution.paths import split, upwards

TYPESCRIPT_NAMES = ("tsconfig.json", "jsconfig.json")
_TYPESCRIPT_PARTS = (
    "app", "base", "build", "common", "lib", "node", "options", "paths", "shared", "src", "web",
)  # fmt: skip
CONFIG_NAMES = frozenset(
    {
        "Cargo.toml",
        "composer.json",
        "go.mod",
        "package.json",
        *TYPESCRIPT_NAMES,
        *(f"tsconfig.{part}.json" for part in _TYPESCRIPT_PARTS),
    }
)
_MOST_CHARACTERS = 500_000
_REMARKS = re.compile(r'("(?:\\.|[^"\\\n])*+")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_LAST_COMMAS = re.compile(r'("(?:\\.|[^"\\\n])*+")|,(?=\s*+[}\]])')
_GO_MODULE = re.compile(r'^module[ \t]+"?([^\s"()]+)', re.MULTILINE)

Config = Mapping[str, Any]


class Configs:
    """Configs by path, by place and by the name that a package gives itself."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._configs: dict[str, Config] = {}
        self._folders: dict[tuple[str, str], dict[str, None]] = {}

    def put(self, path: str, text: str) -> bool:
        """Take a config in, instead of an earlier one at the path; False when nothing has changed."""
        if self._texts.get(path) == text:
            return False
        self.remove(path)
        folder, name = split(path)
        self._texts[path] = text
        self._configs[path] = config = _read(name, text)
        called = _name(name, config)
        if called:
            self._folders.setdefault((name, called), {})[folder] = None
        return True

    def remove(self, path: str) -> bool:
        """Forget a config; False when there is none at the path."""
        config = self._configs.pop(path, None)
        if config is None:
            return False
        del self._texts[path]
        folder, name = split(path)
        key = name, _name(name, config)
        self._folders.get(key, {}).pop(folder, None)
        if not self._folders.get(key, True):
            del self._folders[key]
        return True

    def at(self, path: str) -> Config | None:
        """What the config at a path says; None when there is none."""
        return self._configs.get(path)

    def around(self, folder: str, *names: str) -> tuple[str, Config] | None:
        """The nearest config with one of the names, in the folder or around it, with its path."""
        if not self._configs:
            return None
        for place in upwards(folder):
            for name in names:
                config = self._configs.get(place + name)
                if config is not None:
                    return place + name, config
        return None

    def folders_named(self, config_name: str, name: str) -> list[str]:
        """The folders whose `package.json` (`go.mod`, `Cargo.toml`) gives them this name."""
        return list(self._folders.get((config_name, name), ()))


def mapping(value: object) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def texts(value: object) -> list[str]:
    """The strings of a list; a string alone is one."""
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _read(name: str, text: str) -> Config:
    if len(text) > _MOST_CHARACTERS:
        return {}
    try:
        if name == "go.mod":
            found = _GO_MODULE.search(text)
            return {"name": found.group(1)} if found else {}
        if name.endswith(".toml"):
            return tomllib.loads(text)
        plain = _REMARKS.sub(r"\1", text.removeprefix("\ufeff"))
        return mapping(json.loads(_LAST_COMMAS.sub(r"\1", plain)))
    except (ValueError, RecursionError):
        return {}


def _name(config_name: str, config: Config) -> str:
    if config_name == "Cargo.toml":
        package = mapping(config.get("package")).get("name")
        name = mapping(config.get("lib")).get("name", package)
        return name.replace("-", "_") if isinstance(name, str) else ""
    name = config.get("name")
    return name if isinstance(name, str) else ""
