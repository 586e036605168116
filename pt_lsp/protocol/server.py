"""The language server: pygls's typed client methods and registry, our session and services.

Refuses to handle anything itself: handlers/ has one file a method, `registration` ties them to it.
"""

import asyncio
import contextlib
import functools
import itertools
import logging
import os
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from cattrs import Converter
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pt_lsp import __version__
from pt_lsp.documents.encoding import PositionEncoding
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.uris import path_of
from pt_lsp.errors import Excluded, OverBudget, PtLspError
from pt_lsp.llm.endpoint import authorization, find_endpoint
from pt_lsp.protocol.bookkeeping import keep_statistics, write_statistics
from pt_lsp.protocol.capabilities import SERVER_NAME
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.configuration import Configuration
from pt_lsp.protocol.editing.originals import OriginalsQueue
from pt_lsp.protocol.extensions import EDIT_PROGRESS, STATUS
from pt_lsp.protocol.in_flight import InFlight
from pt_lsp.protocol.pages import Pages
from pt_lsp.protocol.processes import parent_death
from pt_lsp.protocol.progress import Progress
from pt_lsp.protocol.session import Document, Session
from pt_lsp.protocol.status import Status
from pt_lsp.protocol.watching import watch_files
from pt_lsp.protocol.wire.boundary import log_failure
from pt_lsp.protocol.wire.converter import make_converter
from pt_lsp.protocol.wire.dispatch import Dispatcher
from pt_lsp.services import Services
from pt_lsp.settings.options import Settings

if TYPE_CHECKING:
    from pt_lsp.protocol.editing.runs import EditRuns
    from pt_lsp.protocol.editing.view import EditView

logger = logging.getLogger(__name__)

_INDEX_AFTER_S = 0.1
"""Editors open a document and ask at once about it."""


