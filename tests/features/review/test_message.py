import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.features.review.message import plain_message


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("It fails.", "It fails."),
        ("It fails for zero. Check it first. Then go on.", "It fails for zero."),
        ("It fails, e.g. For zero, i.e. Never. Else not.", "It fails, e.g. For zero, i.e. Never."),
        ("Version 1.5 fails. New ones do not.", "Version 1.5 fails."),
        ("`a.b` may be None! Why?", "a.b may be None!"),
        ("\u8fd9\u91cc\u4f1a\u51fa\u9519\u3002\u518d\u770b\u3002", "\u8fd9\u91cc\u4f1a\u51fa\u9519\u3002"),
        ("**Bug**: `x*y*z` is *not* `__init__`", "Bug: x*y*z is not __init__"),
        ("- It fails\n  for zero", "It fails for zero"),
        ("## It fails", "It fails"),
        ("See [the docs](https://example.org/a) and ![me](x.png)", "See the docs and me"),
        ("<b>It</b> fails where a < b and c > d", "It fails where a < b and c > d"),
        ("It\x1b[31m fails\u202e now\x00", "It[31m fails now"),
        ("a * b * c and 2 ** 3", "a * b * c and 2 ** 3"),
        ("", ""),
        (" \n ", ""),
        ("x" * 500, "x" * 239 + "\u2026"),
    ],
)
def test_a_message_is_one_plain_sentence(said: str, expected: str) -> None:
    assert plain_message(said) == expected


@given(st.text(max_size=400))
def test_no_message_has_lines_controls_or_more_than_fits(said: str) -> None:
    message = plain_message(said)
    assert len(message) <= 240
    assert message == message.strip()
    assert all(each.isprintable() or each in "\u200c\u200d" or each.isspace() for each in message)
    assert "\n" not in message


@pytest.mark.parametrize("piece", ["**", "[a](", "`", "<b ", "- ", "a. ", "*a "])
def test_a_long_message_takes_no_time(piece: str) -> None:
    plain_message(piece * 100_000)
