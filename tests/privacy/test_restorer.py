from dataclasses import replace

import pytest

from pt_lsp.privacy.placeholders import NO_PLACEHOLDERS, Placeholders, count_placeholders
from pt_lsp.privacy.restorer import Restorer

ONE = Placeholders({"REDACTED_SECRET_1": "s3cret"})
TWELVE = Placeholders({f"REDACTED_SECRET_{n}": f"<{n}>" for n in range(1, 13)})


def pushed(restorer: Restorer, *deltas: str) -> list[str]:
    return [*(restorer.push(delta) for delta in deltas), restorer.finish()]


def test_without_placeholders_nothing_is_held_back() -> None:
    assert pushed(Restorer(NO_PLACEHOLDERS), "x = REDACTED_SECR", "ET_1") == ["x = REDACTED_SECR", "ET_1", ""]


def test_a_placeholder_in_one_delta_is_restored_at_once() -> None:
    assert pushed(Restorer(ONE), "k = REDACTED_SECRET_1;") == ["k = s3cret;", ""]


def test_a_placeholder_is_held_until_it_is_known_that_it_has_ended() -> None:
    assert pushed(Restorer(ONE), "REDACTED_SECRET_1", ")") == ["", "s3cret)", ""]


def test_a_placeholder_cut_in_two_is_restored() -> None:
    assert pushed(Restorer(ONE), "k = REDACTED_", "SECRET_1 + 2") == ["k = ", "s3cret + 2", ""]


@pytest.mark.parametrize("held", ["R", "REDACTED", "REDACTED_SECRET_"])
def test_only_what_could_start_a_placeholder_is_held_back(held: str) -> None:
    assert pushed(Restorer(ONE), f"abc {held}") == ["abc ", held]


@pytest.mark.parametrize(
    "text",
    [
        *("RED", "REDACTED_SECRET_2", "REDACTED_SECRET_x", "REDACTED_SECRET_17", "REDACTED_SECRET_1x"),
        *("MY_REDACTED_SECRET_1", "xREDACTED_SECRET_1", "redacted_secret_1", "REDACTED_ SECRET_1"),
    ],
)
def test_what_turns_out_to_be_no_placeholder_passes(text: str) -> None:
    assert "".join(pushed(Restorer(ONE), *text, "!")) == f"{text}!"


def test_the_longest_placeholder_wins_however_it_is_cut() -> None:
    restorer = Restorer(TWELVE)
    assert pushed(restorer, "REDACTED_SECRET_1", "0 REDACTED_SECRET_1", " ", "REDACTED_SECRET_12") == [
        "",
        "<10> ",
        "<1> ",
        "",
        "<12>",
    ]


def test_a_placeholder_at_the_very_end_comes_with_finish() -> None:
    assert pushed(Restorer(TWELVE), "REDACTED_SECRET_1") == ["", "<1>"]


@pytest.mark.parametrize(
    "sent", ["REDACTED_SECRET_3" * 3, "\\nREDACTED_SECRET_3", "REDACTED_SECRET_37", "x_REDACTED_SECRET_3_y"]
)
def test_what_stands_within_a_word_is_restored_where_it_was_sent_so(sent: str) -> None:
    restorer = Restorer(replace(TWELVE, glued=count_placeholders([sent], TWELVE.secrets)[1]))
    assert "".join(pushed(restorer, *sent)) == sent.replace("REDACTED_SECRET_3", "<3>")


def test_a_restored_secret_is_not_searched_for_placeholders_again() -> None:
    placeholders = Placeholders({"REDACTED_SECRET_1": "REDACTED_SECRET_2", "REDACTED_SECRET_2": "x"})
    assert "".join(pushed(Restorer(placeholders), "REDACTED_SECRET_1")) == "REDACTED_SECRET_2"