class Server(LanguageServer):
    """Owns the session; made anew for each client."""

    protocol: Dispatcher
    client: Client
    session: Session
    progress_bars: Progress
    virtual_documents: Pages

    def __init__(self, services: Services, configuration: Configuration) -> None:
        super().__init__(
            SERVER_NAME,
            __version__,
            notebook_document_sync=types.NotebookDocumentSyncOptions(
                notebook_selector=[types.NotebookDocumentFilterWithNotebook(notebook="*")]
            ),
            protocol_cls=Dispatcher,
            converter_factory=make_converter,
        )
        self.services = services
        self.configuration = configuration
        self.status = Status(self._tell_status, self._find_excess)
        self.jobs = InFlight()
        self.originals = OriginalsQueue(services.originals)
        self.is_abandoned = asyncio.Event()
        self._ids = itertools.count(1)
        self._own_name = os.urandom(4).hex()
        self._background: set[asyncio.Task[None]] = set()

    def begin(self, client: Client, params: dict[str, Any]) -> None:
        """Start the session of a client that has sent `initialize`."""
        self.client = client
        self.configuration.set_initial(params.get("initializationOptions"))
        self.session = Session(
            cast("PositionEncoding", client.position_encoding), self.configuration.settings_for
        )
        self.session.folders = _folders_of(params)
        self.services.indexing.begins_after_s = _INDEX_AFTER_S
        self.services.folders_changed(self.session.folders)
        self.progress_bars = Progress(self, is_supported=client.shows_progress)
        self.virtual_documents = Pages(self, client, self._refresh_content)
        if client.parent_pid is not None:
            self.in_background(self._watch_parent(client.parent_pid))

    def greet(self) -> None:
        """Do what had to wait until the client takes requests."""
        if self.client.registers_watchers:
            self.in_background(watch_files(self))
        self.in_background(self._get_ready())
        self.in_background(keep_statistics(self.services, self.status))

    def take_settings(self, section: dict[str, Any] | None) -> None:
        """What the editor's settings say now; work under way keeps what it started with."""
        self.configuration.set_pushed(section)
        self.services.indexing.stirred()

    def pull_configuration(self) -> None:
        """Ask the client for our section, where it can be asked."""
        if self.client.configures:
            self.in_background(self._pull_configuration())

    def open_document(self, opened: types.TextDocumentItem) -> None:
        """Have the document open, with the edits in it that wait for a verdict."""
        self._keep_edits(opened.uri)
        document = self.session.open(opened.uri, str(opened.language_id), opened.version, opened.text)
        if "edit_runs" in vars(self):
            self.edit_runs.open(document)
        self.services.indexing.opened(self.session.snapshot(opened.uri))
        self.in_background(self._offer_crashed_edits(document))

    def change_document(
        self, uri: str, version: int | None, events: Sequence[types.TextDocumentContentChangeEvent]
    ) -> None:
        """Take what the editor has changed; a document that is not open has no text to change."""
        document = self.session.find(uri)
        if document is not None:
            changes = document.change(version, events, self.session.encoding)
            self.services.tally.changed(uri, document.text, changes)
            snapshot = self.session.snapshot(uri)
            self.services.engine.changed(snapshot, changes)
            self.services.recent.changed(snapshot, changes)
            self.services.indexing.changed(snapshot)

    def close_document(self, uri: str) -> None:
        """Forget what was kept for a document, but for the edits in it that wait for a verdict."""
        self._keep_edits(uri)
        self.session.close(uri)
        self.services.engine.forget(uri)
        self.services.tally.forget(uri)
        self.services.related.forget(uri)
        self.services.recent.forget(uri)
        self.services.indexing.closed(uri)

    def exclusion_reason(self, snapshot: Snapshot) -> str | None:
        """Why the document must not leave the machine, or None; asked for before each request goes out."""
        self.services.indexing.stirred()
        return self.services.exclusion_reason(snapshot, self.session.root(snapshot.uri))

    def snapshot_to_send(self, uri: str) -> Snapshot:
        """The document as it is now. Raises Excluded, JsonRpcInvalidParams."""
        snapshot = self.session.snapshot(uri)
        if reason := self.exclusion_reason(snapshot):
            raise Excluded(f"This file stays on your machine: {reason}")
        return snapshot

    @property
    def converter(self) -> Converter:
        """Turns decoded JSON into LSP types and back."""
        converter: Converter = self.protocol.converter
        return converter

    @functools.cached_property
    def edit_runs(self) -> "EditRuns":
        """All edits; imported with the first one."""
        from pt_lsp.protocol.editing.notifications import EditNotifications
        from pt_lsp.protocol.editing.runs import EditRuns

        runs = EditRuns(self, self.session, self.client, self.originals)
        self._edit_news = EditNotifications(
            self.client,
            asyncio.get_running_loop(),
            views=runs.views,
            show=self._show_edit,
            refresh_lenses=self._refresh_lenses,
        )
        runs.on_news = self._edit_news.tell
        return runs

    def edit_views(self, uri: str) -> "Sequence[EditView]":
        """The edits of a document that run or can be decided; before the first edit this costs nothing."""
        return self.edit_runs.views(uri) if "edit_runs" in vars(self) else ()

    def new_job_id(self) -> str:
        """The id of the next edit or explanation; no other server has it, because originals are shared."""
        return f"job-{self._own_name}-{next(self._ids)}"

    def in_background(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `work` beside the requests, until it or the server ends; a failure goes to the log."""
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background_done)
        return task

    async def stop(self) -> None:
        """End all that runs, and close what is open; nothing runs after that."""
        self.originals.ending()
        self._close_documents()
        await self.protocol.stop()
        for task in list(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self.services.aclose()
        if "edit_runs" in vars(self):
            self.edit_runs.keep_rest()
            self._edit_news.stop()
        self.status.stop()
        await self.originals.aclose()
        await write_statistics(self.services)
        if hasattr(self, "virtual_documents"):
            self.virtual_documents.close()

    def _background_done(self, task: asyncio.Task[None]) -> None:
        self._background.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log_failure("Background work", error)

    def _close_documents(self) -> None:
        """Nothing more is sent to any; what waits for a verdict goes to the disk as it stands."""
        if hasattr(self, "session"):
            for uri in self.session.uris:
                self.close_document(uri)

    def _keep_edits(self, uri: str) -> None:
        document = self.session.find(uri)
        if document is not None and "edit_runs" in vars(self):
            self.edit_runs.close(document)

    async def _offer_crashed_edits(self, document: Document) -> None:
        if records := await self.originals.of(document.uri):
            self.edit_runs.offer_crashed(document, records)

    async def _get_ready(self) -> None:
        if self.client.configures:
            await self._pull_configuration()
        settings = self.configuration.settings_for(None)
        try:
            await self._check_readiness(settings)
        except PtLspError as error:
            self.status.note(error)

    async def _check_readiness(self, settings: Settings) -> None:
        """Raises what the first request would raise before it is sent, so that it is said once, now."""
        endpoint = find_endpoint(settings.endpoint)
        await self.services.gateway.warm(settings)
        # A password manager that asks for a finger is started when a key is needed, not before.
        if settings.endpoint.api_key_command is None and not endpoint.route.is_loopback:
            authorization(endpoint, await self.services.gateway.keys.find(settings))

    async def _pull_configuration(self) -> None:
        params = types.ConfigurationParams(items=[types.ConfigurationItem(section="ptLsp")])
        with contextlib.suppress(JsonRpcException):
            answer = await self.workspace_configuration_async(params)
            section = answer[0] if answer else None
            self.take_settings(section if isinstance(section, dict) else None)

    async def _watch_parent(self, pid: int) -> None:
        await parent_death(pid)
        self.is_abandoned.set()

    def _refresh_content(self, params: types.TextDocumentContentRefreshParams) -> None:
        self.protocol.request_in_background(types.WORKSPACE_TEXT_DOCUMENT_CONTENT_REFRESH, params)

    def _refresh_lenses(self) -> None:
        self.protocol.request_in_background(types.WORKSPACE_CODE_LENS_REFRESH, None)

    def _show_edit(self, view: "EditView") -> None:
        from pt_lsp.protocol.editing.view import progress_of

        document = self.session.find(view.uri)
        text = None if document is None else document.text
        self.protocol.notify(EDIT_PROGRESS, progress_of(view, text, self.session.encoding))

    def _find_excess(self) -> OverBudget | None:
        budget = self.configuration.settings_for(None).budget
        return self.services.gateway.ledger.excess(budget)

    def _tell_status(self) -> None:
        if STATUS in self.client.extensions:
            state = {"state": self.status.state, "message": self.status.message}
            self.protocol.notify(STATUS, state)


def _folders_of(params: dict[str, Any]) -> list[Path]:
    folders = params.get("workspaceFolders")
    uris = [f.get("uri") for f in folders if isinstance(f, dict)] if isinstance(folders, list) else []
    uris = uris or [params.get("rootUri")]
    paths = [path for uri in uris if isinstance(uri, str) and (path := path_of(uri))]
    if not paths and isinstance(params.get("rootPath"), str):
        return [Path(params["rootPath"])]
    return paths
