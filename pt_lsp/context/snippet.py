"""A piece of another place that goes into a prompt; refuses to know how it was found and where it is put."""

from dataclasses import dataclass
from typing import Literal

SnippetSource = Literal["imports", "similar", "neighbours", "recent edits", "recently visited"]
"""Why it is there."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """Whole lines of a file, without the last one's end; a line of `...` stands for what was left out."""

    path: str
    """A label: relative to its workspace folder."""
    language_id: str
    source: SnippetSource
    text: str
