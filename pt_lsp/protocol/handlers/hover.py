"""`textDocument/hover`: an explanation that is remembered, where the user wants that; asks no model.

Answers within some milliseconds: what the disk does not give by then is shown the next time.
"""

import asyncio

from lsprotocol import types

from pt_lsp.documents.lines import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.features.explain.at_place import Explained, explained_at
from pt_lsp.features.explain.remembering import as_it_was, date_of, given_again
from pt_lsp.protocol.convert import offset_of, range_of
from pt_lsp.protocol.server import Server

_LOOKING_S = 0.003


async def on_hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    """The explanation of what is there; one of an earlier version of it says so."""
    document = server.session.find(params.text_document.uri)
    if document is None:
        return None
    snapshot = server.session.snapshot(document.uri)
    if not snapshot.settings.explain.on_hover or snapshot.settings.refusal is not None:
        return None
    memory = server.services.explanations
    if not memory.has_looked(document.uri):
        looking = server.background.spawn(_look(server, snapshot))
        await asyncio.wait([looking], timeout=_LOOKING_S)
    if not server.session.is_known_to_be_free(snapshot):
        return None
    line = snapshot.text.line_at(offset_of(snapshot.text, params.position, server.session.encoding))
    found = explained_at(snapshot, line, memory.known(document.uri))
    return None if found is None else _hover(server, snapshot, found)


async def _look(server: Server, snapshot: Snapshot) -> None:
    if await server.session.exclusion_reason(snapshot):
        await server.services.explanations.forget(snapshot.uri)
    else:
        await server.services.explanations.look(snapshot.uri)


def _hover(server: Server, snapshot: Snapshot, found: Explained) -> types.Hover:
    record, code = found
    date = date_of(record)
    if code is None:
        text = f"*Out of date: the code has changed since this explanation of {date}.*\n\n{as_it_was(record)}"
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text))
    given = given_again(record, plain(snapshot.text.slice(code)))
    text = f"{given.rstrip()}\n\n*Remembered from {date}.*"
    where = range_of(snapshot.text, code, server.session.encoding)
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), where)
