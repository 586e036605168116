"""Findings that a fix is about: not shown while it stands, and there again where it is taken back."""

from collections.abc import Awaitable, Sequence

from pt_lsp.documents.span import Span
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.features.review.finding import PlacedFinding
from pt_lsp.features.review.placing import place_of
from pt_lsp.protocol.results import EditResult
from pt_lsp.protocol.server import Server

_STANDING = frozenset({"pending", "applied", "stopped"})


async def with_findings_aside(
    server: Server, request: EditRequest, running: Awaitable[EditResult]
) -> EditResult:
    """The result of a fix. What it was asked to solve is not shown any more, unless nothing came of it."""
    uri = request.snapshot.uri
    asked = server.findings.those_of(uri, (each.message for each in request.diagnostics))
    result: EditResult | None = None
    try:
        result = await running
    finally:
        if result is not None and result["state"] in _STANDING:
            server.findings.set_aside(result["editId"], uri, asked)
        else:
            _put_back(server, uri, asked)
    return result


def show_again(server: Server, edit_id: str) -> None:
    """The fix was taken back: what it was about is there again where its text is."""
    _put_back(server, *server.findings.taken_from_aside(edit_id))


def _put_back(server: Server, uri: str, findings: Sequence[PlacedFinding]) -> None:
    document = server.session.find(uri)
    if document is None or not findings:
        return
    text = document.text
    whole = [Span(0, len(text))]
    places = ((each, place_of(text, each.quote, whole)) for each in findings)
    found = [
        PlacedFinding(span, each.severity, each.message, each.quote)
        for each, span in places
        if span is not None
    ]
    server.findings.take_out(uri, found)
    server.findings.show(document.uri, document.version, text, found, reviewed=())
