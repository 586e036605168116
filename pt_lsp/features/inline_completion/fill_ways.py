"""Which way to fill in the middle works with an endpoint and model, as a probe has found."""

from collections.abc import Callable

from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.options import FillWay
from pt_lsp.store.probes import Probes

_PREFERRED_WAYS: tuple[FillWay, ...] = ("partial", "fim", "hole")
"""The first starts exactly at the cursor, the last works with any model."""


class FillWays:
    """Goes by what was probed, as it was seen last.

    `takes_partial` tells whether an endpoint's profile still allows the partial way, whatever a probe found.
    """

    def __init__(
        self, probes: Probes, takes_partial: Callable[[EndpointSettings], bool] = lambda _: True
    ) -> None:
        self._probes = probes
        self._takes_partial = takes_partial

    def way(self, endpoint: EndpointSettings) -> FillWay:
        """The best way that works; `hole` where nothing was probed."""
        working = self._probes.working_ways(*_pair(endpoint)) or ()
        ways = _PREFERRED_WAYS if self._takes_partial(endpoint) else _PREFERRED_WAYS[1:]
        return next((way for way in ways if way in working), "hole")

    def remember(self, endpoint: EndpointSettings, working: tuple[FillWay, ...]) -> None:
        """Keep what a probe found. Blocks on the disk; raises SettingsError when it cannot be written."""
        self._probes.record(*_pair(endpoint), working)

    def look(self) -> None:
        """See what other processes have found. Blocks on the disk."""
        self._probes.look()


def _pair(endpoint: EndpointSettings) -> tuple[str, str]:
    """What is probed."""
    return endpoint.base_url, endpoint.for_job("completion").model
