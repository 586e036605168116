"""Tells the editor how its edits stand: `ptLsp/editProgress` to companions, and when to ask for lenses anew.

Refuses to know why an edit changes. A change of state, and of which hunks are left, is told at once. Growth,
and text that moves or is typed into, is told ten times a second at most, where it differs from what was told,
and what was held back in the end, as it is then.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakSet

from pt_lsp.protocol.client import Client
from pt_lsp.protocol.editing.view import SHOWN_STATES, EditView
from pt_lsp.protocol.extensions import EDIT_PROGRESS
from pt_lsp.protocol.results import EditProgress
from pt_lsp.protocol.throttle import Throttle

EVERY_S = 0.1
"""An editor draws, and a person reads, no faster."""


@dataclass(slots=True)
class Told:
    """What the editor was last told of one edit, and what of it is told from time to time."""

    stands: tuple[str, tuple[str, ...], str | None] | None = None
    """State, undecided hunks and warning."""
    progress: EditProgress | None = None
    moves: Throttle | None = None

    def stop(self) -> None:
        """Nothing that was held back is told."""
        if self.moves is not None:
            self.moves.stop()
            self.moves = None


class EditNotifications:
    """One per client."""

    def __init__(
        self,
        client: Client,
        *,
        progress_of: Callable[[EditView], EditProgress],
        show: Callable[[EditProgress], None],
        refresh_lenses: Callable[[], None],
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """`progress_of` sees the edit in the document as it is now; `show` and `refresh_lenses` send."""
        self._is_companion = EDIT_PROGRESS in client.extensions
        self._has_lenses = client.refreshes_lenses
        self._loop = loop
        self._progress_of = progress_of
        self._show = show
        self._refresh = Throttle(refresh_lenses, EVERY_S, loop=loop)
        self._held_back: WeakSet[Throttle] = WeakSet()

    def tell(self, told: Told, view: EditView, view_now: Callable[[], EditView | None]) -> None:
        """Something about the edit is new; what is told later is as `view_now` sees it then."""
        stands = _standing(view)
        is_move = told.stands == stands
        told.stands = stands
        if not is_move and self._has_lenses:
            self._refresh.ask()
        if not self._is_companion:
            return
        if is_move and told.moves is not None:
            told.moves.ask()
            return
        told.stop()
        self._tell(told, view)
        if view.state in SHOWN_STATES:

            def show_move() -> None:
                moved = view_now()
                if moved is not None and moved.state == view.state:
                    self._tell(told, moved)

            told.moves = Throttle(show_move, EVERY_S, has_just_acted=True, loop=self._loop)
            self._held_back.add(told.moves)

    def stop(self) -> None:
        """Tell nothing more."""
        self._refresh.stop()
        for throttle in self._held_back:
            throttle.stop()

    def _tell(self, told: Told, view: EditView) -> None:
        progress = self._progress_of(view)
        if progress != told.progress:
            told.progress = progress
            self._show(progress)


def _standing(view: EditView) -> tuple[str, tuple[str, ...], str | None]:
    # What runs has other hunks with each line.
    hunks = () if view.state == "running" else tuple(hunk.id for hunk in view.hunks)
    return view.state, hunks, view.warning
