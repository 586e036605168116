"""What features run on, made once by the command line and shared by all that ask.

Refuses to make anything itself, and to know of editors.
"""

from dataclasses import dataclass

from pt_lsp.features.inline_completion.engine import Engine
from pt_lsp.llm.gateway import Gateway
from pt_lsp.store.probes import Probes
from pt_lsp.store.statistics import Statistics
from pt_lsp.workspace.ignoring import IgnoreRules


@dataclass(frozen=True, slots=True)
class Services:
    """The stateful objects that outlive a request."""

    gateway: Gateway
    engine: Engine
    statistics: Statistics
    probes: Probes
    ignore_rules: IgnoreRules

    async def aclose(self) -> None:
        """Close streams and connections, and write what is not written yet."""
        await self.engine.aclose()
        await self.gateway.aclose()
        self.statistics.flush()
