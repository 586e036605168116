"""Counts of what was asked, reused, accepted and spent; kept on this machine only.

Refuses to know prices, and when to write: the owner calls `flush` when it is quiet.
"""

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from pt_lsp.errors import SettingsError
from pt_lsp.store import json_file
from pt_lsp.store.counts import (
    Counts,
    CountsBySubject,
    Days,
    Subject,
    added,
    parse_counts,
    parse_days,
    summed,
    written,
)

__all__ = ["Counts", "Statistics", "Subject", "statistics_path"]


class Statistics:
    """Counts per purpose ("inline completion", "edit", …) and language, added to those of other processes."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()  # never held while the disk is waited for
        self._unwritten: CountsBySubject = {}
        self._unwritten_days = Days()
        self._own_days = Days()
        self._days_on_disk = parse_days(json_file.read(path))

    def add(self, purpose: str, counts: Counts, language_id: str = "") -> None:
        """Remembers `counts` in memory until `flush`."""
        with self._lock:
            self._unwritten = added(self._unwritten, {Subject(purpose, language_id): counts})
            self._unwritten_days[self._today()] += counts.prompt_tokens + counts.completion_tokens

    def spent_elsewhere(self) -> int:
        """Tokens of today that earlier runs and others had spent when the file was last seen."""
        day = self._today()
        return max(0, self._days_on_disk[day] - self._own_days[day])

    def flush(self) -> None:
        """Adds what is not written yet to the file, and sees what others have spent there.

        Blocks on the disk, and may run in a thread beside `add`. SettingsError when the file cannot be
        written; nothing is lost then.
        """
        if not self._unwritten:
            self._days_on_disk = parse_days(json_file.read(self._path))
            return
        with self._lock:
            counts, self._unwritten = self._unwritten, {}
            days, self._unwritten_days = self._unwritten_days, Days()
        seen = Days()

        def changed(content: json_file.Content) -> json_file.Content:
            seen.update(parse_days(content) + days)
            return written(added(parse_counts(content), counts), seen)

        try:
            json_file.update(self._path, changed)
        except SettingsError:
            with self._lock:
                self._unwritten = added(counts, self._unwritten)
                self._unwritten_days = days + self._unwritten_days
            raise
        self._own_days += days
        self._days_on_disk = seen

    def by_subject(self) -> Mapping[Subject, Counts]:
        """All counts so far: those in the file and those not written yet. Blocks on the disk."""
        return added(parse_counts(json_file.read(self._path)), self._unwritten)

    def total(self) -> Counts:
        """All purposes and languages together."""
        return summed(self.by_subject().values())

    def _today(self) -> str:
        return time.strftime("%Y-%m-%d", time.localtime(self._clock()))


def statistics_path() -> Path:
    """Where the statistics of this user are kept."""
    return json_file.state_folder() / "statistics.json"
