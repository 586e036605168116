"""The problems that an editor shows, which no server sees but its own: asked of companions that tell them.

What comes is bounded and checked, as all that others wrote. Whoever does not answer in time has said nothing,
and nothing is concluded from that.
"""

import asyncio
import logging
from collections.abc import Iterable

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pt_lsp.documents.lines import lines_of
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.documents.visibility import visible_line
from pt_lsp.protocol.convert import range_of, span_of
from pt_lsp.protocol.editing.view import EditView
from pt_lsp.protocol.extensions import DIAGNOSTICS
from pt_lsp.protocol.results import DiagnosticsParams
from pt_lsp.protocol.server import Server

logger = logging.getLogger(__name__)

ANSWER_TIMEOUT_S = 2.0
_LOOKS_AFTER_S = (1.0, 1.0, 1.0)
"""Whoever reports problems reads the new text first. The last look counts, or one that finds none."""

_MOST_PROBLEMS = 100
_MOST_TOLD = 2
_LONGEST_TOLD = 80
_GRAVE = frozenset({None, types.DiagnosticSeverity.Error, types.DiagnosticSeverity.Warning})


def tells_problems(server: Server) -> bool:
    """Whether the client can be asked."""
    return DIAGNOSTICS in server.client.extensions


async def problems_in(server: Server, uri: str, text: Text, span: Span) -> list[types.Diagnostic] | None:
    """What the editor shows in a stretch of a document; None where it does not say. 2 s at most."""
    params: DiagnosticsParams = {
        "textDocument": types.TextDocumentIdentifier(uri),
        "range": range_of(text, span, server.session.encoding),
    }
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT_S):
            answer = await server.protocol.send_request_async(DIAGNOSTICS, params)
    except (JsonRpcException, TimeoutError):
        return None
    return _read(server, answer)


def _read(server: Server, answer: object) -> list[types.Diagnostic] | None:
    told = answer.get("diagnostics") if isinstance(answer, dict) else None
    if not isinstance(told, list):
        return None
    problems = []
    for each in told[:_MOST_PROBLEMS]:
        try:
            problems.append(server.protocol.converter.structure(each, types.Diagnostic))
        except Exception:  # noqa: BLE001 - cattrs raises many kinds for what the client got wrong
            logger.debug("A diagnostic of the editor's cannot be read")
    return problems if problems or not told else None


async def tell_what_remains(server: Server, edit_id: str) -> None:
    """Warn of the problems that the editor shows in the region of a finished edit once it has looked anew.

    Says nothing where none is known, the edit is decided meanwhile, or its region is not followed any more.
    """
    first = _standing(server, edit_id)
    remaining: list[str] | None = None
    for wait_s in _LOOKS_AFTER_S:
        await asyncio.sleep(wait_s)
        place = _standing(server, edit_id)
        if first is None or place is None or (place[0].state == "applied" and place[2] != first[2]):
            return
        view, text, _ = place
        found = await problems_in(server, view.uri, text, view.region)
        remaining = None if found is None else _grave(server, text, view.region, found)
        if remaining == []:
            return
    last = _standing(server, edit_id)
    if remaining and last is not None and _sentence(remaining) not in (last[0].warning or ""):
        server.editing.runs.warn(edit_id, _sentence(remaining))


def _standing(server: Server, edit_id: str) -> tuple[EditView, Text, int] | None:
    """A finished edit that nobody has decided, with the text and version of its document."""
    view = server.editing.runs.view(edit_id)
    document = server.session.find(view.uri) if view is not None else None
    if view is None or document is None or view.state not in {"pending", "applied"}:
        return None
    return view, document.text, document.version


def _grave(server: Server, text: Text, region: Span, found: Iterable[types.Diagnostic]) -> list[str]:
    """What errors and warnings on the region's lines say."""
    first, last = lines_of(text, region)
    return [
        each.message
        for each in found
        if each.severity in _GRAVE
        and first <= text.line_at(span_of(text, each.range, server.session.encoding).start) <= last
    ]


def _sentence(messages: list[str]) -> str:
    told = "; ".join(map(_shortened, messages[:_MOST_TOLD]))
    more = "; ..." if len(messages) > _MOST_TOLD else ""
    count = "1 problem remains" if len(messages) == 1 else f"{len(messages)} problems remain"
    return f"{count}: {told}{more}."


def _shortened(message: str) -> str:
    line = visible_line(" ".join(message.split())).rstrip(".")
    return line if len(line) <= _LONGEST_TOLD else f"{line[: _LONGEST_TOLD - 3].rstrip()}..."
