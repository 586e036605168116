"""The ignore file that holds in all of a user's repositories: what `core.excludesFile` says, or the default.

Refuses to read a repository's own configuration: it may have come with the code.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping

from pt_lsp.workspace.remembered import RememberedFiles, Version

_SYSTEM_FILES = {
    "darwin": (
        "/Library/Developer/CommandLineTools/usr/share/git-core/gitconfig",
        "/usr/local/etc/gitconfig",
        "/opt/homebrew/etc/gitconfig",
        "/etc/gitconfig",
    ),
    "win32": ("C:/Program Files/Git/etc/gitconfig",),
}
"""Where the usual builds of git look; elsewhere than here it is `/etc/gitconfig` alone."""
_MOST_INCLUDES = 10
"""Inside each other, as git has it."""
_ENTRY = re.compile(
    r"\[(?P<section>[^\[\]\s\"]+)(?P<subsection>[ \t]*\"(?:[^\"\\\n]|\\.)*\")?[ \t]*\]"
    r"|(?P<key>[a-z][a-z0-9-]*)[ \t]*"
    r"(?:=[ \t]*(?P<value>(?:\"(?:[^\"\\\n]|\\[\s\S])*\"|\\[\s\S]|[^\"\\\n#;])*))?[^\n]*"
    r"|[#;][^\n]*",
    re.IGNORECASE,
)
_QUOTING = re.compile(r"\\(?P<escaped>[\s\S])|\"")
_ESCAPED = {"\n": "", "n": "\n", "t": "\t", "b": "\b"}


class UserExcludes:
    """Remembers configuration files until they change."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._environ = environ
        self._files = RememberedFiles(_read)

    def file(self, top: str) -> str:
        """Its path, whether it is there or not, for the repository whose top is the folder `top`."""
        named = [
            value for file in self._configuration_files() for value in self._values(file, _MOST_INCLUDES)
        ]
        if not named:
            return f"{self._configuration_folder}/git/ignore"
        return os.path.join(top, self._expanded(named[-1].removeprefix(":(optional)")))  # noqa: PTH118

    @property
    def _configuration_folder(self) -> str:
        return self._environ.get("XDG_CONFIG_HOME") or self._expanded("~/.config")

    def _configuration_files(self) -> Iterator[str]:
        """What comes later has the last word."""
        if self._environ.get("GIT_CONFIG_NOSYSTEM", "").lower() in {"", "0", "false", "no", "off"}:
            system = self._environ.get("GIT_CONFIG_SYSTEM")
            yield from [system] if system else _SYSTEM_FILES.get(sys.platform, ("/etc/gitconfig",))
        if file := self._environ.get("GIT_CONFIG_GLOBAL"):
            yield file
        elif file is None:
            yield f"{self._configuration_folder}/git/config"
            yield self._expanded("~/.gitconfig")

    def _values(self, file: str, n_includes_left: int) -> Iterator[str]:
        for key, value in self._files.at(file) or ():
            if key == "core.excludesfile":
                yield value
            elif n_includes_left:
                included = os.path.join(os.path.dirname(file), self._expanded(value))  # noqa: PTH118, PTH120
                yield from self._values(included, n_includes_left - 1)

    def _expanded(self, path: str) -> str:
        home = self._environ.get("HOME")
        return f"{home}{path[1:]}" if home and path.startswith("~/") else os.path.expanduser(path)  # noqa: PTH111


def _read(_version: Version, raw: bytes | None) -> tuple[tuple[str, str], ...]:
    """Name and value of what matters here, in order; a line that git would refuse says nothing."""
    text = os.fsdecode((raw or b"").removeprefix(b"\xef\xbb\xbf")).replace("\r\n", "\n")
    section, entries = "", []
    for entry in _ENTRY.finditer(text):
        if entry["section"]:
            section = "" if entry["subsection"] else entry["section"].lower()
        elif entry["key"] and entry["value"] is not None:
            name = f"{section}.{entry['key'].lower()}"
            value = _QUOTING.sub(
                lambda it: _ESCAPED.get(it["escaped"], it["escaped"] or ""), entry["value"].rstrip()
            )
            entries.append((name, value))
    return tuple(entry for entry in entries if entry[0] in {"core.excludesfile", "include.path"})
