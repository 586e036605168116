"""`ptLsp.writeTests`: tests of the code at a place, in the file where the project has them.

A file that does not exist is created once there is text for it, and goes again when nothing comes of that.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace

from lsprotocol import types

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import uri_of
from pt_lsp.errors import EditRefused, Unsupported, UnusableReply
from pt_lsp.features.edit.actions.write_tests import WRITE_TESTS
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.features.edit.test_writing.insertion import all_lines
from pt_lsp.features.edit.test_writing.tested import CodeToTest, code_to_test
from pt_lsp.features.edit.test_writing.writing import request_for_tests
from pt_lsp.project.places_of_tests import PlaceOfTests, place_of_tests
from pt_lsp.protocol.convert import span_of
from pt_lsp.protocol.editing.run import EditJob
from pt_lsp.protocol.extensions import RegionArguments, parse_arguments
from pt_lsp.protocol.handlers.commands.edit import drafts_of
from pt_lsp.protocol.in_flight import run_child
from pt_lsp.protocol.progress import Bar
from pt_lsp.protocol.results import EditResult
from pt_lsp.protocol.server import Server
from pt_lsp.workspace.roots import root_of

_MOST_TRIES = 5
"""Then it is parsed where nobody can type meanwhile."""


async def run_write_tests(server: Server, params: types.ExecuteCommandParams) -> EditResult:
    """New tests in another document; its `uri` is in the result."""
    arguments = parse_arguments(RegionArguments, params, server.protocol.converter)
    source = server.session.snapshot_to_send(arguments.text_document.uri)
    span = span_of(source.text, arguments.range, server.session.encoding)
    server.services.indexing.stirred()
    job_id = server.in_flight.new_id()
    bar = server.progress_bars.bar()
    preparing = asyncio.create_task(_prepare(server, job_id, source, span, bar))

    def cancel() -> None:
        preparing.cancel()
        server.editing.runs.cancel(job_id)

    title, token = WRITE_TESTS.titled(None), params.work_done_token
    try:
        with server.in_flight.registered(job_id, cancel), server.status.working():
            async with server.progress_bars.show(bar, title, token, cancel):
                while True:
                    if not await run_child(preparing):
                        return {"editId": job_id, "state": "cancelled", "hunks": []}
                    prepared = preparing.result()
                    if (job := prepared.job(server, job_id, bar)) is not None:
                        break
                    preparing = asyncio.create_task(_made_anew(server, prepared))
                async with aclosing(job.drafts):
                    result = await server.editing.runs.run(job, bar)
    finally:
        await asyncio.shield(asyncio.ensure_future(server.editing.created.take_away(job_id)))
    return {**result, "uri": job.request.snapshot.uri}


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An open document for the tests; in one that was made for them the stream has begun."""

    request: EditRequest
    tested: CodeToTest
    drafts: AsyncGenerator[Draft] | None = None
    n_tries: int = 1
    """To make the request from a document in which nobody types meanwhile."""

    def job(self, server: Server, job_id: str, bar: Bar) -> EditJob | None:
        """The edit in the document as it is now: nothing may come between this and its start.

        None where the request was made from another text, and is to be made anew.
        """
        made_from = self.request.snapshot
        document = server.session.snapshot_to_send(made_from.uri)
        request, drafts = replace(self.request, snapshot=document), self.drafts
        if drafts is not None:
            # Some editors fill a new file with what files of its kind begin with.
            request = replace(request, region=all_lines(document.text))
            if request.region.end < len(document.text):
                drafts = _without_last_end(drafts)
        elif (document.text, document.language_id) != (made_from.text, made_from.language_id):
            if self.n_tries < _MOST_TRIES:
                return None
            request = request_for_tests(document, self.tested)
        return EditJob(job_id, request, drafts or drafts_of(server, request, bar.report))


