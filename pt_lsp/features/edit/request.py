"""An edit as it was asked for. Refuses to know how it is worded to a model and how it reaches a document."""

from collections.abc import Sequence
from dataclasses import dataclass

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.features.edit.instructions import Command, instruction_for, title_for
from pt_lsp.features.edit.regions import Shape, region_of


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A problem that the editor shows: where it is, and what was said about it."""

    span: Span
    message: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class EditRequest:
    """The region of a snapshot, what shall happen to it, and how the edit is called."""

    snapshot: Snapshot
    region: Span
    instruction: str
    title: str
    shape: Shape = "lines"
    diagnostics: tuple[Diagnostic, ...] = ()


def edit_request(
    snapshot: Snapshot,
    command: Command,
    span: Span,
    *,
    words: str | None = None,
    diagnostics: Sequence[Diagnostic] = (),
) -> EditRequest:
    """What a command asks for, at what the user selected; `words` are the user's own instruction."""
    region, shape = region_of(snapshot, command, span)
    return EditRequest(
        snapshot,
        region,
        instruction_for(command, words, has_problems=bool(diagnostics)),
        title_for(command, words),
        shape,
        tuple(diagnostics),
    )
