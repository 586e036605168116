"""What is known when a model asks: taken on the event loop, where the index is, and read in a thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.project.index_rules import Rules
from pt_lsp.settings.options import Settings

if TYPE_CHECKING:
    # Brings the grammars, which the start of a server does without.
    from pt_lsp.context.file_facts import FileFacts


@dataclass(frozen=True, slots=True)
class View:
    """Of one call."""

    own: Snapshot
    """The document that the question is about, as the prompt has it."""
    own_settings: Settings
    open_documents: Mapping[str, Snapshot]
    indexed: "Mapping[str, FileFacts]"
    defining: Sequence[str]
    """The paths of files that define the name that is asked for, the likeliest first."""
    rules: Rules
