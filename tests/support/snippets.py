"""Realistic snippets with the secrets in them marked: `-- what it shows --`, then texts apart by `~~~`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PARTS = re.compile(r"^-- (?P<name>.+) --\n", re.MULTILINE)
_SECRET = re.compile("«(.*?)»")


@dataclass(frozen=True)
class Snippet:
    """One or more texts of one prompt."""

    name: str
    marked: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """As they stand in files and messages."""
        return tuple(_SECRET.sub(r"\1", text) for text in self.marked)

    @property
    def secrets(self) -> set[str]:
        """What must not leave the machine."""
        return {secret for text in self.marked for secret in _SECRET.findall(text)}

    def with_each_secret_as(self, replacement: str) -> list[str]:
        """The texts with nothing but the secrets replaced."""
        return [_SECRET.sub(replacement, text) for text in self.marked]


def snippets(path: Path) -> Iterator[Snippet]:
    """Those of one file."""
    parts = _PARTS.split(path.read_text(encoding="utf-8"))
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        yield Snippet(name, tuple(text.split("~~~\n")))
