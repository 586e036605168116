"""What features run on, made once by the command line and shared by all that ask.

Refuses to make anything itself, and to know of editors.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cachetools import LRUCache, TTLCache

from pt_lsp.context.recent_activity import RecentActivity
from pt_lsp.context.related_later import RelatedLater
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.features.inline_completion.acceptance import Acceptances
from pt_lsp.features.inline_completion.counts import EngineCounts
from pt_lsp.features.inline_completion.engine import Engine
from pt_lsp.llm.gateway import Gateway
from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.project.env_secrets import EnvSecrets
from pt_lsp.project.gathering import Gathering
from pt_lsp.project.indexing import Indexing
from pt_lsp.settings.options import EndpointSettings, FillWay
from pt_lsp.store.originals import Originals
from pt_lsp.store.probes import Probes
from pt_lsp.store.statistics import Counts, Statistics
from pt_lsp.workspace.ignoring import IgnoreRules

_PURPOSE = "inline completion"
_PREFERRED_WAYS: tuple[FillWay, ...] = ("partial", "fim", "hole")
"""The first starts exactly at the cursor, the last works with any model."""


@dataclass(frozen=True, slots=True)
class Services:
    """The stateful objects that outlive a request."""

    gateway: Gateway
    fill_ways: "FillWays"
    engine: Engine
    tally: Acceptances
    statistics: Statistics
    ignore_rules: IgnoreRules
    exclusions: LRUCache[tuple[str, ...], Exclusion]
    originals: Originals
    env_secrets: EnvSecrets
    related: RelatedLater
    recent: RecentActivity
    indexing: Indexing
    gathering: Gathering

    def exclusion_reason(self, snapshot: Snapshot, root: Path | None) -> str | None:
        """Why the document must not leave the machine, as a sentence; None if it may."""
        path = snapshot.origin
        if path is None:
            return None
        patterns = snapshot.settings.privacy.exclude
        if patterns not in self.exclusions:
            self.exclusions[patterns] = Exclusion(patterns)
        return self.ignore_rules.exclusion_reason(path, root, self.exclusions[patterns].reason)

    def folders_changed(self, folders: Sequence[Path]) -> None:
        """These are the workspace folders from now on."""
        self.env_secrets.look_into(folders)
        self.related.set_folders([folder.as_posix() for folder in folders])
        self.gathering.folders = tuple(folders)
        self.indexing.folders_changed(folders)

    def collect_statistics(self) -> Statistics:
        """The statistics with what engine and tally have counted since the last call."""
        reused, self.engine.counts = self.engine.counts.reused, EngineCounts()
        if reused:
            self.statistics.add(_PURPOSE, Counts(reused=reused))
        for language_id, counts in self.tally.take().items():
            self.statistics.add(_PURPOSE, counts, language_id)
        return self.statistics

    async def aclose(self) -> None:
        """Close streams and connections."""
        await self.indexing.aclose()
        await self.gathering.aclose()
        await self.engine.aclose()
        await self.gateway.aclose()
        await self.env_secrets.aclose()


class FillWays:
    """The way to fill in the middle that a probe found for an endpoint and model; looked up once a minute.

    `takes_partial` tells whether an endpoint's profile still allows the partial way, whatever a probe found.
    """

    def __init__(
        self, probes: Probes, takes_partial: Callable[[EndpointSettings], bool] = lambda _: True
    ) -> None:
        self._probes = probes
        self._takes_partial = takes_partial
        self._known: TTLCache[tuple[str, str], tuple[FillWay, ...]] = TTLCache(maxsize=20, ttl=60)

    def way(self, endpoint: EndpointSettings) -> FillWay:
        """The best way that works; `hole` where nothing was probed."""
        pair = _pair(endpoint)
        if pair not in self._known:
            self._known[pair] = self._probes.working_ways(*pair) or ()
        working = self._known[pair]
        ways = _PREFERRED_WAYS if self._takes_partial(endpoint) else _PREFERRED_WAYS[1:]
        return next((way for way in ways if way in working), "hole")

    def remember(self, endpoint: EndpointSettings, working: tuple[FillWay, ...]) -> None:
        """Keep what a probe found. Raises SettingsError when it cannot be written."""
        self._probes.record(*_pair(endpoint), working)
        self._known.clear()


def _pair(endpoint: EndpointSettings) -> tuple[str, str]:
    """What probes are kept for; a slash at the end of the URL makes no other endpoint."""
    return endpoint.base_url.strip().rstrip("/"), endpoint.model
