"""The tools with which a model looks things up in the project of a document.

Refuses to hold the loop up (each call is answered in a thread, in a bounded time) and to keep what it showed.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pt_lsp.documents.change import Change
from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.uris import path_or_uri
from pt_lsp.errors import log_failure
from pt_lsp.llm.gateway import Tool, ToolResult
from pt_lsp.project.index_rules import rules_in_force
from pt_lsp.project.lookups.offered import OFFERED
from pt_lsp.project.lookups.questions import OfName, Question, UnusableArguments, question_of, shown
from pt_lsp.project.lookups.view import View
from pt_lsp.settings.options import Settings
from pt_lsp.workspace.ignoring import IgnoreTree
from pt_lsp.workspace.roots import root_of

if TYPE_CHECKING:
    # Loaded in the thread, to keep the start short.
    from pt_lsp.context.related import RelatedCode

logger = logging.getLogger(__name__)
_MOST_S = 2.0


class Lookups(DocumentListener):
    """One per server."""

    def __init__(
        self,
        related: "Callable[[], RelatedCode | None]",
        settings_for: Callable[[Path | None], Settings],
        ignore_tree: IgnoreTree,
    ) -> None:
        """`related` gives what holds the index; None while nothing of that may be shown."""
        self._related = related
        self._settings_for = settings_for
        self._ignore_tree = ignore_tree
        self._folders: Sequence[Path] = ()
        self._open: dict[str, Snapshot] = {}

    def folders_changed(self, folders: Sequence[Path]) -> None:
        """These are the workspace folders from now on."""
        self._folders = tuple(folders)

    def opened(self, snapshot: Snapshot) -> None:
        """The editor has a document's text now, which counts before the disk's."""
        self._open[path_or_uri(snapshot.uri)] = snapshot

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:  # noqa: ARG002 - the text says all
        """The text is another."""
        self._open[path_or_uri(snapshot.uri)] = snapshot

    def closed(self, uri: str) -> None:
        """The disk's text counts again."""
        self._open.pop(path_or_uri(uri), None)

    def for_document(self, snapshot: Snapshot) -> "DocumentLookups":
        """The tools for one question about a document."""
        return DocumentLookups(self, snapshot)

    async def answer(self, snapshot: Snapshot, tool: str, question: Question) -> str:
        """What the project says now."""
        view = self._view(snapshot, question)
        looking = asyncio.to_thread(_answer, tool, question, view, self._ignore_tree)
        try:
            return await asyncio.wait_for(looking, _MOST_S)
        except TimeoutError:
            return "This took too long and was ended: ask for less."
        except Exception as error:  # noqa: BLE001 - whatever a file holds, the model has its answer
            log_failure(logger, "A lookup", error)
            return "This could not be looked up."

    def _view(self, snapshot: Snapshot, question: Question) -> View:
        related = self._related()
        names = question.names if isinstance(question, OfName) else ()
        own = snapshot.origin
        return View(
            own=snapshot,
            own_settings=self._settings_for(own and root_of(own, self._folders)),
            open_documents=dict(self._open),
            indexed=related.index.files() if related else {},
            defining=related.defining(snapshot.uri, names) if related and names else (),
            rules=rules_in_force(self._folders, self._settings_for),
        )


class DocumentLookups:
    """What the model is offered while it answers one question."""

    definitions: Sequence[Tool] = OFFERED

    def __init__(self, lookups: Lookups, snapshot: Snapshot) -> None:
        self._lookups = lookups
        self._snapshot = snapshot

    async def call(self, name: str, arguments: Mapping[str, Any]) -> ToolResult:
        """What the call gives; what is wrong with it is a sentence to the model."""
        try:
            question = question_of(name, arguments)
        except UnusableArguments as fault:
            return ToolResult(str(fault), f"{shown(name)}: unusable arguments")
        return ToolResult(await self._lookups.answer(self._snapshot, name, question), question.told)


def _answer(tool: str, question: Question, view: View, tree: IgnoreTree) -> str:
    # Brings grammars and what finds secrets, which the start does without.
    from pt_lsp.project.lookups.answering import answer_to

    return answer_to(tool, question, view, tree)
