"""Which ways of filling in the middle work, and whether tools do, as probed for each base URL and model."""

from collections.abc import Sequence
from pathlib import Path

from pt_lsp.settings.options import FillWay
from pt_lsp.store import json_file

Pair = tuple[str, str]

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
        ways = _entry(self._content, _pair(base_url, model)).get("ways")
        return _known(ways) if isinstance(ways, list) else None

    def takes_tools(self, base_url: str, model: str) -> bool | None:
        """Whether the model calls the tools that it is offered; None when that was never probed."""
        takes = _entry(self._content, _pair(base_url, model)).get("tools")
        return takes if isinstance(takes, bool) else None

    def record(self, base_url: str, model: str, ways: Sequence[FillWay]) -> None:
        """Keeps a result, and the last 100 in all. Blocks on the disk; SettingsError if that fails."""
        self._record(_pair(base_url, model), {"ways": list(ways)})

    def record_tools(self, base_url: str, model: str, *, takes: bool) -> None:
        """The same of tools."""
        self._record(_pair(base_url, model), {"tools": takes})

    def _record(self, pair: Pair, found: json_file.Content) -> None:
        def changed(content: json_file.Content) -> json_file.Content:
            others = [each for each in _entries(content) if _pair_of(each) != pair]
            new = {**_entry(content, pair), "base_url": pair[0], "model": pair[1], **found}
            return {"probes": [*others, new][-_LIMIT:]}

        json_file.update(self._path, changed)
        self.look()


def probes_path() -> Path:
    """Where the probes of this user are kept."""
    return json_file.state_folder() / "probes.json"


def _pair(base_url: str, model: str) -> Pair:
    """What probes are kept for; a slash at the end of the URL makes no other endpoint."""
    return base_url.strip().rstrip("/"), model


def _pair_of(entry: json_file.Content) -> tuple[object, object]:
    return entry.get("base_url"), entry.get("model")


def _entry(content: json_file.Content, pair: Pair) -> json_file.Content:
    """What is known of a pair; empty where nothing is."""
    return next((each for each in _entries(content) if _pair_of(each) == pair), {})


def _known(ways: list[object]) -> tuple[FillWay, ...]:
    return tuple(known for way in ways for known in _WAYS if known == way)


def _entries(content: json_file.Content) -> list[json_file.Content]:
    entries = content.get("probes")
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
