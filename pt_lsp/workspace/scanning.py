"""Finds the files of workspace folders that may be used: a walk with rules and bounds, nearest places first.

Refuses to read a file's content, and to fail: what is left out has a reason (`skip_reasons`). A walk that
finds a folder as it left it does not look at its entries again, so that to walk again costs three `stat`s a
folder and one a file.
"""

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from pt_lsp.workspace.frontier import Frontier
from pt_lsp.workspace.ignoring import IgnoreRules, IgnoreTree, PathRule
from pt_lsp.workspace.neighbours import neighbour_reason
from pt_lsp.workspace.reading import MOST_BYTES
from pt_lsp.workspace.skip_reasons import (
    DOUBTFUL_FOLDERS,
    HEAVY_FOLDERS,
    HEAVY_MARKS,
    SkipReason,
    Skips,
    is_link,
)

_SETTLED_NS = 2_000_000_000
"""A folder's time stamp is this coarse on some disks: what changed later than that may not show in it."""
_TRUSTED_S = 300.0
"""Some file systems never change a folder's time stamp."""


@dataclass(frozen=True, slots=True)
class WorkspaceFolder:
    """A folder that the user has opened, and what keeps files in it from being used, by path alone."""

    path: Path
    rule: PathRule


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be read, and what tells a later version of it apart."""

    path: str
    mtime_ns: int
    size: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds one walk over all folders together."""

    files: int = 5_000
    bytes: int = 40_000_000
    bytes_of_rules: int = 2_000_000
    """Of ignore files: what is kept of them takes twenty times the room."""
    entries: int = 100_000
    entries_in_a_folder: int = 10_000


@dataclass(frozen=True, slots=True)
class _Place:
    """A folder on the way of a walk, and what ignore files say in it, or in the one above while it waits."""

    path: str
    folder: WorkspaceFolder
    rules: tuple[IgnoreRules, ...] = ()


@dataclass(frozen=True, slots=True)
class _Listing:
    """What a folder held when its entries were looked at."""

    mtime_ns: int
    place: _Place
    listed_s: float
    files: tuple[str, ...]
    folders: tuple[str, ...]
    skipped: Skips
    n_entries: int


