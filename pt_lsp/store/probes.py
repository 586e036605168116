"""Which ways of filling in the middle work, as probed for each pair of base URL and model."""

from collections.abc import Sequence
from pathlib import Path

from pt_lsp.settings.options import FillWay
from pt_lsp.store import json_file

_LIMIT = 100
_WAYS: tuple[FillWay, ...] = ("hole", "fim", "partial")


class Probes:
    """What probes have found, as the file was seen last; of a pair that was probed again the last result."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._content = json_file.read(path)

    def look(self) -> None:
        """See what other processes have found since. Blocks on the disk."""
        self._content = json_file.read(self._path)

    def working_ways(self, base_url: str, model: str) -> tuple[FillWay, ...] | None:
        """The ways that work, the preferred first; None when the pair was never probed."""
        for entry in _entries(self._content):
            if (entry.get("base_url"), entry.get("model")) == (base_url, model):
                ways = entry.get("ways")
                return _known(ways) if isinstance(ways, list) else None
        return None

    def record(self, base_url: str, model: str, ways: Sequence[FillWay]) -> None:
        """Keeps a result, and the last 100 in all. Blocks on the disk; SettingsError if that fails."""
        new = {"base_url": base_url, "model": model, "ways": list(ways)}

        def changed(content: json_file.Content) -> json_file.Content:
            others = [
                e for e in _entries(content) if (e.get("base_url"), e.get("model")) != (base_url, model)
            ]
            return {"probes": [*others, new][-_LIMIT:]}

        json_file.update(self._path, changed)
        self.look()


def probes_path() -> Path:
    """Where the probes of this user are kept."""
    return json_file.state_folder() / "probes.json"


def _known(ways: list[object]) -> tuple[FillWay, ...]:
    return tuple(known for way in ways for known in _WAYS if known == way)


def _entries(content: json_file.Content) -> list[json_file.Content]:
    entries = content.get("probes")
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
