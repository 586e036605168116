"""The problems that an editor shows around a place; the document may change while they are asked for."""

from typing import NamedTuple

from lsprotocol import types

from pt_lsp.documents.change import moved
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.edits.line_diff import minimal_change
from pt_lsp.features.edit.actions.recipe import Recipe
from pt_lsp.features.edit.problems.diagnostic import Diagnostic
from pt_lsp.features.edit.request import region_of
from pt_lsp.protocol.convert import span_of
from pt_lsp.protocol.problems.asking import problems_in, tells_problems
from pt_lsp.protocol.problems.reading import diagnostic_of
from pt_lsp.protocol.server import Server


class ShownAround(NamedTuple):
    """A place and the region around it as they are by now."""

    snapshot: Snapshot
    span: Span
    region: Span
    problems: list[types.Diagnostic] | None
    """What is shown in the region; None where the editor does not say."""


async def shown_around(
    server: Server, snapshot: Snapshot, range_: types.Range, recipe: Recipe
) -> ShownAround:
    """What is shown in the region that the action has there.

    Raises what keeps the document from being sent by then.
    """
    span = span_of(snapshot.text, range_, server.session.encoding)
    region, _ = region_of(snapshot, recipe, span)
    problems = await problems_in(server, snapshot.uri, snapshot.text, region)
    later = server.session.snapshot_to_send(snapshot.uri)
    if change := minimal_change(str(snapshot.text), str(later.text)):
        # What was typed meanwhile moves what is below; where it is inside, the place is as good as before.
        span = moved(span, change) or span_of(later.text, range_, server.session.encoding)
        region, _ = region_of(later, recipe, span)
    return ShownAround(later, span, region, problems)


async def shown_in(server: Server, snapshot: Snapshot, span: Span) -> list[Diagnostic] | None:
    """What a companion shows in a part of the document, read by the text as it is by then.

    None where it does not say, the editor is none, or the document is closed by then.
    """
    if not tells_problems(server):
        return None
    shown = await problems_in(server, snapshot.uri, snapshot.text, span)
    if shown is None or server.session.find(snapshot.uri) is None:
        return None
    later = server.session.snapshot(snapshot.uri)
    return [diagnostic_of(server.session, later, each) for each in shown]
