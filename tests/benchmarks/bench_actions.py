"""Where tests of real files would go: `python -m tests.benchmarks.bench_actions [FILE...]`.

For each repository of `../shared/data/test_places` (or of files of the same form): which share of its tests
is put where it really is with the test hidden, by what the others tell, and found with nothing hidden; how
long it takes to prepare for a repository and to ask for a file. Each miss is listed with the answer's reason.
"""

import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from pt_lsp.context.test_places.place import TestPlaces
from tests.support.placed_tests import DEVELOPMENT, RealRepository, Trial, real_repositories, trials

ROW = "{:<28} {:>6} {:>6} {:>7} {:>7} {:>13} {:>9}"


def main() -> None:
    print(ROW.format("repository", "files", "pairs", "placed", "found", "prepared, ms", "asked, ms"))
    files = [Path(argument) for argument in sys.argv[1:]] or [DEVELOPMENT]
    everything: list[Trial] = []
    for repository in (each for file in files for each in real_repositories(file)):
        tried = list(trials(repository))
        everything += tried
        n_paths, n_pairs = len(repository.paths), len(repository.pairs)
        print(ROW.format(repository.name, n_paths, n_pairs, *shares(tried), *timed(repository)))
        for trial in tried:
            print_misses(trial)
    print(ROW.format("all", "", len(everything), *shares(everything), "", ""))


def shares(tried: list[Trial]) -> tuple[str, str]:
    n_placed = sum(trial.is_placed for trial in tried)
    n_found = sum(trial.is_found for trial in tried)
    return f"{n_placed / max(1, len(tried)):.3f}", f"{n_found / max(1, len(tried)):.3f}"


def timed(repository: RealRepository) -> tuple[str, str]:
    """Milliseconds: the best of three preparations, and the median question."""
    prepared: list[float] = []
    places = TestPlaces((), {})
    for _ in range(3):
        began = perf_counter()
        places = TestPlaces(repository.paths, repository.manifests)
        prepared.append(perf_counter() - began)
    asked: list[float] = []
    for source, _ in repository.pairs:
        began = perf_counter()
        places.place_of(source)
        asked.append(perf_counter() - began)
    return f"{min(prepared) * 1000:.0f}", f"{median(asked) * 1000:.2f}"


def print_misses(trial: Trial) -> None:
    if not trial.is_found:
        print(f"  not found: {trial.test} of {trial.source}")
        print(f"    instead: {trial.shown.path if trial.shown else 'nowhere'}")
    if not trial.is_placed:
        said = trial.hidden
        print(f"  misplaced: {trial.test} of {trial.source}")
        print(f"    instead: {f'{said.path}: {said.reason}' if said else 'nowhere'}")


if __name__ == "__main__":
    main()