class FolderScanner:
    """Walks folders again and again; for one thread. `wants` says by its name if a file is of any use."""

    def __init__(
        self,
        wants: Callable[[str], bool],
        tree: IgnoreTree,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wants = wants
        self._limits = limits or Limits()
        self._clock = clock
        self._tree = tree
        self._listings: dict[str, _Listing] = {}

    def walk(
        self,
        folders: Sequence[WorkspaceFolder],
        near: Sequence[PurePath],
        skipped: Skips,
        others: Iterable[Path] = (),
    ) -> Iterator[list[Found]]:
        """The files of one folder after the other, nearest to `near` and to the workspace folders first.

        The paths are those of the workspace folders with names added. `skipped` counts what is left out.
        `others` are open too, by rules of their own: not even a folder that holds them leads there.
        """
        listings: dict[str, _Listing] = {}
        opened = [folder.path for folder in folders]
        roots = {str(path): self._tree.rules_in(path, opened) for path in opened}
        apart = roots.keys() | {str(path) for path in others}
        seen: set[tuple[int, int]] = set()
        frontier: Frontier[_Place] = Frontier([*near, *opened])
        for folder in folders:
            frontier.push(str(folder.path), _Place(str(folder.path), folder))
        budget = _Budget(self._limits, skipped)
        while (place := frontier.pop()) is not None and not budget.is_spent:
            listing = self._look_into(place, roots.get(place.path), seen, skipped)
            if listing is None:
                yield []
                continue
            listings[place.path] = listing
            skipped.update(listing.skipped)
            budget.count(listing)
            for name in listing.folders:
                if (path := _joined(place.path, name)) not in apart:
                    frontier.push(path, replace(listing.place, path=path))
            yield list(self._take(listing, budget, skipped))
        self._listings = listings

    def find(self, path: str) -> Found | SkipReason | None:
        """A single file as a walk would find it now; None if only a walk can tell."""
        folder, name = os.path.split(path)
        listing = self._listings.get(folder)
        if listing is None:
            return "ignored" if self._is_left_out(folder) else None
        found = found_at(path)
        return self._reason(name, listing.place) or found if isinstance(found, Found) else found

    def _is_left_out(self, folder: str) -> bool:
        """Whether the last walk has seen this unknown folder, or one above it, and gone by."""
        above, name = os.path.split(folder)
        while above not in self._listings and name:
            above, name = os.path.split(above)
        known = self._listings.get(above)
        if known is None or name in HEAVY_FOLDERS:
            return known is not None
        try:
            return name not in known.folders and os.lstat(above).st_mtime_ns == known.mtime_ns
        except OSError:
            return False

    def _look_into(
        self,
        place: _Place,
        rules: tuple[IgnoreRules, ...] | None,
        seen: set[tuple[int, int]],
        skipped: Skips,
    ) -> _Listing | None:
        """`rules` are those of a workspace folder."""
        try:
            # Only what the user has opened may be a link: below it, one may have come into a folder's place.
            status = os.stat(place.path) if rules else os.lstat(place.path)  # noqa: PTH116 - as for each file
            if is_link(status) or (status.st_dev, status.st_ino) in seen:
                skipped["link"] += 1
                return None
            seen.add((status.st_dev, status.st_ino))
            rules = rules or self._tree.rules_below(place.rules, os.path.basename(place.path))  # noqa: PTH119
            if any(each.folder_reason for each in rules):
                skipped["ignored"] += 1
                return None
            here = replace(place, rules=rules)
            known = self._listings.get(place.path)
            if known is not None and self._still_holds(known, here, status.st_mtime_ns):
                return known
            return self._list(here, status.st_mtime_ns)
        except OSError:
            skipped["unreadable"] += 1
            return None

    def _still_holds(self, known: _Listing, place: _Place, mtime_ns: int) -> bool:
        return (
            known.mtime_ns == mtime_ns
            and known.place == place
            and self._clock() - known.listed_s < _TRUSTED_S
            and time.time_ns() - mtime_ns > _SETTLED_NS
        )

    def _list(self, place: _Place, mtime_ns: int) -> _Listing:
        skipped: Skips = Skips()
        files: list[str] = []
        folders: list[str] = []
        n_entries = 0
        with os.scandir(place.path) as entries:
            for entry in entries:
                n_entries += 1
                if n_entries > self._limits.entries_in_a_folder:
                    skipped["too many entries"] += 1
                    break
                if entry.name in HEAVY_MARKS:
                    files, folders, skipped = [], [], Skips({"heavy folder": 1})
                    break
                if reason := self._entry_reason(entry, place):
                    skipped[reason] += 1
                else:
                    (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
        return _Listing(
            mtime_ns, place, self._clock(), tuple(sorted(files)), tuple(folders), skipped, n_entries
        )

    def _entry_reason(self, entry: "os.DirEntry[str]", place: _Place) -> SkipReason | None:
        if entry.is_symlink():
            return "link"
        if entry.is_dir(follow_symlinks=False):
            is_heavy = entry.name in HEAVY_FOLDERS or (
                entry.name in DOUBTFUL_FOLDERS and not any(each.has_gitignore for each in place.rules)
            )
            return "heavy folder" if is_heavy else _ignored(entry.name, place, is_folder=True)
        if not entry.is_file(follow_symlinks=False):
            return "special file"
        return self._reason(entry.name, place)

    def _reason(self, name: str, place: _Place) -> SkipReason | None:
        """Why a regular file is left out."""
        if not self._wants(name):
            return "no known language"
        path = PurePath(place.path, name)
        is_private = place.folder.rule(path.relative_to(place.folder.path)) or neighbour_reason(str(path))
        return _ignored(name, place) or ("excluded" if is_private else None)

    def _take(self, listing: _Listing, budget: "_Budget", skipped: Skips) -> Iterator[Found]:
        for name in listing.files:
            found = found_at(_joined(listing.place.path, name))
            if not isinstance(found, Found):
                skipped[found or "changing"] += 1
            elif not budget.takes(found.size):
                return
            else:
                yield found


class _Budget:
    """What of the limits is left in one walk; the first that is reached ends it."""

    def __init__(self, limits: Limits, skipped: Skips) -> None:
        self._limits = limits
        self._skipped = skipped
        self._n_files = self._n_bytes = self._n_entries = self._n_bytes_of_rules = 0
        self.is_spent = False

    def count(self, listing: _Listing) -> None:
        self._n_entries += listing.n_entries
        self._n_bytes_of_rules += sum(each.n_bytes for each in listing.place.rules)
        if self._n_entries >= self._limits.entries:
            self._end("too many entries")
        elif self._n_bytes_of_rules > self._limits.bytes_of_rules:
            self._end("too much text")

    def takes(self, size: int) -> bool:
        if self._n_files >= self._limits.files:
            return self._end("too many files")
        if self._n_bytes + size > self._limits.bytes:
            return self._end("too much text")
        self._n_files += 1
        self._n_bytes += size
        return True

    def _end(self, reason: SkipReason) -> bool:
        self._skipped[reason] += 1
        self.is_spent = True
        return False


def _joined(folder: str, name: str) -> str:
    return os.path.join(folder, name)  # noqa: PTH118 - a Path for each of thousands costs more than the rest


def _ignored(name: str, place: _Place, *, is_folder: bool = False) -> SkipReason | None:
    return "ignored" if any(each.reason(name, is_folder=is_folder) for each in place.rules) else None


def found_at(path: str) -> Found | SkipReason | None:
    """What is at the path, by itself; None for a folder."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return "unreadable"
    if stat.S_ISDIR(status.st_mode):
        return None
    if not stat.S_ISREG(status.st_mode):
        return "link" if is_link(status) else "special file"
    if not path.isprintable():
        return "odd name"
    return "too large" if status.st_size > MOST_BYTES else Found(path, status.st_mtime_ns, status.st_size)
