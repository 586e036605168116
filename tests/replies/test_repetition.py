import pytest

from pt_lsp.replies.repetition import cut_loop


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1\na = 1\na = 1\na = 1", "a = 1"),
        ("x\na()\nb()\na()\nb()\na()\nb()", "x\na()\nb()"),
        ("- set.difference - set.difference - set.difference - set.difference - set", "- set.difference "),
        ("a = 1\na = 1\nb = 2", "a = 1\na = 1\nb = 2"),
        ("}\n}\n}\n}", "}\n}\n}\n}"),
        ("# ------------------------", "# ------------------------"),
        ("", ""),
        ("x = [" + "0.125, " * 20, "x = [0.125, "),
        ("a\nb = " + "0.125, " * 20, "a\nb = 0.125,"),
        ("x = 1000000000000000000000000000000000", "x = 1000000000000000000000000000000000"),
    ],
)
def test_three_times_the_same_is_a_loop(text: str, expected: str) -> None:
    assert cut_loop(text) == expected
