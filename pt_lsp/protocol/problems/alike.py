"""Kinds of problems of which a document has several, as far as its editor has told; for code actions.

Takes in what the question for code actions tells of the document. It waits next to no time for an editor that
can be asked: the question comes with each place that the cursor goes to.
"""

from collections import Counter
from collections.abc import Sequence

from lsprotocol import types

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.features.edit.problems.kinds import ProblemKind
from pt_lsp.protocol.problems.asking import problems_in, tells_problems
from pt_lsp.protocol.problems.reading import diagnostic_of
from pt_lsp.protocol.server import Server

_ANSWER_TIMEOUT_S = 0.2


async def alike_known(
    server: Server, snapshot: Snapshot, span: Span, told: Sequence[types.Diagnostic]
) -> list[tuple[str, types.Diagnostic]]:
    """Name and first problem of each kind that is `told` of there, and shown at least once more elsewhere."""
    here = [diagnostic_of(server.session, snapshot, each, is_brief=True) for each in told]
    server.known_problems.note(snapshot, span, here)
    if not here:
        return []
    if tells_problems(server):
        whole = Span(0, len(snapshot.text))
        shown = await problems_in(server, snapshot.uri, snapshot.text, whole, timeout_s=_ANSWER_TIMEOUT_S)
        if shown is not None and (now := server.session.find(snapshot.uri)) and now.text is snapshot.text:
            found = [diagnostic_of(server.session, snapshot, each, is_brief=True) for each in shown]
            server.known_problems.note(snapshot, whole, found)
    all_known = (*server.known_problems.of(snapshot.uri), *here)
    known = {(each.span, each.message): each.kind for each in all_known}
    counts = Counter(known.values())
    firsts: dict[ProblemKind, types.Diagnostic] = {}
    for each, diagnostic in zip(here, told, strict=True):
        firsts.setdefault(each.kind, diagnostic)
    return [(kind.name, first) for kind, first in firsts.items() if counts[kind] > 1 and kind.name]
