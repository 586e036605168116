"""How often an editor that does not do an operation is asked again, and when; knows no clock."""

from pt_lsp.edits.flight import QUIET_S

MAX_REFUSALS = 2
"""So often in a row an editor may refuse though nothing was typed, for on a slow line the report of what was
typed comes later. Another refusal tells that it will not; a person is to know within a second."""

MAX_WAITS = 6
"""So often it may where it is known to be only busy, or to report late; the waits in between double."""


class Patience:
    """Of one document. `wait_until_s` is when to ask again; None: at once, or not at all."""

    def __init__(self) -> None:
        self.wait_until_s: float | None = None
        self._n_refusals = 0

    def renew(self) -> None:
        """Something was typed or has ended: what was refused before tells nothing any more."""
        self._n_refusals, self.wait_until_s = 0, None

    def wait(self, now_s: float, *, is_busy: bool) -> bool:
        """Wait, as it was not done and nothing was typed. False when that was often enough."""
        self._n_refusals += 1
        if self._n_refusals > (MAX_WAITS if is_busy else MAX_REFUSALS):
            return False
        self.wait_until_s = now_s + QUIET_S * (2 ** (self._n_refusals - 1) if is_busy else 1)
        return True
