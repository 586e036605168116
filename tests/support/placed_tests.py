"""Real repositories of `../shared/data/test_places`, and where their tests are put and found.

A pair's test is hidden to see where one would go, by what the repository's other pairs tell; then nothing is
hidden, to see whether it is found.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pt_lsp.context.test_places.place import TestPlace, TestPlaces
from tests.support.shared_data import shared_data

DEVELOPMENT = shared_data() / "test_places" / "dev.jsonl.gz"


@dataclass(frozen=True, slots=True)
class RealRepository:
    """The paths and manifests of one repository, with pairs of a source and its test."""

    name: str
    paths: tuple[str, ...]
    manifests: Mapping[str, str]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One pair, and what was said of its source."""

    source: str
    test: str
    hidden: TestPlace | None
    shown: TestPlace | None

    @property
    def is_placed(self) -> bool:
        """Whether the test would go where it really is."""
        return self.hidden is not None and self.hidden.path == self.test and not self.hidden.exists

    @property
    def is_found(self) -> bool:
        """Whether the test is found where it is."""
        return self.shown is not None and self.shown.path == self.test and self.shown.exists


def real_repositories(packed: Path) -> Iterator[RealRepository]:
    """The repositories of a file of the form of the development data."""
    with gzip.open(packed, "rt", encoding="utf-8") as lines:
        for line in lines:
            read = json.loads(line)
            pairs = tuple((source, test) for source, test in read["pairs"])
            yield RealRepository(read["repo"], tuple(read["files"]), read["manifests"], pairs)


def trials(repository: RealRepository, every: int = 1) -> Iterator[Trial]:
    """Each pair of a repository, or every second or third, tried."""
    whole = TestPlaces(repository.paths, repository.manifests)
    for source, test in repository.pairs[::every]:
        rest = [path for path in repository.paths if path != test]
        hidden = TestPlaces(rest, repository.manifests).place_of(source)
        yield Trial(source, test, hidden, whole.place_of(source))
