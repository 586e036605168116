"""What a document is called in prompts; pure."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote, urlsplit

from pt_lsp.workspace.roots import root_of

_WINDOWS_PATH = re.compile(r"[A-Za-z]:[\\/]|[\\/]{2}")
_SEPARATOR = re.compile(r"[\\/]")
_LEADS_AWAY = re.compile(r"\.{0,2}|~|[A-Za-z]:")
"""A part of a path that makes the rest one of another place."""
_HOLDS_HOMES = {"", "home", "users"}
"""Names of folders under which the next part may be a person's name; a root has none."""
_NAMELESS = "untitled"
_MOST_CHARACTERS = 4_000
"""Of a URI that an editor made up; no path is longer."""


def label_of(indexed: str, folders: Iterable[str] = ()) -> str:
    """What prompts call a document, on one line: its path in its workspace folder, else its name alone.

    `indexed` is its path with forward slashes, or its URI; `folders` are paths like it, and what lies above
    them stays here.
    """
    parts = _SEPARATOR.split(_path_within(indexed, folders))
    leads_away = parts[0].startswith("~") or any(map(_LEADS_AWAY.fullmatch, parts))
    name = _NAMELESS if _LEADS_AWAY.fullmatch(parts[-1]) else parts[-1]
    label = name if leads_away else "/".join(parts)
    return "".join("_" if sign in '"<>' or not sign.isprintable() else sign for sign in label)


def _path_within(indexed: str, folders: Iterable[str]) -> str:
    """The path from the deepest of the folders on; the last part where there is none."""
    kind = PureWindowsPath if _WINDOWS_PATH.match(indexed) else PurePosixPath
    path = kind(indexed)
    if not path.is_absolute():
        return _SEPARATOR.split(_unquoted_path(indexed))[-1]
    root = root_of(path, map(kind, folders))
    if root is None or root.name.lower() in _HOLDS_HOMES:
        return _SEPARATOR.split(indexed)[-1]
    return path.relative_to(root).as_posix()


def _unquoted_path(uri: str) -> str:
    """Without query and fragment, which may hold paths of their own, as may what is quoted twice."""
    try:
        path = urlsplit(uri).path if len(uri) <= _MOST_CHARACTERS else ""
    except ValueError:
        return ""
    while (plain := unquote(path)) != path:
        path = plain
    return path
