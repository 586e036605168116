"""Tells the editor how its edits stand: `ptLsp/editProgress` to companions, and when to ask for lenses anew.

Refuses to know why an edit changes. Growth is told ten times a second at most, a change of state or hunks at
once; what was held back is told in the end, as it is then.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from pt_lsp.protocol.client import Client
from pt_lsp.protocol.editing.view import EditView
from pt_lsp.protocol.extensions import EDIT_PROGRESS
from pt_lsp.protocol.throttle import Throttle

EVERY_S = 0.1
"""An editor draws, and a person reads, no faster."""


@dataclass(slots=True)
class Told:
    """What the editor was last told of one edit, and the growth of it that is told from time to time."""

    state_hunks_warning: tuple[str, tuple[str, ...], str | None] | None = None
    growth: Throttle | None = None


class EditNotifications:
    """One per client."""

    def __init__(
        self,
        client: Client,
        *,
        show: Callable[[EditView], None],
        refresh_lenses: Callable[[], None],
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """`show` and `refresh_lenses` send."""
        self._is_companion = EDIT_PROGRESS in client.extensions
        self._has_lenses = client.refreshes_lenses
        self._loop = loop
        self._show = show
        self._refresh = Throttle(refresh_lenses, EVERY_S, loop=loop)

    def tell(self, told: Told, view: EditView, view_now: Callable[[], EditView | None]) -> None:
        """Something about the edit is new; growth that is told later is as `view_now` sees it then."""
        stands = (view.state, tuple(hunk.id for hunk in view.hunks), view.warning)
        is_growth = told.state_hunks_warning == stands
        told.state_hunks_warning = stands
        if not is_growth and self._has_lenses:
            self._refresh.ask()
        if not self._is_companion:
            return
        if is_growth and told.growth is not None:
            told.growth.ask()
            return
        if told.growth is not None:
            told.growth.stop()
            told.growth = None
        self._show(view)
        if view.state == "running":

            def show_growth() -> None:
                grown = view_now()
                if grown is not None and grown.state == "running":
                    self._show(grown)

            told.growth = Throttle(show_growth, EVERY_S, has_just_acted=True, loop=self._loop)

    def stop(self) -> None:
        """Tell nothing more."""
        self._refresh.stop()
