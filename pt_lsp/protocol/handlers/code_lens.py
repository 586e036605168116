"""`textDocument/codeLens`: what decides an edit, above it, and cancel above one that runs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lsprotocol import types

from pt_lsp.documents.encoding import PositionEncoding
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.protocol.convert import range_of
from pt_lsp.protocol.server import Server

if TYPE_CHECKING:
    # Imported by the first edit only, to keep the start short.
    from pt_lsp.edits.review import ReviewHunk
    from pt_lsp.protocol.editing.view import EditView

_MAX_WARNING_CHARS = 60
"""The whole of it is in what companions show, and in the command's result."""


async def on_code_lens(server: Server, params: types.CodeLensParams) -> list[types.CodeLens]:
    """The lenses of the document's edits; none where there is nothing to decide."""
    document = server.session.find(params.text_document.uri)
    if document is None:
        return []
    encoding = server.session.encoding
    views = server.editing.views(document.uri)
    return [lens for view in views for lens in lenses_of(view, document.text, encoding)]


def lenses_of(view: "EditView", text: Text, encoding: PositionEncoding) -> Iterator[types.CodeLens]:
    """The lenses of one edit in a document that reads `text`."""

    def lens(title: str, command: str, hunk: "ReviewHunk | None" = None) -> types.CodeLens:
        line = text.line_at(view.region.start) if hunk is None else _first_line_of(hunk, text)
        start = text.line_start(line)
        argument = {"editId": view.id} if hunk is None else {"editId": view.id, "hunk": hunk.id}
        return types.CodeLens(
            range=range_of(text, Span(start, start), encoding),
            command=types.Command(title=title, command=f"ptLsp.{command}", arguments=[argument]),
        )

    if view.state == "running":
        yield lens(f"Cancel: {view.title}", "cancel")
    if not view.waits:
        return
    parts = view.hunks if len(view.hunks) > 1 else ()
    for title, command in _whole_titles(view, " All" if parts else ""):
        yield lens(title, command)
    keep, take_back = ("Keep", "Take Back") if view.state == "stopped" else ("Accept", "Reject")
    for hunk in parts:
        yield lens(keep, "acceptEdit", hunk)
        yield lens(take_back, "rejectEdit", hunk)


def _whole_titles(view: "EditView", every: str) -> Iterator[tuple[str, str]]:
    """What decides all of the edit. A half-written one is to look like none that is ready to be accepted."""
    if view.state == "stopped":
        yield f"Stopped: {view.title}. Take It Back", "rejectEdit"
        if view.can_be_retried:
            yield "Ask Again", "retryEdit"
        yield "Keep as It Is", "acceptEdit"
        return
    # Last, so that a long warning pushes nothing out of view.
    warning = _in_brackets(view.warning)
    yield f"Accept{every}: {view.title}", "acceptEdit"
    yield f"Reject{every}" + ("" if view.can_be_retried else warning), "rejectEdit"
    if view.can_be_retried:
        yield f"Retry{warning}", "retryEdit"


def _first_line_of(hunk: "ReviewHunk", text: Text) -> int:
    """The first line that is new; lines added at a region's end begin with the line end before them."""
    line = text.line_at(hunk.span.start)
    begins_with_line_end = hunk.new_text.startswith(("\r", "\n"))
    return line + (begins_with_line_end and text.line_start(line) < hunk.span.start)


def _in_brackets(warning: str | None) -> str:
    if warning is None:
        return ""
    if len(warning) > _MAX_WARNING_CHARS:
        warning = warning[: _MAX_WARNING_CHARS - 1] + "…"
    return f" ({warning})"
