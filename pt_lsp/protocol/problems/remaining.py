"""What is wrong in the region of a finished edit, once whoever reports problems has read the new text.

A companion is asked, anew for a while. Other editors tell with their questions for code actions; until they
do, the grammar is all that says something. Silence is never taken for an answer.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from pt_lsp.documents.lines import lines_of
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.problems.diagnostic import Diagnostic
from pt_lsp.features.edit.problems.syntax import syntax_problems
from pt_lsp.protocol.editing.view import EditView
from pt_lsp.protocol.problems.asking import problems_in, tells_problems
from pt_lsp.protocol.problems.reading import diagnostic_of
from pt_lsp.protocol.server import Server

_LOOKS_AFTER_S = (1.0, 1.0, 1.0)
"""Whoever reports problems reads the new text first. The last look counts, or one that finds none."""
_LATER_LOOKS_AFTER_S = (2.0, 4.0, 8.0, 16.0)
"""While nothing is known: some take long for a large project."""
_FRESH_AFTER_S = 1.0
"""What is told sooner after an edit may be about the text before."""
_PATIENCE_S = 120.0


class Standing(NamedTuple):
    """A finished edit that nobody has decided, with the text and version of its document."""

    view: EditView
    text: Text
    version: int

    @property
    def reading(self) -> tuple[str, tuple[str, ...]]:
        """What its region reads, and what of it is undecided: the same while nobody has touched it."""
        return self.text.slice(self.view.region), tuple(hunk.id for hunk in self.view.hunks)


def standing(server: Server, edit_id: str) -> Standing | None:
    """The edit as it stands, if it waits for a verdict or nobody was asked for one."""
    view = server.editing.runs.view(edit_id)
    document = server.session.find(view.uri) if view is not None else None
    if view is None or document is None or view.state not in {"pending", "applied"}:
        return None
    return Standing(view, document.text, document.version)


async def remaining_in(server: Server, edit_id: str, *, asks_grammar: bool) -> list[Diagnostic] | None:
    """Errors and warnings in the region; None where nobody tells, or the edit is decided meanwhile.

    The region of one that was simply applied is not followed, so nothing is known once its document changes.
    """
    first = standing(server, edit_id)
    if first is None:
        return None
    if tells_problems(server):
        return await _looked_for(server, edit_id, first)
    if asks_grammar and (found := await _unread(server, first)):
        return found if _still(server, edit_id, first) else None
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE_S):
            return await _told_unasked(server, edit_id, first)
    return None


async def _looked_for(server: Server, edit_id: str, first: Standing) -> list[Diagnostic] | None:
    remaining: list[Diagnostic] | None = None
    for number, wait_s in enumerate((*_LOOKS_AFTER_S, *_LATER_LOOKS_AFTER_S)):
        if number >= len(_LOOKS_AFTER_S) and remaining is not None:
            break
        await asyncio.sleep(wait_s)
        place = _still(server, edit_id, first)
        if place is None:
            return None
        shown = await problems_in(server, place.view.uri, place.text, place.view.region)
        now = _still(server, edit_id, first)
        if now is None:
            return None
        if shown is not None:
            snapshot = server.session.snapshot(now.view.uri)
            found = [diagnostic_of(server.session, snapshot, each, is_brief=True) for each in shown]
            remaining = _grave(now.text, now.view.region, found)
            if not remaining:
                break
    return remaining


async def _told_unasked(server: Server, edit_id: str, first: Standing) -> list[Diagnostic] | None:
    """What the editor tells of the region with its questions, when it tells of something."""
    loop = asyncio.get_running_loop()
    fresh_s = loop.time() + _FRESH_AFTER_S
    while True:
        told = await server.known_problems.next_told(first.view.uri)
        place = _still(server, edit_id, first)
        if told is None or place is None:
            return None
        if told.version == place.version and loop.time() >= fresh_s:
            found = _grave(place.text, place.view.region, told.problems)
            if found:
                return found


def _still(server: Server, edit_id: str, first: Standing) -> Standing | None:
    now = standing(server, edit_id)
    is_left = now is not None and now.view.state == "applied" and now.version != first.version
    return None if is_left else now


async def _unread(server: Server, place: Standing) -> list[Diagnostic]:
    """What the grammar cannot read in the region."""
    language_id = server.session.snapshot(place.view.uri).language_id
    return await asyncio.to_thread(syntax_problems, place.text, place.view.region, language_id)


def _grave(text: Text, region: Span, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The errors and warnings that begin on the region's lines."""
    first, last = lines_of(text, region)
    return [
        each for each in found if each.gravity != "remark" and first <= text.line_at(each.span.start) <= last
    ]
