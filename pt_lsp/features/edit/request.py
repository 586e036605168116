"""An edit as it was asked for. Refuses to know how it is worded to a model and how it reaches a document."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    related: tuple[str, ...] = ()
    """What else was said about it, each with the line that it is said of."""


@dataclass(frozen=True, slots=True)
class EditRequest:
    """The region of a snapshot, what shall happen to it, and how the edit is called."""

    snapshot: Snapshot
    region: Span
    instruction: str
    title: str
    shape: Shape = "lines"
    diagnostics: tuple[Diagnostic, ...] = ()
    further: tuple[str, ...] = ()
    """What the user has added to the instruction when trying again, oldest first."""
    n_retries: int = 0


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


def asked_again(request: EditRequest, snapshot: Snapshot, region: Span, words: str | None) -> EditRequest:
    """The same for the region of a later snapshot; `words` are a further instruction beside the first."""
    n = region.start - request.region.start
    ends = Span(0, len(snapshot.text))
    diagnostics = (replace(each, span=_clamped(each.span.shifted(n), ends)) for each in request.diagnostics)
    added = (words or "").strip()
    return replace(
        request,
        snapshot=snapshot,
        region=region,
        diagnostics=tuple(diagnostics),
        further=(*request.further, added) if added else request.further,
        n_retries=request.n_retries + 1,
    )


def _clamped(span: Span, ends: Span) -> Span:
    """What the user typed since may have shortened the text."""
    start, end = (min(max(offset, ends.start), ends.end) for offset in (span.start, span.end))
    return Span(start, end)
