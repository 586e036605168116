import pytest

from tests.support.running import play_at_once


def test_of_what_is_played_at_once_that_which_failed_is_named_and_the_others_are_played_to_their_end() -> (
    None
):
    played = []

    def fail() -> None:
        pytest.fail("it does not hold")

    scenarios = {"first": lambda: played.append(1), "second": fail, "third": lambda: played.append(3)}
    with pytest.raises(BaseExceptionGroup, match="failed with: second") as told:
        play_at_once(scenarios)
    assert [error.__notes__ for error in told.value.exceptions] == [["That was with: second"]]
    assert sorted(played) == [1, 3]
