"""The one door to the edits of a session; what is behind it is imported with the first edit."""

import asyncio
import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from pt_lsp.documents.change import Change
from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.protocol.background_tasks import BackgroundTasks
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.editing.originals import OriginalsQueue
from pt_lsp.protocol.extensions import EDIT_PROGRESS
from pt_lsp.protocol.processes import death_of
from pt_lsp.protocol.session import Session
from pt_lsp.protocol.wire.dispatch import Dispatcher
from pt_lsp.store.originals import Originals

if TYPE_CHECKING:
    from pt_lsp.protocol.editing.created_files import CreatedFiles
    from pt_lsp.protocol.editing.notifications import EditNotifications
    from pt_lsp.protocol.editing.opening import DocumentOpening
    from pt_lsp.protocol.editing.runs import EditRuns
    from pt_lsp.protocol.editing.view import EditView
    from pt_lsp.protocol.results import EditProgress

_MAX_WAIT_S = 2.0
"""A disk of this machine takes milliseconds, one that hangs takes for ever."""


class Editing(DocumentListener):
    """Owned by the server; made for one client."""

    def __init__(
        self,
        client: Client,
        session: Session,
        dispatcher: Dispatcher,
        background: BackgroundTasks,
        originals: Originals,
    ) -> None:
        self._client = client
        self._session = session
        self._dispatcher = dispatcher
        self._background = background
        self._originals = OriginalsQueue(originals)
        self._offering: set[asyncio.Task[None]] = set()
        self._waiting: dict[str, asyncio.Task[None]] = {}
        """By URI: for servers to end that follow edits in the document."""

    @functools.cached_property
    def runs(self) -> "EditRuns":
        """All edits."""
        from pt_lsp.protocol.editing.keeping import Keeping
        from pt_lsp.protocol.editing.runs import EditRuns
        from pt_lsp.protocol.editing.sending import EditSender

        return EditRuns(
            self._session,
            self._client,
            sender=EditSender(self._dispatcher, self._client, self._session.encoding),
            spawn=self._background.spawn,
            keeping=Keeping(self._originals),
            notifications=self._notifications,
        )

    @functools.cached_property
    def created(self) -> "CreatedFiles":
        """The files that edits have created."""
        from pt_lsp.protocol.editing.created_files import CreatedFiles

        return CreatedFiles(self._session, self._client, self._dispatcher)

    @functools.cached_property
    def opening(self) -> "DocumentOpening":
        """Who waits for a document to be opened."""
        from pt_lsp.protocol.editing.opening import DocumentOpening

        return DocumentOpening(self._session, self._client, self._dispatcher)

    def views(self, uri: str) -> "Sequence[EditView]":
        """The edits of a document that run or can be decided; before the first edit this costs nothing."""
        return self.runs.views(uri) if self._is_used else ()

    def opened(self, snapshot: Snapshot) -> None:
        """Have the edits in the document that wait for a verdict, those of a server that died too."""
        if self._is_used:
            self.runs.opened(snapshot)
        if "opening" in vars(self):
            self.opening.told()
        offering = self._background.spawn(self._offer_crashed(snapshot.uri))
        self._offering.add(offering)
        offering.add_done_callback(self._offering.discard)

    async def offered(self) -> None:
        """Return when the edits that ended servers have left in open documents are known."""
        if self._offering:
            await asyncio.wait(self._offering, timeout=_MAX_WAIT_S)

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:
        """Before the first edit this costs nothing."""
        if self._is_used:
            self.runs.changed(snapshot, changes)

    def lost(self, uri: str) -> None:
        """The edits of the document that run fail, the others wait for its text to be told again."""
        if self._is_used:
            self.runs.lost(uri)

    def closed(self, uri: str) -> None:
        """The edits of the document end, or wait for it to be opened again."""
        self._wait_no_more(uri)
        if self._is_used:
            self.runs.closed(uri)

    def ending(self) -> None:
        """The editor is gone: what it does not report any more is not taken for decided."""
        self._originals.ending()
        if "created" in vars(self):
            self.created.ending()
        if self._is_used:
            self.runs.closing.ending()

    async def aclose(self) -> None:
        """Return once what is undecided is on the disk; nothing is told or written after that."""
        if self._is_used:
            self.runs.keep_rest()
            self._notifications.stop()
        await self._originals.aclose()

    @property
    def _is_used(self) -> bool:
        return "runs" in vars(self)

    @functools.cached_property
    def _notifications(self) -> "EditNotifications":
        from pt_lsp.protocol.editing.notifications import EditNotifications

        return EditNotifications(
            self._client,
            progress_of=self._progress_of,
            show=lambda progress: self._dispatcher.notify(EDIT_PROGRESS, progress),
            refresh_lenses=lambda: self._dispatcher.request_in_background(
                types.WORKSPACE_CODE_LENS_REFRESH, None
            ),
        )

    def _progress_of(self, view: "EditView") -> "EditProgress":
        from pt_lsp.protocol.editing.view import progress_of

        document = self._session.find(view.uri)
        text = None if document is None else document.text
        return progress_of(view, text, self._session.encoding)

    async def _offer_crashed(self, uri: str, ended: frozenset[int] = frozenset()) -> None:
        originals = await self._originals.of(uri)
        if not originals:
            return
        from pt_lsp.protocol.editing.keeping import owner_of

        self.runs.offer_crashed(uri, originals, ended)
        self._wait_no_more(uri)
        owner = owner_of(originals, ended)
        if owner is not None and self._session.find(uri) is not None:
            # The server before this one may take its time to end: until then its edits are not nobody's.
            self._waiting[uri] = self._background.spawn(self._offer_later(uri, owner, ended))

    async def _offer_later(self, uri: str, owner: int, ended: frozenset[int]) -> None:
        await death_of(owner)
        del self._waiting[uri]
        await self._offer_crashed(uri, ended | {owner})

    def _wait_no_more(self, uri: str) -> None:
        if waiting := self._waiting.pop(uri, None):
            waiting.cancel()
