"""Remembers which models endpoints have said that they have, so that a failure can name them."""

from collections.abc import Awaitable, Callable

from cachetools import TTLCache

from pt_lsp.errors import Forbidden, PtLspError, UnknownModel
from pt_lsp.llm.models.reading import named
from pt_lsp.settings.options import Settings

_KNOWN_S = 600


class KnownModels:
    """`ask` asks the endpoint of the settings; raises a PtLspError. One per gateway."""

    def __init__(self, ask: Callable[[Settings], Awaitable[tuple[str, ...]]]) -> None:
        self._ask = ask
        self._known: TTLCache[str, tuple[str, ...]] = TTLCache(maxsize=20, ttl=_KNOWN_S)
        """By base URL."""

    async def ask(self, settings: Settings) -> tuple[str, ...]:
        """Which models the key can use now; none where the endpoint does not tell. Raises a PtLspError."""
        found = await self._ask(settings)
        self._known[settings.endpoint.base_url] = found
        return found

    async def known(self, settings: Settings) -> tuple[str, ...]:
        """The same as of the last ten minutes, and none where it cannot be found out."""
        base_url = settings.endpoint.base_url
        known = self._known.get(base_url)
        if known is not None:
            return known
        try:
            return await self.ask(settings)
        except PtLspError:
            self._known[base_url] = ()
            return ()

    async def with_choice(
        self, error: UnknownModel | Forbidden, settings: Settings, model: str, host: str
    ) -> UnknownModel | Forbidden:
        """The same failure with what can be asked instead of `model`, where the endpoint tells."""
        models = await self.known(settings)
        if not models or model in models:
            return error
        is_forbidden = isinstance(error, Forbidden)
        what = f"does not let this key use {model}" if is_forbidden else f"knows no model {model}"
        return type(error)(
            f"{host} {what}: this key can use {named(model, models)}; "
            "choose one as endpoint.model or with `pt-lsp doctor --use MODEL`."
        )
