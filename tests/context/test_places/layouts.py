"""Repositories in a few lines: one path a line, contents of manifests behind a colon."""

from pt_lsp.context.test_places.place import TestPlace, TestPlaces

Repository = str


def places_in(repository: Repository) -> TestPlaces:
    """What is known of the tests of a repository."""
    files = dict(_split(line) for line in repository.splitlines() if line.strip())
    return TestPlaces(files, {path: text for path, text in files.items() if text})


def place_in(repository: Repository, source: str) -> TestPlace:
    """The place of the tests of a source that has one."""
    found = places_in(repository).place_of(source)
    assert found is not None
    return found


def shown(repository: Repository, source: str) -> str:
    """A place as one line: its path, `*` where it exists, its framework."""
    place = place_in(repository, source)
    return f"{place.path}{' *' if place.exists else ''}  {place.framework}"


def _split(line: str) -> tuple[str, str]:
    path, _, text = line.strip().partition(": ")
    return path, text.replace("\\n", "\n")
