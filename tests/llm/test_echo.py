import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.llm.refusals.echo import without_echo

CODE = "def secret_plan(customer):\n    return Zebra(customer.name, 'umbrella stand')\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("bad request: def secret_plan(customer): return", "bad request: def …): return"),
        ("in 'umbrella stand'", "in '…'"),
        ("Zebra is not allowed", "… is not allowed"),
        ("ZEBRA is not allowed", "… is not allowed"),
        ("the prompt secret_plan(custo is too long", "the prompt … is too long"),
        (r"input: \nsecret_plan\n", r"input: \…\n"),
        ("提示词secret_plan不合法", "…"),
        (
            "This model's maximum context length is 4096 tokens.",
            "This model's maximum context length is 4096 tokens.",
        ),
        (
            "The model does not exist or you do not have access.",
            "The model does not exist or you do not have access.",
        ),
    ],
)
def test_words_that_were_sent_are_not_told(words: str, told: str) -> None:
    assert without_echo(words, CODE) == told


def test_the_words_that_errors_are_made_of_stay_whatever_was_sent() -> None:
    said = "The maximum context length is 4096 tokens: too many messages in the request."
    assert without_echo(said, f"{said} {CODE}") == said


NAMES = st.from_regex(r"[A-Za-z]{4,9}_[A-Za-z_]{4,9}", fullmatch=True)


@given(NAMES, st.text(max_size=30), st.text(max_size=30))
def test_no_name_that_was_sent_is_told_whatever_is_around_it(word: str, before: str, after: str) -> None:
    assert word not in without_echo(f"{before}{word}{after}", f"x = {word}\n")
