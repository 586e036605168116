"""The language server: pygls's typed client methods and registry, our session and services.

Starts and stops, and handles nothing itself: handlers/ has one file a method, `registration` ties them to it.
"""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from pt_lsp import __version__
from pt_lsp.documents.encoding import PositionEncoding
from pt_lsp.errors import log_failure
from pt_lsp.protocol.background_tasks import BackgroundTasks
from pt_lsp.protocol.capabilities import SERVER_NAME
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.configuration import Configuration
from pt_lsp.protocol.editing.facade import Editing
from pt_lsp.protocol.extensions import STATUS
from pt_lsp.protocol.in_flight import InFlight
from pt_lsp.protocol.pages import Pages
from pt_lsp.protocol.problems.findings import ShownFindings
from pt_lsp.protocol.problems.known import KnownProblems
from pt_lsp.protocol.processes import death_of, is_alive
from pt_lsp.protocol.progress import Progress
from pt_lsp.protocol.results import ServerStatus
from pt_lsp.protocol.session import Session
from pt_lsp.protocol.status import Status
from pt_lsp.protocol.wire.boundary import about
from pt_lsp.protocol.wire.converter import make_converter
from pt_lsp.protocol.wire.dispatch import Dispatcher
from pt_lsp.services import Services

_INDEX_AFTER_S = 0.1
"""Editors open a document and ask at once about it."""


logger = logging.getLogger(__name__)


class Server(LanguageServer):
    """Owns what lasts as long as one client does; what is declared here is there from `begin` on."""

    protocol: Dispatcher
    client: Client
    session: Session
    editing: Editing
    findings: ShownFindings
    progress_bars: Progress
    pages: Pages

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
        self.status = Status(
            self._tell_status,
            lambda: services.gateway.ledger.excess(configuration.settings_for(None).budget),
            lambda: services.engine.pauses.left_s,
            self._refusal,
        )
        self.background = BackgroundTasks()
        self.known_problems = KnownProblems()
        self.in_flight = InFlight()
        self.is_abandoned = asyncio.Event()
        self._has_begun = False

    def begin(self, client: Client, folders: Sequence[Path]) -> None:
        """Start the session of a client that has sent `initialize`."""
        self.client = client
        encoding = cast("PositionEncoding", client.position_encoding)
        self.session = Session(encoding, self.configuration.settings_for, self.services.exclusions)
        self.editing = Editing(client, self.session, self.protocol, self.background, self.services.originals)
        self.findings = ShownFindings(self.text_document_publish_diagnostics, encoding, self.background.spawn)
        listeners = self.editing, self.known_problems, self.findings
        self.session.listeners = (*listeners, *self.services.listeners)
        self.session.folders = list(folders)
        self.services.indexing.begins_after_s = _INDEX_AFTER_S
        self.services.folders_changed(folders)
        self.progress_bars = Progress(self, is_supported=client.shows_progress)
        self.pages = Pages(client, self.background, self.protocol.request_in_background)
        self.background.spawn(self.pages.sweep())
        self._has_begun = True
        # That of an editor in another container says nothing here: there may be no such process.
        if client.parent_pid is not None and is_alive(client.parent_pid):
            self.background.spawn(self._watch_parent(client.parent_pid))

    async def stop(self) -> None:
        """End all that runs, and close what is open; nothing runs after that.

        What fails to end keeps nothing else from it.
        """
        if self._has_begun:
            self.editing.ending()
            self.session.close_all()
        ends = [self.protocol.stop, self.background.aclose, self.services.aclose]
        ends += [self.services.write_statistics, self._stop_telling]
        for end in [*ends, self.editing.aclose] if self._has_begun else ends:
            try:
                await end()
            except Exception as error:  # noqa: BLE001 - there is nobody left to tell
                log_failure(logger, f"{end.__qualname__} at the end of the server", error)

    async def _stop_telling(self) -> None:
        self.status.stop()
        if self._has_begun:
            await asyncio.to_thread(self.pages.close)

    async def _watch_parent(self, pid: int) -> None:
        await death_of(pid)
        self.is_abandoned.set()

    def _refusal(self) -> str | None:
        """Why nothing may be sent, or nothing about the documents of one of the folders."""
        roots = (None, *(self.session.folders if self._has_begun else ()))
        refusals = (self.configuration.settings_for(root).refusal for root in roots)
        return next((refusal for refusal in refusals if refusal is not None), None)

    def _tell_status(self) -> None:
        if STATUS in self.client.extensions:
            status = self.status
            failure = None if status.reason is None else about(status.reason)
            told: ServerStatus = {"state": status.state, "message": status.message, "failure": failure}
            self.protocol.notify(STATUS, told)
