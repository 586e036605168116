"""The wait that an endpoint asks for, between none and an hour, however it is written."""

import math
from collections.abc import Mapping

MAX_RETRY_AFTER_S = 3600.0
"""A wrong header must not end completion for the day."""

_MAX_CHARACTERS = 100


def retry_after_s(headers: Mapping[str, str], now_s: float) -> float | None:
    """Seconds that a Retry-After header, in seconds or as an HTTP date, asks to wait; None without one.

    `now_s` is Unix time. Of several headers, which HTTP joins by commas, the first counts.
    """
    value = headers.get("retry-after", "").strip()[:_MAX_CHARACTERS]
    wait_s = _seconds(value.partition(",")[0])
    if wait_s is None:
        moment_s = _moment_s(value)
        wait_s = None if moment_s is None else moment_s - now_s
    return None if wait_s is None else min(max(wait_s, 0.0), MAX_RETRY_AFTER_S)


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return None if math.isnan(seconds) else seconds


def _moment_s(value: str) -> float | None:
    """Unix time of an HTTP date."""
    from datetime import UTC  # 4 ms with the next, and such a date is rare
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, TypeError, IndexError):  # each of them for some dates
        return None
