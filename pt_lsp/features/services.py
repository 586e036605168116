"""What features run on, made once by the command line and shared by all that ask.

Refuses to make anything itself, and to know of editors.
"""

from dataclasses import dataclass
from pathlib import Path

from cachetools import LRUCache, TTLCache

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.features.inline_completion.engine import Counts as EngineCounts
from pt_lsp.features.inline_completion.engine import Engine
from pt_lsp.features.inline_completion.prompt import FillWay
from pt_lsp.llm.gateway import Gateway
from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.settings.options import EndpointSettings
from pt_lsp.store.originals import Originals
from pt_lsp.store.probes import Probes
from pt_lsp.store.statistics import Counts, Statistics
from pt_lsp.workspace.ignoring import IgnoreRules

_PREFERRED_WAYS: tuple[FillWay, ...] = ("partial", "fim", "hole")
"""The first starts exactly at the cursor, the last works with any model."""


@dataclass(frozen=True, slots=True)
class Services:
    """The stateful objects that outlive a request."""

    gateway: Gateway
    fill_ways: "FillWays"
    engine: Engine
    statistics: Statistics
    ignore_rules: IgnoreRules
    exclusions: LRUCache[tuple[str, ...], Exclusion]
    originals: Originals

    def exclusion_reason(self, snapshot: Snapshot, root: Path | None) -> str | None:
        """Why the document must not leave the machine, as a sentence; None if it may."""
        path = snapshot.path
        if path is None:
            return None
        patterns = snapshot.settings.privacy.exclude
        if patterns not in self.exclusions:
            self.exclusions[patterns] = Exclusion(patterns)
        return self.ignore_rules.exclusion_reason(path, root, self.exclusions[patterns].reason)

    def collect_statistics(self) -> Statistics:
        """The statistics with what the engine has counted since the last call."""
        counts, self.engine.counts = self.engine.counts, EngineCounts()
        self.statistics.add("inline completion", Counts(reused=counts.reused, shown=counts.shown))
        return self.statistics

    async def aclose(self) -> None:
        """Close streams and connections."""
        await self.engine.aclose()
        await self.gateway.aclose()


class FillWays:
    """The way to fill in the middle that a probe found for an endpoint and model; looked up once a minute."""

    def __init__(self, probes: Probes) -> None:
        self._probes = probes
        self._known: TTLCache[tuple[str, str], FillWay] = TTLCache(maxsize=20, ttl=60)

    def way(self, endpoint: EndpointSettings) -> FillWay:
        """The best way that works; `hole` where nothing was probed."""
        pair = (endpoint.base_url, endpoint.model)
        if pair not in self._known:
            working = self._probes.working_ways(*pair) or ()
            self._known[pair] = next((way for way in _PREFERRED_WAYS if way in working), "hole")
        return self._known[pair]

    def remember(self, endpoint: EndpointSettings, working: tuple[FillWay, ...]) -> None:
        """Keep what a probe found. Raises SettingsError when it cannot be written."""
        self._probes.record(endpoint.base_url, endpoint.model, working)
        self._known.clear()