async def _prepare(server: Server, job_id: str, source: Snapshot, span: Span, bar: Bar) -> _Prepared:
    await server.session.let_leave(source)
    place = await _place(server, source)
    tested = await asyncio.to_thread(code_to_test, source, span)
    tested = replace(
        tested,
        path=server.services.gathering.path_of(source),
        framework=place.framework,
        import_hint=place.import_hint,
        example=place.example,
    )
    uri = server.session.as_opened(uri_of(place.path))
    if place.exists or server.session.find(uri) is not None:
        await server.editing.opening.open(uri, place.label)
        return await _made(server, uri, tested)
    _let_create(server, place)
    with server.editing.created.beginning(uri, place.label):
        return await _with_created(server, job_id, uri, place, tested, bar=bar)


async def _with_created(
    server: Server, job_id: str, uri: str, place: PlaceOfTests, tested: CodeToTest, *, bar: Bar
) -> _Prepared:
    """A new document for the tests, once there is text for it."""
    empty = Snapshot(uri, place.language_id, 0, Text.of(""), tested.source.settings)
    request = await asyncio.to_thread(request_for_tests, empty, tested)
    drafts = drafts_of(server, request, bar.report)
    try:
        # What cannot be taken away again is not made before all is there.
        first = await _first_with_text(drafts, is_last=not server.client.deletes_files)
        await server.editing.created.create(job_id, uri, place.label)
        await server.editing.opening.open(uri, place.label)
    except BaseException:
        await drafts.aclose()
        raise
    return _Prepared(request, tested, _continued(first, drafts))


async def _made(server: Server, uri: str, tested: CodeToTest) -> _Prepared:
    """For a document that is open: to parse it would hold up who types."""
    document = server.session.snapshot_to_send(uri)
    return _Prepared(await asyncio.to_thread(request_for_tests, document, tested), tested)


async def _made_anew(server: Server, prepared: _Prepared) -> _Prepared:
    made = await _made(server, prepared.request.snapshot.uri, prepared.tested)
    return replace(made, n_tries=prepared.n_tries + 1)


async def _place(server: Server, source: Snapshot) -> PlaceOfTests:
    """Where the tests are or belong; EditRefused says why nowhere."""
    folder = None if source.path is None else root_of(source.path, server.session.folders)
    if source.path is None or folder is None:
        raise EditRefused("Tests go into a workspace folder: open the folder that holds this file.")
    tree, others = server.services.ignore_tree, server.session.folders
    place = await place_of_tests(source.path, folder, source.settings, tree, others)
    if place is None:
        raise EditRefused("This file has no tests of its own: it is a test itself, or no code.")
    # Its rules are asked for here, so that the sentence names it.
    target = replace(source, uri=uri_of(place.path))
    reason = await server.session.exclusion_reason(target)
    if place.leads_out and not reason:
        reason = "a link leads out of the workspace folder."
    if reason:
        raise EditRefused(f"The tests belong into {place.label}, which stays as it is: {reason}")
    return place


def _let_create(server: Server, place: PlaceOfTests) -> None:
    """Return if the editor can create a file and open it; Unsupported says what to do."""
    if not (server.client.creates_files and server.client.shows_documents):
        told = f"The tests belong into {place.label}, which this editor does not create for a language server"
        raise Unsupported(f"{told}: create it, open it and ask again.")


async def _first_with_text(drafts: AsyncGenerator[Draft], *, is_last: bool) -> Draft:
    """The first draft that holds something, or the last one. Raises UnusableReply where none does."""
    found = None
    async for draft in drafts:
        if draft.text.strip():
            found = draft
            if not is_last:
                break
    if found is None:
        raise UnusableReply("The model wrote no tests; ask again or another model.")
    return found


async def _without_last_end(drafts: AsyncGenerator[Draft]) -> AsyncGenerator[Draft]:
    """For a document whose last line ends already."""
    async with aclosing(drafts):
        async for draft in drafts:
            yield replace(draft, text=draft.text.removesuffix("\n"))


async def _continued(first: Draft, drafts: AsyncGenerator[Draft]) -> AsyncGenerator[Draft]:
    async with aclosing(drafts):
        yield first
        async for draft in drafts:
            yield draft
