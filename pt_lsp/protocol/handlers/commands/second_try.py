"""What comes after a fix: one more try where problems are left, and a word of those that remain then.

The first answer stands until the second one is whole, so nothing is lost where that fails or is overtaken:
whatever the user types in the region or decides ends the second try, and so does a cancel.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

from pt_lsp.documents.span import Span
from pt_lsp.documents.uris import path_or_uri
from pt_lsp.documents.visibility import visible_line
from pt_lsp.errors import PtLspError
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.problems.diagnostic import Diagnostic
from pt_lsp.features.edit.problems.listing import problem_items
from pt_lsp.features.edit.problems.syntax import SYNTAX, is_about_syntax
from pt_lsp.features.edit.problems.unsolved import unsolved
from pt_lsp.features.edit.request import Attempt, EditRequest, asked_again
from pt_lsp.protocol.editing.run import EditJob
from pt_lsp.protocol.extensions import EDIT_PROGRESS
from pt_lsp.protocol.handlers.commands.edit import drafts_of, run_job
from pt_lsp.protocol.in_flight import run_child
from pt_lsp.protocol.problems.asking import tells_problems
from pt_lsp.protocol.problems.remaining import Standing, remaining_in, standing
from pt_lsp.protocol.server import Server

logger = logging.getLogger(__name__)

_TITLE = "Fix what remains"
_WATCHES_EVERY_S = 0.2
_MOST_TOLD = 2
_LONGEST_TOLD = 80
_OVERTAKEN = "You typed while a second answer was put in its place, so the fix was taken back: ask again."


def look_after(
    server: Server, edit_id: str, request: EditRequest, before: Sequence[Diagnostic] | None
) -> None:
    """Have a finished fix tried once more if it needs to be, then tell what remains; returns at once.

    `before` is what was wrong in its region before, where that is known. Says nothing where nothing is known,
    or the edit is decided meanwhile.
    """
    if first := standing(server, edit_id):
        server.background.spawn(_look_after(server, first, request, before))


async def _look_after(
    server: Server, first: Standing, request: EditRequest, before: Sequence[Diagnostic] | None
) -> None:
    edit_id = first.view.id
    asks_grammar = not tells_problems(server) and await asyncio.to_thread(is_about_syntax, request)
    remaining = await remaining_in(server, edit_id, asks_grammar=asks_grammar)
    left = unsolved(remaining or (), request.diagnostics, before)
    left += [each for each in remaining or () if each.kind == SYNTAX]
    if left and await _tried_again(server, first, request, left):
        remaining = await remaining_in(server, edit_id, asks_grammar=asks_grammar)
    last = standing(server, edit_id)
    if remaining and last is not None:
        _tell(server, last, remaining)


async def _tried_again(
    server: Server, first: Standing, request: EditRequest, left: Sequence[Diagnostic]
) -> bool:
    """Whether a second answer stands in the place of the first one."""
    edit_id = first.view.id

    def is_untouched() -> bool:
        now = standing(server, edit_id)
        return now is not None and now.view.state == "pending" and now.reading == first.reading

    now = standing(server, edit_id)
    if now is None or not is_untouched():
        return False
    try:
        second = _second_request(server, now, request, left)
        draft = await _second_draft(server, edit_id, second, is_untouched)
        if draft is None or not _is_worth_it(draft, first, second):
            return False
        return await _put_in_place(server, first, second, draft, is_untouched)
    except PtLspError as error:
        # Nobody has asked for it, and what stands there is told of.
        logger.info("A second try of a fix failed: %s", error)
        return False


def _second_request(
    server: Server, now: Standing, request: EditRequest, left: Sequence[Diagnostic]
) -> EditRequest:
    """The same of the text as it would read without the first answer.

    Raises PtLspError where it must not be sent.
    """
    snapshot = server.session.snapshot_to_send(now.view.uri)
    text, region = snapshot.text, now.view.region
    attempt = Attempt(text.slice(region), tuple(problem_items(text, region, left)))
    n_before = len(text)
    for hunk in reversed(now.view.hunks):
        text = text.replace(hunk.span, hunk.old_text)
    region = Span(region.start, region.end + len(text) - n_before)
    again = asked_again(request, replace(snapshot, text=text), region, None)
    return replace(again, attempt=attempt)


async def _second_draft(
    server: Server, edit_id: str, request: EditRequest, is_untouched: Callable[[], bool]
) -> Draft | None:
    """The whole answer; None where it was cancelled, or the first one is not as it was any more."""
    bar = server.progress_bars.bar()
    task = asyncio.create_task(_last_draft(drafts_of(server, request, bar.report)))

    def cancel() -> None:
        task.cancel()

    with server.in_flight.registered(edit_id, cancel), server.status.working():
        async with server.progress_bars.show(bar, _TITLE, None, cancel), _ended_unless(is_untouched, task):
            return task.result() if await run_child(task) else None


async def _last_draft(drafts: AsyncGenerator[Draft]) -> Draft | None:
    last = None
    async with aclosing(drafts):
        async for draft in drafts:
            last = draft
    return last


@asynccontextmanager
async def _ended_unless(
    is_untouched: Callable[[], bool], task: asyncio.Task[Draft | None]
) -> AsyncGenerator[None]:
    """Have the task cancelled as soon as what it works for is not wanted any more: it is paid for."""

    async def watch() -> None:
        while not task.done() and is_untouched():
            await asyncio.wait([task], timeout=_WATCHES_EVERY_S)
        task.cancel()

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        watching.cancel()


def _is_worth_it(draft: Draft, first: Standing, request: EditRequest) -> bool:
    """Whether it says anything new, and nothing that is to be warned of more than of the first one."""
    said = {first.text.slice(first.view.region), request.snapshot.text.slice(request.region)}
    return draft.text not in said and (draft.warning is None or first.view.warning is not None)


async def _put_in_place(
    server: Server, first: Standing, request: EditRequest, draft: Draft, is_untouched: Callable[[], bool]
) -> bool:
    """Whether the draft has taken the place of the first answer, as another try of the same edit.

    A verdict that comes while the first answer is taken back is one on that answer.
    """
    edit_id, runs = first.view.id, server.editing.runs
    asked, uri, region = await runs.take_back(edit_id, is_untouched)
    view, snapshot = runs.view(edit_id), server.session.snapshot_to_send(uri)
    verdict = None if view is None else view.verdict
    if verdict == "reject":
        return False
    if snapshot.text.slice(region) != request.snapshot.text.slice(request.region):
        runs.warn(edit_id, _OVERTAKEN)
        return False
    if verdict == "accept":
        draft = Draft(first.text.slice(first.view.region))
    again = asked_again(asked, snapshot, region, None)
    await run_job(server, EditJob(edit_id, again, _only(draft)), None, server.progress_bars.bar())
    if verdict == "accept":
        await runs.decide(edit_id, "accept")
    return verdict is None


async def _only(draft: Draft) -> AsyncGenerator[Draft]:
    yield draft


def _tell(server: Server, place: Standing, remaining: Sequence[Diagnostic]) -> None:
    """By the edit's warning; where the editor shows none, how many there are is a line of the log."""
    count = "1 problem remains" if len(remaining) == 1 else f"{len(remaining)} problems remain"
    told = "; ".join(_shortened(each.message) for each in remaining[:_MOST_TOLD])
    sentence = f"{count}: {told}{'; ...' if len(remaining) > _MOST_TOLD else ''}."
    if sentence not in (place.view.warning or ""):
        server.editing.runs.warn(place.view.id, sentence)
    if EDIT_PROGRESS not in server.client.extensions:
        name = path_or_uri(place.view.uri).rpartition("/")[2]
        logger.warning("%s: %s where it was fixed.", visible_line(name), count)


def _shortened(message: str) -> str:
    line = visible_line(" ".join(message.split())).rstrip(".")
    return line if len(line) <= _LONGEST_TOLD else f"{line[: _LONGEST_TOLD - 3].rstrip()}..."
