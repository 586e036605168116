"""What the server is doing, in one word that an editor can show.

Refuses to remember more than the last failure.
"""

import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Literal

from pt_lsp.errors import EndpointTimeout, EndpointUnreachable, NoKey, OverBudget, PtLspError

logger = logging.getLogger(__name__)

State = Literal["ready", "working", "paused", "noKey", "offline", "overBudget", "error"]


class Status:
    """The state, and word of its changes; owned by the server."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._n_working = 0
        self._failure: PtLspError | None = None
        self._completion_failure: PtLspError | None = None
        self._logged: str | None = None
        self._told: tuple[State, str | None] = ("ready", None)

    @property
    def state(self) -> State:
        """The state now."""
        if self._n_working:
            return "working"
        match self._failure:
            case None:
                return "ready"
            case NoKey():
                return "noKey"
            case OverBudget():
                return "overBudget"
            case EndpointUnreachable() | EndpointTimeout():
                return "offline"
            case _:
                return "error"

    @property
    def message(self) -> str | None:
        """The sentence of the last failure, if nothing has worked since."""
        return None if self._failure is None else str(self._failure)

    @contextmanager
    def working(self) -> Generator[None]:
        """Count asked work that reaches the model; its end tells how things stand."""
        self._n_working += 1
        self._tell()
        try:
            yield
            self._failure = None
        except PtLspError as error:
            self._failure = error
            raise
        finally:
            self._n_working -= 1
            self._tell()

    def note(self, failure: PtLspError) -> None:
        """Something failed that nobody asked for; the log says it once."""
        self._failure = failure
        self._log_once(failure)
        self._tell()

    def note_completions(self, failure: PtLspError | None) -> None:
        """How inline completion stands: the failure of its last request that reached out, if it failed."""
        if failure is not self._completion_failure:
            self._completion_failure = self._failure = failure
            self._log_once(failure)
            self._tell()

    def _log_once(self, failure: PtLspError | None) -> None:
        """Each keystroke may fail alike: one line until something works again."""
        sentence = None if failure is None else str(failure)
        if sentence is not None and sentence != self._logged:
            logger.warning("%s", sentence)
        self._logged = sentence

    def _tell(self) -> None:
        now = (self.state, self.message)
        if now != self._told:
            self._told = now
            self._on_change()
