"""Tells the editor how its edits stand: `ptLsp/editProgress` to companions, and when to ask for lenses anew.

Refuses to know why an edit changes. Growth is told ten times a second at most, a change of state or hunks at
once; what was held back is told in the end, as it is then.
"""

import asyncio
from collections.abc import Callable, Sequence

from cachetools import LRUCache

from pt_lsp.protocol.client import Client
from pt_lsp.protocol.editing.view import EditView
from pt_lsp.protocol.extensions import EDIT_PROGRESS

EVERY_S = 0.1
"""An editor draws, and a person reads, no faster."""

_MAX_EDITS = 200
"""Of which it is known what was told last; of one beyond, the same is told again."""

_Told = tuple[str, tuple[str, ...], str | None]
"""State, hunks, warning."""


class EditNotifications:
    """What has been told of each edit, and what is to be told soon; owned by the server."""

    def __init__(
        self,
        client: Client,
        loop: asyncio.AbstractEventLoop,
        *,
        views: Callable[[str], Sequence[EditView]],
        show: Callable[[EditView], None],
        refresh_lenses: Callable[[], None],
    ) -> None:
        """`views` gives the edits of a document as they are, `show` and `refresh_lenses` send."""
        self._is_companion = EDIT_PROGRESS in client.extensions
        self._has_lenses = client.refreshes_lenses
        self._loop = loop
        self._views = views
        self._show = show
        self._told: LRUCache[str, _Told] = LRUCache(_MAX_EDITS)
        self._growth: dict[str, _Paced] = {}
        self._refresh = _Paced(loop, refresh_lenses)

    def tell(self, view: EditView) -> None:
        """Something about the edit is new."""
        stands = (view.state, tuple(hunk.id for hunk in view.hunks), view.warning)
        is_growth = self._told.get(view.id) == stands
        self._told[view.id] = stands
        if not is_growth and self._has_lenses:
            self._refresh.soon()
        if self._is_companion:
            self._tell_companion(view, is_growth=is_growth)

    def stop(self) -> None:
        """Tell nothing more."""
        for paced in (self._refresh, *self._growth.values()):
            paced.stop()

    def _tell_companion(self, view: EditView, *, is_growth: bool) -> None:
        if is_growth and view.id in self._growth:
            self._growth[view.id].soon()
            return
        if paced := self._growth.pop(view.id, None):
            paced.stop()
        self._show(view)
        if view.state == "running":
            self._growth[view.id] = _Paced(
                self._loop, lambda: self._tell_growth(view.uri, view.id), wait=True
            )

    def _tell_growth(self, uri: str, edit_id: str) -> None:
        """The user may have typed since the growth, so it is told as it is now."""
        for view in self._views(uri):
            if view.id == edit_id and view.state == "running":
                self._show(view)


class _Paced:
    """Does something when asked to, but only once in `EVERY_S`: then at its end, however often asked."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, act: Callable[[], None], *, wait: bool = False
    ) -> None:
        """`wait`: it counts as just done."""
        self._loop = loop
        self._act = act
        self._next_s = loop.time() + EVERY_S if wait else float("-inf")
        self._timer: asyncio.TimerHandle | None = None

    def soon(self) -> None:
        """Do it now, or as soon as it may be done again."""
        wait_s = self._next_s - self._loop.time()
        if wait_s <= 0:
            self._do()
        elif self._timer is None:
            self._timer = self._loop.call_later(wait_s, self._do)

    def stop(self) -> None:
        """Do it no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _do(self) -> None:
        self._timer = None
        self._next_s = self._loop.time() + EVERY_S
        self._act()
