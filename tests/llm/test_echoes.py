import pytest

from pt_lsp.llm.refusals.echoes import without_echoes

SENT = "Rewrite these lines.\n\ndef ship_order(stock):\n    total = 3\n    return stock.reserveAll(total)\n"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("cannot read def ship_order(stock):", "cannot read …"),
        ("cannot read `total = 3` here", "cannot read `…` here"),
        ("bad name ship_order", "bad name …"),
        ("'reserveAll' is not defined", "'…' is not defined"),
        ("content:\n  Rewrite these lines. def ship", "content: …"),
        (
            "The total of these lines is too long for return",
            "The total of these lines is too long for return",
        ),
        ("max_tokens must be at most 8192", "max_tokens must be at most 8192"),
        ("", ""),
    ],
)
def test_what_an_endpoint_repeats_of_the_code_is_left_out_and_its_own_words_stay(
    words: str, left: str
) -> None:
    assert without_echoes(words, SENT) == left


def test_without_a_prompt_words_stay_as_they_are() -> None:
    assert without_echoes("a  b\n", "") == "a  b\n"


def test_long_words_are_cut() -> None:
    assert len(without_echoes("no " * 1000, SENT)) == 600
