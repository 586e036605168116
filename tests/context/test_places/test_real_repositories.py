"""Most tests of real repositories are put where they are, and all but a few are found."""

import pytest

from tests.support.placed_tests import DEVELOPMENT, real_repositories, trials

PLACED, FOUND = 0.90, 0.99


@pytest.mark.shared_data
@pytest.mark.repeats
def test_tests_of_real_repositories_are_placed_and_found() -> None:
    repositories = real_repositories(DEVELOPMENT)
    tried = [trial for repository in repositories for trial in trials(repository, every=3)]
    assert sum(trial.is_found for trial in tried) >= FOUND * len(tried)
    assert sum(trial.is_placed for trial in tried) >= PLACED * len(tried)
