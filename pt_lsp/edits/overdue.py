"""Operations that nobody waits for any more and that the editor may still do; refuses to take anything back.

A busy editor, or one behind a slow line, does an edit seconds or minutes after it was asked to. Until it has
said that it did not, or will not be able to, each report may hold the echo.
"""

from collections.abc import Iterator, Mapping

from pt_lsp.edits.flight import TIMEOUT_S, Flight
from pt_lsp.edits.pending_edit import PendingEdit
from pt_lsp.edits.states import OPEN_STATES

MAX_OVERDUE, MAX_OVERDUE_S = 20, 30 * 60.0
"""As many, and as long, as edits are kept whose document is closed."""


class OverdueFlights:
    """Of one document, in the order in which they were sent."""

    def __init__(self) -> None:
        self._flights: list[Flight] = []
        self._met: list[Flight] = []

    def __iter__(self) -> Iterator[Flight]:
        return iter(tuple(self._flights))

    def add(self, flight: Flight) -> None:
        """Nobody waits for it any more."""
        flight.is_overdue = True
        self._flights = [*self._flights, flight][-MAX_OVERDUE:]

    @property
    def has_met(self) -> bool:
        """Whether any has come that its edit was not told of."""
        return bool(self._met)

    def landed(self, flight: Flight) -> None:
        """It has come."""
        self._met.append(flight)

    def meet(self, edits: Mapping[str, PendingEdit]) -> bool:
        """Tell the edits what has come of theirs; whether any has come to a wrong place."""
        met, self._met = self._met, []
        for flight in met:
            edit = edits.get(flight.operation.edit_id)
            if edit is not None and flight.is_taking_back:
                edit.n_decisions += 1
                if edit.state in OPEN_STATES and edit.review.is_original:
                    edit.end("rejected")
            elif edit is not None:
                edit.has_come_late(is_certain=flight.is_certain)
            # What may have been typed waits for the answer.
            is_clear = flight.is_certain or flight.is_taking_back
            if is_clear or edit is None or edit.state == "running":
                self.drop(flight)
        awaited = {each.operation.edit_id for each in self._flights}
        for edit in edits.values():
            edit.is_overdue = edit.id in awaited
        return any(each.is_astray for each in met)

    def drop(self, *flights: Flight) -> None:
        """They have come, or will not."""
        self._flights = [each for each in self._flights if each not in flights]

    def drop_before(self, flight: Flight) -> None:
        """It has come: what an editor was asked before, for a text from before, it has left out."""
        self.drop(*(each for each in self._flights if each.checks_versions and each.sent_s < flight.sent_s))

    def expire(self, now_s: float) -> None:
        """Drop what is too old, and what was left out: much was told since, or something long after a yes."""
        self._flights = [
            each
            for each in self._flights
            if now_s - each.sent_s < MAX_OVERDUE_S
            and not each.is_impossible
            and not (each.may_be_skipped and each.answered_s and now_s - each.answered_s > TIMEOUT_S)
        ]

    def of(self, edit_id: str) -> list[Flight]:
        """Those of that edit."""
        return [each for each in self._flights if each.operation.edit_id == edit_id]

    def answered(
        self, operation_id: int, edits: Mapping[str, PendingEdit], now_s: float, *, is_applied: bool
    ) -> Flight | None:
        """A yes makes it certain that an operation comes, or has come; a no ends the waiting for it.

        Gives the one that is yet to come.
        """
        flight = next((each for each in self._flights if each.operation.id == operation_id), None)
        if flight is None:
            return None
        flight.answered_s = now_s
        if is_applied and not flight.has_landed:
            return flight
        self.drop(flight)
        if is_applied and (edit := edits.get(flight.operation.edit_id)):
            edit.has_come_late(is_certain=True)
        return None
