"""Which way to fill in the middle works with an endpoint and model, as a probe has found."""

from collections.abc import Callable

from cachetools import TTLCache

from pt_lsp.settings.options import EndpointSettings, FillWay
from pt_lsp.store.probes import Probes

_PREFERRED_WAYS: tuple[FillWay, ...] = ("partial", "fim", "hole")
"""The first starts exactly at the cursor, the last works with any model."""


class FillWays:
    """Looks at what was probed once a minute.

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
    return endpoint.base_url.strip().rstrip("/"), endpoint.for_job("completion").model
