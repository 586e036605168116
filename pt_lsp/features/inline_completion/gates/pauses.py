"""Whether the user wants no completions that were not asked for, for now; kept until the server ends."""

import math
import time
from collections.abc import Callable

from pt_lsp.documents.listener import DocumentListener


class Pauses(DocumentListener):
    """One per server. `clock` gives seconds since 1970."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self.is_everywhere = False
        self.languages: set[str] = set()
        self.documents: set[str] = set()
        """Their URIs."""
        self._snoozed_until_s = 0.0

    def pause(self, *, is_on: bool, language_id: str | None = None, uri: str | None = None) -> None:
        """Pause, or go on: in a document and a language where they are named, else everywhere."""
        for names, name in ((self.languages, language_id), (self.documents, uri)):
            if name is not None:
                (names.add if is_on else names.discard)(name)
        if language_id is None and uri is None:
            self.is_everywhere = is_on

    def snooze(self, minutes: float) -> float | None:
        """Seconds since 1970 at which the pause ends by itself that begins now; None where it is over."""
        self._snoozed_until_s = self._clock() + minutes * 60 if minutes > 0 else 0.0
        return self._snoozed_until_s or None

    @property
    def snoozed_until_s(self) -> float | None:
        """When the snooze ends that lasts now, in seconds since 1970."""
        return self._snoozed_until_s if self._snoozed_until_s > self._clock() else None

    @property
    def left_s(self) -> float:
        """How long it will still last everywhere: 0 is not paused, infinite is until the user says so."""
        return math.inf if self.is_everywhere else max(0.0, self._snoozed_until_s - self._clock())

    def reason(self, language_id: str | None, uri: str | None) -> str | None:
        """Why nothing is offered unasked there, as a sentence; None if nothing is paused."""
        if self.is_everywhere:
            return "automatic completion is paused"
        if self.left_s:
            return f"automatic completion is snoozed for another {math.ceil(self.left_s / 60)} min"
        if language_id in self.languages:
            return f"automatic completion is paused for {language_id}"
        return "automatic completion is paused in this document" if uri in self.documents else None

    def closed(self, uri: str) -> None:
        """A document that is opened anew is not paused."""
        self.documents.discard(uri)
