"""`textDocument/codeLens`: what decides an edit, above it, and cancel above one that runs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lsprotocol import types

from pt_lsp.documents.span import Span
from pt_lsp.protocol.convert import range_of
from pt_lsp.protocol.server import Server
from pt_lsp.protocol.session import Document

if TYPE_CHECKING:
    # Imported by the first edit only, to keep the start short.
    from pt_lsp.edits.review import ReviewHunk
    from pt_lsp.protocol.edit_view import EditView

_MAX_WARNING_CHARS = 80


async def on_code_lens(server: Server, params: types.CodeLensParams) -> list[types.CodeLens]:
    """The lenses of the document's edits; none where there is nothing to decide."""
    document = server.session.find(params.text_document.uri)
    if document is None:
        return []
    lenses = _Lenses(server, document)
    return [lens for view in server.edit_views(document.uri) for lens in lenses.of(view)]


class _Lenses:
    """Makes the lenses of one document as it is now."""

    def __init__(self, server: Server, document: Document) -> None:
        self._text = document.text
        self._encoding = server.session.encoding

    def of(self, view: "EditView") -> Iterator[types.CodeLens]:
        if view.state == "running":
            yield self._lens(f"Cancel: {view.title}", "cancel", view)
        if not view.waits:
            return
        has_parts = len(view.hunks) > 1
        every = " All" if has_parts else ""
        yield self._lens(f"Accept{every}: {_described(view)}", "acceptEdit", view)
        yield self._lens(f"Reject{every}", "rejectEdit", view)
        yield self._lens("Retry", "retryEdit", view)
        for hunk in view.hunks if has_parts else ():
            yield self._lens("Accept", "acceptEdit", view, hunk)
            yield self._lens("Reject", "rejectEdit", view, hunk)

    def _lens(
        self, title: str, command: str, view: "EditView", hunk: "ReviewHunk | None" = None
    ) -> types.CodeLens:
        argument = {"editId": view.id} if hunk is None else {"editId": view.id, "hunk": hunk.id}
        line = self._text.line_at(view.region.start) if hunk is None else self._first_line_of(hunk)
        start = self._text.line_start(line)
        return types.CodeLens(
            range=range_of(self._text, Span(start, start), self._encoding),
            command=types.Command(title=title, command=f"ptLsp.{command}", arguments=[argument]),
        )

    def _first_line_of(self, hunk: "ReviewHunk") -> int:
        """The first line that is new; lines added at a region's end begin with the line end before them."""
        line = self._text.line_at(hunk.span.start)
        begins_with_line_end = hunk.new_text.startswith(("\r", "\n"))
        return line + (begins_with_line_end and self._text.line_start(line) < hunk.span.start)


def _described(view: "EditView") -> str:
    if view.warning is None:
        return view.title
    warning = view.warning
    if len(warning) > _MAX_WARNING_CHARS:
        warning = warning[: _MAX_WARNING_CHARS - 1] + "…"
    return f"{view.title} ({warning})"
