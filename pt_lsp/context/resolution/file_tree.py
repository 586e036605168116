"""A workspace's files by path and by the ends of their paths, and the configs among them."""

from itertools import islice

from pt_lsp.context.resolution.configs import Configs
from pt_lsp.context.resolution.paths import last_part, split, upwards

_MOST_CANDIDATES = 2_000
"""Of files that end alike, no more are looked at: a name so common tells nothing."""
_NOTHING: dict[str, None] = {}


class FileTree:
    """The files that imports can lead to; adding, removing and asking take microseconds whatever the size.

    `version` changes whenever an import may mean something else than before.
    """

    def __init__(self) -> None:
        self.configs = Configs()
        self.version = 0
        self._names: dict[str, dict[str, None]] = {}
        self._folders_holding: dict[str, dict[str, None]] = {}
        self._folders_called: dict[str, dict[str, None]] = {}

    def __len__(self) -> int:
        """How many files there are."""
        return sum(map(len, self._names.values()))

    def __contains__(self, path: str) -> bool:
        """Whether there is such a file; folders and configs are none."""
        folder, name = split(path)
        return name in self._names.get(folder, _NOTHING)

    def add(self, path: str) -> None:
        """Take a file in, once or again."""
        folder, name = split(path)
        names = self._names.get(folder)
        if names is None:
            names = self._names[folder] = {}
            self._folders_called.setdefault(last_part(folder), {})[folder] = None
        if name not in names:
            names[name] = None
            self._folders_holding.setdefault(name, {})[folder] = None
            self.version += 1

    def remove(self, path: str) -> None:
        """Forget a file or a config, if known."""
        if self.configs.remove(path):
            self.version += 1
        folder, name = split(path)
        names = self._names.get(folder)
        if names is None or name not in names:
            return
        self.version += 1
        del names[name]
        _drop(self._folders_holding, name, folder)
        if not names:
            del self._names[folder]
            _drop(self._folders_called, last_part(folder), folder)

    def set_config(self, path: str, text: str) -> None:
        """Take in what a file of `CONFIG_NAMES` says; a broken one says nothing."""
        if self.configs.put(path, text):
            self.version += 1

    def names_in(self, folder: str) -> dict[str, None]:
        """The names of the files in a folder, in the order in which they came; not to be changed."""
        return self._names.get(folder, _NOTHING)

    def files_in(self, folder: str, endings: str | tuple[str, ...]) -> list[str]:
        """The paths of a folder's files with one of the endings, in the order of their names."""
        return [folder + name for name in sorted(self.names_in(folder)) if name.endswith(endings)]

    def has_folder_called(self, name: str) -> bool:
        """Whether some folder with files of its own has this name."""
        return name in self._folders_called

    def folders_with_tail(self, tail: str) -> list[str]:
        """Folders with files of their own whose paths end so: `b/c/` finds `a/b/c/`."""
        pool = self._folders_called.get(last_part(tail), _NOTHING)
        return [folder for folder in islice(pool, _MOST_CANDIDATES) if _ends(folder, tail)]

    def with_tail(self, tail: str) -> list[str]:
        """Files whose paths end so: `httpx/_models.py` finds `src/httpx/_models.py`."""
        folder_tail, name = split(tail)
        pool = self._folders_holding.get(name, _NOTHING)
        if not folder_tail:
            return [folder + name for folder in islice(pool, _MOST_CANDIDATES)]
        called = self._folders_called.get(last_part(folder_tail), _NOTHING)
        if len(called) < len(pool):
            pool = called
        return [
            folder + name
            for folder in islice(pool, _MOST_CANDIDATES)
            if _ends(folder, folder_tail) and name in self._names[folder]
        ]


def nearest(candidates: list[str], importing: str) -> str | None:
    """The one that shares the most folders with a file; of those the shortest; None of none."""
    if len(candidates) <= 1:
        return candidates[0] if candidates else None
    found = candidates
    for folder in upwards(split(importing)[0]):
        found = [candidate for candidate in candidates if candidate.startswith(folder)]
        if found:
            break
    return min(found or candidates, key=lambda candidate: (len(candidate), candidate))


def _ends(folder: str, tail: str) -> bool:
    return folder.endswith(tail) and (len(folder) == len(tail) or folder[-len(tail) - 1] == "/")


def _drop(index: dict[str, dict[str, None]], key: str, folder: str) -> None:
    folders = index[key]
    del folders[folder]
    if not folders:
        del index[key]
