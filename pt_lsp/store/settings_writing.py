"""Changes one setting in the text of a settings file, as a person would: comments and layout stay.

Refuses to touch the disk, and to give a text that says anything else than before beside that setting.
"""

import re
from collections.abc import Iterator, MutableMapping
from typing import Any

from pt_lsp.errors import SettingsError

_WRAPPERS = {"ptLsp", "pt_lsp"}


def with_setting(text: str, section: str, name: str, value: str) -> str:
    """The text with that setting; `name` is one word, and `text` valid TOML, in whatever layout.

    Raises SettingsError where it can only be written by hand.
    """
    ways = (_below_the_header, _with_tomlkit)  # the second may put it behind the next section's comment
    for way in ways:
        written = way(text, section, name, value)
        if _is_windows(text):
            written = written.replace("\r\n", "\n").replace("\n", "\r\n")
        if _says(written, text, section, name, value):
            return written
    raise SettingsError(
        f"The settings file is written in an unusual way: set {section}.{name} there by hand."
    )


def _below_the_header(text: str, section: str, name: str, value: str) -> str:
    import tomlkit  # only somebody who chooses waits for it

    header = re.compile(rf"^[ \t]*\[[ \t]*{section}[ \t]*\][ \t]*(#[^\r\n]*)?(?=\r?$)", re.MULTILINE)
    line = f"{name} = {tomlkit.item(value).as_string()}"
    return header.sub(lambda found: f"{found[0]}\n{line}", text, count=1)


def _with_tomlkit(text: str, section: str, name: str, value: str) -> str:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        _set(document, section, name, value)
        return document.as_string()
    except (TOMLKitError, ValueError, TypeError, AttributeError, RecursionError):
        return text


def _set(values: MutableMapping[str, Any], section: str, name: str, value: str) -> None:
    places = list(_places(values, (section, name)))
    for table, key in places:
        table[key] = value
    if not places:
        inner = next((table[key] for table, key in _places(values, (section,))), None)
        if inner is None:
            inner = values.setdefault(section, {})
        inner[name] = value


def _places(table: MutableMapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[Any, str]]:
    """Tables and their keys that stand for `path`; keys may be dotted texts, and all of it be wrapped."""
    for key, value in table.items():
        parts = tuple(key.split("."))
        if parts[0] in _WRAPPERS:
            parts = parts[1:]
        if parts == path:
            yield table, key
        elif parts == path[: len(parts)] and isinstance(value, MutableMapping):
            yield from _places(value, path[len(parts) :])


def _says(written: str, text: str, section: str, name: str, value: str) -> bool:
    """Whether `written` holds what `text` held, with that setting."""
    import tomllib

    expected = tomllib.loads(text)
    try:
        _set(expected, section, name, value)
        return tomllib.loads(written) == expected
    except (tomllib.TOMLDecodeError, TypeError):  # or the section is no table
        return False


def _is_windows(text: str) -> bool:
    return "\r\n" in text and "\n" not in text.replace("\r\n", "")
