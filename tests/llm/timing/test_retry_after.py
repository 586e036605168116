import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.llm.timing.retry_after import retry_after_s

NOW_S = 1_795_500_000.0  # 2026-11-24 06:00:00 UTC


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("", None),
        ("  ", None),
        ("5", 5.0),
        (" 5 ", 5.0),
        ("1.5", 1.5),
        ("5, 10", 5.0),
        ("soon", None),
        ("-3", 0.0),
        ("nan", None),
        ("inf", 3600.0),
        ("-inf", 0.0),
        ("1e300", 3600.0),
        ("9" * 5000, 3600.0),
        ("Tue, 24 Nov 2026 06:00:30 GMT", 30.0),
        ("Tue, 24 Nov 2026 06:00:30 GMT, Tue, 24 Nov 2026 06:00:40 GMT", 30.0),
        ("Tue, 24 Nov 2026 06:00:30 -0000", 30.0),
        ("Tue, 24 Nov 2026 05:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3600.0),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 3600.0),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 0.0),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
        ("Tue, 24 Nov 2026 06:00:30 +9999999999", None),
        ("Tue, 99 Nov 2026 06:00:30 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_however_odd(value: str, seconds: float | None) -> None:
    assert retry_after_s({"retry-after": value}, NOW_S) == seconds


DATES = st.from_regex(
    r"([A-Z][a-z]{2}, )?\d{1,3} (Jan|Nov|Dec) \d{1,6} \d{1,3}:\d\d(:\d{1,3})? ?([+-]\d{1,12}|GMT)?"
)


@given(value=st.one_of(st.text(), st.floats().map(str), st.integers().map(str), DATES))
def test_whatever_it_says_is_a_wait_of_at_most_an_hour(value: str) -> None:
    wait_s = retry_after_s({"retry-after": value}, NOW_S)
    assert wait_s is None or 0 <= wait_s <= 3600
