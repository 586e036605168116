"""What the server is doing, in one word that an editor can show.

Refuses to remember more than the last failure, whether settings and budgets let anything be sent, and whether
the user wants quiet.
"""

import asyncio
import logging
import math
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Literal

from pt_lsp.documents.visibility import visible_line
from pt_lsp.errors import EndpointTimeout, EndpointUnreachable, NoKey, OverBudget, PtLspError, SettingsError

logger = logging.getLogger(__name__)

State = Literal["ready", "working", "paused", "noKey", "offline", "overBudget", "error"]

_LEAST_WAIT_S = 0.1
_LOOK_AGAIN_S = 60.0
"""A machine that sleeps, a raised budget and other servers move the moment when a budget is free again."""


class Status:
    """The state, and word of its changes; owned by the server.

    `find_excess` tells the budget that is used up, as it is now; `find_pause_s` how long nothing is offered
    unasked: 0 is not paused, infinite is until the user says so; `find_refusal` why the settings let nothing
    be sent.
    """

    def __init__(
        self,
        on_change: Callable[[], None],
        find_excess: Callable[[], OverBudget | None] = lambda: None,
        find_pause_s: Callable[[], float] = lambda: 0.0,
        find_refusal: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._on_change = on_change
        self._find_excess = find_excess
        self._find_pause_s = find_pause_s
        self._find_refusal = find_refusal
        self._is_paused = False
        self._n_working = 0
        self._failure: PtLspError | None = None
        self._excess: OverBudget | None = None
        self._refusal: str | None = None
        self._completion_failure: PtLspError | None = None
        self._logged: set[type[PtLspError]] = set()
        self._told: tuple[State, str | None, str | None] = ("ready", None, None)
        self._timer: asyncio.TimerHandle | None = None

    @property
    def state(self) -> State:
        """The state now."""
        if self._n_working:
            return "working"
        if self._refusal is not None:
            return "error"
        if self._is_paused:
            return "paused"
        match self._failure or self._excess:
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
        """Why nothing may be sent; else the last failure, if nothing has worked since; else the budget."""
        return None if self.reason is None else visible_line(str(self.reason))

    @property
    def reason(self) -> PtLspError | None:
        """The error that the message is of."""
        return self._failure or self._excess if self._refusal is None else SettingsError(self._refusal)

    @property
    def lacks_key(self) -> bool:
        """Whether the last that was tried has failed for want of a key."""
        return isinstance(self._failure, NoKey)

    @contextmanager
    def working(self) -> Generator[None]:
        """Count asked work that reaches the model; its end tells how things stand."""
        self._n_working += 1
        self._tell()
        try:
            yield
            self._failure = None
        except PtLspError as error:
            is_looked_for = isinstance(error, OverBudget) or str(error) == self._find_refusal()
            self._failure = None if is_looked_for else error.detached()
            raise
        finally:
            self._n_working -= 1
            self.look()
            self._tell()

    def note(self, failure: PtLspError) -> None:
        """Something failed that nobody asked for; the log says it once."""
        self._failure = failure
        self._log_once(failure)
        self._tell()

    def note_completions(self, failure: PtLspError | None) -> None:
        """How inline completion stands: the failure of its last request that reached out, if it failed."""
        self.look()
        if failure is not self._completion_failure and not isinstance(failure, OverBudget):
            self._completion_failure = self._failure = failure
            if failure is None:
                self._logged.clear()
            else:
                self._log_once(failure)
        self._tell()

    def settings_changed(self) -> None:
        """What failed has failed with other settings."""
        self._failure = self._completion_failure = None
        self._logged.clear()
        self.look()

    def look(self) -> None:
        """See how settings, pause and budgets stand; the log says once what lets nothing be sent."""
        refusal, excess, pause_s = self._find_refusal(), self._find_excess(), self._find_pause_s()
        self._is_paused = pause_s > 0
        if refusal is not None and refusal != self._refusal:
            logger.warning("%s", refusal)
        self._refusal = refusal
        if excess is not None and self._excess is None:
            logger.warning("%s", excess)
        self._excess = excess
        self.stop()
        ends_s = [excess.wait_s] if excess is not None else []
        if 0 < pause_s < math.inf:
            ends_s.append(pause_s)
        if ends_s:
            wait_s = min(max(min(ends_s), _LEAST_WAIT_S), _LOOK_AGAIN_S)
            self._timer = asyncio.get_running_loop().call_later(wait_s, self.look)
        self._tell()

    def stop(self) -> None:
        """Look no more until asked to."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _log_once(self, failure: PtLspError) -> None:
        """Each keystroke may fail alike: one line for each kind of failure until something works again."""
        if type(failure) not in self._logged:
            logger.warning("%s", failure)
        self._logged.add(type(failure))

    def _tell(self) -> None:
        now = (self.state, self.message, None if self.reason is None else self.reason.code)
        if now != self._told:
            self._told = now
            self._on_change()
