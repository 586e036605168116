"""What outlives a request, made once by the command line and shared by all that ask.

Refuses to make anything itself, and to know of editors.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.errors import SettingsError
from pt_lsp.features.explain.memory import ExplanationMemory
from pt_lsp.features.inline_completion.acceptance import Acceptances
from pt_lsp.features.inline_completion.counts import EngineCounts
from pt_lsp.features.inline_completion.engine import Engine
from pt_lsp.features.inline_completion.fill_ways import FillWays
from pt_lsp.llm.gateway import Gateway, ToolOffer
from pt_lsp.llm.probing import ProbeResult
from pt_lsp.project.env_secrets import EnvSecrets
from pt_lsp.project.exclusions import Exclusions
from pt_lsp.project.gathering import Gathering
from pt_lsp.project.indexing import Indexing
from pt_lsp.project.lookups.lookups import Lookups
from pt_lsp.project.named_images import NamedImages
from pt_lsp.project.repository_changes import RepositoryChanges
from pt_lsp.settings.options import Settings
from pt_lsp.store.originals import Originals
from pt_lsp.store.probes import Probes
from pt_lsp.store.statistics import Counts, Statistics
from pt_lsp.workspace.ignoring import IgnoreTree

logger = logging.getLogger(__name__)
_PURPOSE = "inline completion"


@dataclass(frozen=True, slots=True)
class Services:
    """The stateful objects that outlive a request."""

    gateway: Gateway
    fill_ways: FillWays
    engine: Engine
    acceptances: Acceptances
    statistics: Statistics
    exclusions: Exclusions
    originals: Originals
    explanations: ExplanationMemory
    env_secrets: EnvSecrets
    indexing: Indexing
    gathering: Gathering
    lookups: Lookups
    named_images: NamedImages
    ignore_tree: IgnoreTree
    probes: Probes
    repository_changes: RepositoryChanges

    @property
    def listeners(self) -> tuple[DocumentListener, ...]:
        """Those that follow the open documents, in the order in which they are to be told."""
        return self.acceptances, self.engine, self.engine.pauses, self.gathering, self.lookups, self.indexing

    def offer(self, snapshot: Snapshot, tell: Callable[[str], None]) -> ToolOffer:
        """What may be looked up for a question about a document; `tell` is told what was."""
        return ToolOffer(self.lookups.for_document(snapshot), tell)

    def folders_changed(self, folders: Sequence[Path]) -> None:
        """These are the workspace folders from now on."""
        self.env_secrets.look_into(folders)
        self.gathering.folders_changed(folders)
        self.lookups.folders_changed(folders)
        self.named_images.folders_changed(folders)
        self.repository_changes.folders_changed(folders)
        self.indexing.folders_changed(folders)

    def remember_probe(self, settings: Settings, found: ProbeResult) -> None:
        """Keep what works. Blocks on the disk; raises SettingsError when it cannot be written."""
        self.fill_ways.remember(settings.endpoint, found.fill_ways)
        for model, takes in found.tools.items():
            self.probes.record_tools(settings.endpoint.base_url, model, takes=takes)

    def collect_statistics(self) -> Statistics:
        """The statistics with what was counted since the last call."""
        reused, self.engine.counts = self.engine.counts.reused, EngineCounts()
        if reused:
            self.statistics.add(_PURPOSE, Counts(reused=reused))
        for language_id, counts in self.acceptances.take().items():
            self.statistics.add(_PURPOSE, counts, language_id)
        return self.statistics

    async def write_statistics(self) -> None:
        """Write what is not written yet; a disk that cannot be written is no reason to fail."""
        try:
            await asyncio.to_thread(self.collect_statistics().flush)
        except SettingsError as error:
            logger.info("%s", error)

    async def aclose(self) -> None:
        """Close streams and connections; raises what one of them does once all have had their turn."""
        async with AsyncExitStack() as ends:
            # The last one ends first.
            for each in (self.env_secrets, self.gateway, self.engine, self.gathering, self.indexing):
                ends.push_async_callback(each.aclose)
