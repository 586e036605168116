"""The problems that an editor shows, which no server sees but its own: asked of companions that tell them.

What comes is bounded and checked, as all that others wrote. Whoever does not answer in time has said nothing,
and nothing is concluded from that.
"""

import asyncio
import logging

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.protocol.convert import range_of
from pt_lsp.protocol.extensions import DIAGNOSTICS
from pt_lsp.protocol.results import DiagnosticsParams
from pt_lsp.protocol.server import Server

logger = logging.getLogger(__name__)

ANSWER_TIMEOUT_S = 2.0
MOST_PROBLEMS = 100


def tells_problems(server: Server) -> bool:
    """Whether the client can be asked."""
    return DIAGNOSTICS in server.client.extensions


async def problems_in(
    server: Server, uri: str, text: Text, span: Span, *, timeout_s: float = ANSWER_TIMEOUT_S
) -> list[types.Diagnostic] | None:
    """What the editor shows in a stretch of a document; None where it does not say, or not in time."""
    params: DiagnosticsParams = {
        "textDocument": types.TextDocumentIdentifier(uri),
        "range": range_of(text, span, server.session.encoding),
    }
    try:
        async with asyncio.timeout(timeout_s):
            answer = await server.protocol.send_request_async(DIAGNOSTICS, params)
    except (JsonRpcException, TimeoutError):
        return None
    return _read(server, answer)


def _read(server: Server, answer: object) -> list[types.Diagnostic] | None:
    told = answer.get("diagnostics") if isinstance(answer, dict) else None
    if not isinstance(told, list):
        return None
    problems = []
    for each in told[:MOST_PROBLEMS]:
        try:
            problems.append(server.protocol.converter.structure(each, types.Diagnostic))
        except Exception:  # noqa: BLE001 - cattrs raises many kinds for what the client got wrong
            logger.debug("A diagnostic of the editor's cannot be read")
    return problems if problems or not told else None
