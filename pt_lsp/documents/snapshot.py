"""A document as it was at one version, with the settings that hold for it."""

from dataclasses import dataclass
from pathlib import Path

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import origin_of, path_of
from pt_lsp.settings.options import Settings


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a feature may know of a document; `language_id` and `version` are the editor's."""

    uri: str
    language_id: str
    version: int
    text: Text
    settings: Settings

    @property
    def path(self) -> Path | None:
        """Where it is on disk; None for a document that is not a file (`untitled:`, a notebook cell)."""
        return path_of(self.uri)

    @property
    def origin(self) -> Path | None:
        """The file that it shows or belongs to, whose privacy is its own; None where there is none."""
        return origin_of(self.uri)

    def prefix(self, offset: int) -> str:
        """All text before `offset`."""
        return self.text.slice(Span(0, offset))

    def suffix(self, offset: int) -> str:
        """All text after `offset`."""
        return self.text.slice(Span(offset, len(self.text)))
