"""Counts of what was asked, reused, accepted and spent; kept on this machine only.

Refuses to know prices, and when to write: the owner calls `flush` when it is quiet.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from pt_lsp.errors import SettingsError
from pt_lsp.store import json_file


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened for one purpose."""

    asked: int = 0
    reused: int = 0
    shown: int = 0
    accepted: int = 0
    kept: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))


class Statistics:
    """Counts per purpose ("inline completion", "edit", "explain", …), added to those of other processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unwritten: dict[str, Counts] = {}

    def add(self, purpose: str, counts: Counts) -> None:
        """Remembers `counts` in memory until `flush`."""
        self._unwritten[purpose] = self._unwritten.get(purpose, Counts()) + counts

    def flush(self) -> None:
        """Adds what is not written yet to the file; blocks on the disk, and may run in a thread beside `add`.

        SettingsError when the file cannot be written; nothing is lost then.
        """
        if not self._unwritten:
            return
        counts, self._unwritten = self._unwritten, {}
        try:
            json_file.update(
                self._path, lambda content: {"purposes": _written(_sum(_parse(content), counts))}
            )
        except SettingsError:
            self._unwritten = _sum(counts, self._unwritten)
            raise

    def by_purpose(self) -> Mapping[str, Counts]:
        """All counts so far: those in the file and those not written yet. Blocks on the disk."""
        return _sum(_parse(json_file.read(self._path)), self._unwritten)

    def total(self) -> Counts:
        """All purposes together."""
        return sum(self.by_purpose().values(), start=Counts())


def statistics_path() -> Path:
    """Where the statistics of this user are kept."""
    return json_file.state_folder() / "statistics.json"


def _parse(content: json_file.Content) -> dict[str, Counts]:
    purposes = content.get("purposes")
    if not isinstance(purposes, dict):
        return {}
    return {name: _counts(values) for name, values in purposes.items() if isinstance(values, dict)}


def _counts(values: Mapping[str, object]) -> Counts:
    names = [f.name for f in fields(Counts)]
    return Counts(**{n: value for n in names if isinstance(value := values.get(n), int) and value >= 0})


def _sum(some: Mapping[str, Counts], others: Mapping[str, Counts]) -> dict[str, Counts]:
    return {name: some.get(name, Counts()) + others.get(name, Counts()) for name in {**some, **others}}


def _written(purposes: Mapping[str, Counts]) -> dict[str, dict[str, int]]:
    return {name: asdict(counts) for name, counts in purposes.items()}
