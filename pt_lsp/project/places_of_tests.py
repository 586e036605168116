"""Looks through a workspace folder for the file where tests of a source file are, or belong.

What git ignores and what privacy rules exclude is not seen. Refuses to write, and to hold the loop up: all of
it happens in a thread.
"""

import asyncio
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING

from pt_lsp.context.background import Snippet
from pt_lsp.context.test_places.families import family_of
from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.settings.options import Settings
from pt_lsp.syntax.languages import language_of
from pt_lsp.workspace.ignoring import IgnoreTree
from pt_lsp.workspace.reading import SourceFile, read_beginning, read_quietly
from pt_lsp.workspace.scanning import FolderScanner, Limits, WorkspaceFolder
from pt_lsp.workspace.skip_reasons import Skips

if TYPE_CHECKING:
    # Loaded in the thread, to keep the start short.
    from pt_lsp.context.test_places.place import TestPlace, TestPlaces

_LIMITS = Limits(files=20_000, bytes=1_000_000_000)
"""Of a walk that reads nothing."""
_MOST_MANIFESTS = 200
_MOST_BYTES = 100_000
"""Of a manifest."""


@dataclass(frozen=True, slots=True)
class PlaceOfTests:
    """A file in a workspace folder."""

    path: Path
    label: str
    """Its path in the folder."""
    exists: bool
    language_id: str
    framework: str
    import_hint: str
    """How its tests get at the source, where that is beyond doubt."""
    example: Snippet | None
    """Another test file, for one that does not exist."""
    leads_out: bool
    """Whether a link makes it a file of another place."""


async def place_of_tests(
    source: Path, folder: Path, settings: Settings, tree: IgnoreTree, others: Sequence[Path] = ()
) -> PlaceOfTests | None:
    """Where tests of a file of the folder are or belong; None where it is no source that has tests.

    Each question is a walk, so that it sees what was there a moment ago; of the `others`, which are open too
    and have settings of their own, it sees nothing.
    """
    return await asyncio.to_thread(_find, source, folder, settings, tree, others)


def _find(
    source: Path, folder: Path, settings: Settings, tree: IgnoreTree, others: Sequence[Path]
) -> PlaceOfTests | None:
    from pt_lsp.context.test_places.place import TestPlaces
    from pt_lsp.context.test_places.tree import split_plain

    paths = _paths(folder, settings, tree, source.parent, others)
    own = source.relative_to(folder).as_posix()
    places = TestPlaces((*paths, own), _manifests(folder, paths))
    place = places.place_of(own)
    if place is None or split_plain(place.path) is None:
        return None
    path = folder / place.path
    exists = os.path.lexists(path)
    may_show = settings.context.workspace_files and not exists
    return PlaceOfTests(
        path=path,
        label=place.path,
        exists=exists,
        language_id=language_of(place.path) or "plaintext",
        framework="" if place.framework is None else str(place.framework),
        import_hint=places.import_hint(own, place) or "",
        example=_example(folder, settings, place, places, paths) if may_show else None,
        leads_out=not _is_inside(path, folder),
    )


def _paths(
    folder: Path, settings: Settings, tree: IgnoreTree, near: Path, others: Sequence[Path]
) -> list[str]:
    """Sources and manifests in the folder, nearest to `near` first."""
    from pt_lsp.context.test_places.frameworks import is_telling

    rule = Exclusion((settings.privacy.exclude,), folder).reason
    scanner = FolderScanner(lambda name: family_of(name) is not None or is_telling(name), tree, _LIMITS)
    walk = scanner.walk([WorkspaceFolder(folder, rule)], [near], Skips(), others)
    return [PurePath(found.path).relative_to(folder).as_posix() for batch in walk for found in batch]


def _manifests(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    """What the nearest manifests say."""
    from pt_lsp.context.test_places.frameworks import is_telling

    telling = [path for path in paths if is_telling(path.rpartition("/")[2])]
    manifests = {}
    for path in telling[:_MOST_MANIFESTS]:
        with suppress(OSError, ValueError):
            manifests[path] = read_beginning(str(folder / path), _MOST_BYTES).decode("utf-8", "replace")
    return manifests


def _example(
    folder: Path, settings: Settings, place: "TestPlace", places: "TestPlaces", paths: Sequence[str]
) -> Snippet | None:
    """The nearest test of the same language that may be shown."""
    from pt_lsp.context.test_places.tree import n_common

    folder_parts = place.path.split("/")[:-1]
    language_id = language_of(place.path)
    rule = Exclusion((settings.privacy.exclude, settings.context.exclude), folder).reason
    tests = [path for path in paths if language_of(path) == language_id and places.is_test(path)]
    tests.sort(key=lambda path: (path != place.example, -n_common(path.split("/")[:-1], folder_parts)))
    for path in tests:
        if rule(PurePosixPath(path)) is None and path != place.path:
            found = read_quietly(str(folder / path))
            if isinstance(found, SourceFile) and found.text.strip():
                return Snippet(path, language_id or "", "neighbours", found.text)
    return None


def _is_inside(path: Path, folder: Path) -> bool:
    """Whether what is at the path, or will be, is in the folder, wherever links lead."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
