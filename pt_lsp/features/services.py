"""What features run on, made once by the command line and shared by all that ask.

Refuses to make anything itself, and to know of editors.
"""

from dataclasses import dataclass
from pathlib import Path

from cachetools import LRUCache

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.features.inline_completion.engine import Engine
from pt_lsp.llm.gateway import FindKey, Gateway
from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.store.probes import Probes
from pt_lsp.store.statistics import Statistics
from pt_lsp.workspace.ignoring import IgnoreRules


@dataclass(frozen=True, slots=True)
class Services:
    """The stateful objects that outlive a request."""

    gateway: Gateway
    find_key: FindKey
    engine: Engine
    statistics: Statistics
    probes: Probes
    ignore_rules: IgnoreRules
    exclusions: LRUCache[tuple[str, ...], Exclusion]

    def exclusion_reason(self, snapshot: Snapshot, root: Path | None) -> str | None:
        """Why the document must not leave the machine, as a sentence; None if it may."""
        path = snapshot.path
        if path is None:
            return None
        patterns = snapshot.settings.privacy.exclude
        if patterns not in self.exclusions:
            self.exclusions[patterns] = Exclusion(patterns)
        return self.ignore_rules.exclusion_reason(path, root, self.exclusions[patterns].reason)

    async def aclose(self) -> None:
        """Close streams and connections, and write what is not written yet."""
        await self.engine.aclose()
        await self.gateway.aclose()
        self.statistics.flush()
