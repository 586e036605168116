"""Learns from an endpoint's words how long a prompt may be."""

import re

_NUMBER = r"(\d[\d,_]{1,12}k?)\b"
_WINDOW = r"(?:context|input|sequence|prompt|model)[ _]?(?:length|size|window|limit|len)\w*"
_IS = r"(?:is|of|was|should be within|within|:|=|\()? ?(?:only |at most |limited to )?"
_LIMIT = r"(?:maximum|max|limit|at most|allowed|up to|no more than|fewer than|less than)"
_OVER = r"(?:exceed\w*|longer than|larger than|greater than|more than|beyond)"
_FORMS = (
    rf"range of input length should be \[\s*\d+\s*,\s*{_NUMBER}",
    rf"{_WINDOW} ?{_IS}{_NUMBER} ?(?!in\b)",
    rf"{_NUMBER} (?:tokens? )?(?:maximum|max|limit)\b",
    rf"(?:>|<=|≤) {_NUMBER}",
    rf"{_LIMIT}\b[^\d]{{0,40}}?{_NUMBER}",
    rf"{_OVER}\b[^\d]{{0,60}}?{_NUMBER}",
)
"""What stands around the limit; the surest first."""
_LEAST = 64
"""Below that a number means something else."""


def learn_limit(text: str) -> int | None:
    """The longest prompt in tokens that `text` names; None if it names none."""
    text = text[:4000]
    for form in _FORMS:
        for match in re.finditer(form, text, re.IGNORECASE):
            if (limit := _value(match[1])) >= _LEAST:
                return limit
    numbers = {
        value for match in re.finditer(_NUMBER, text, re.IGNORECASE) if (value := _value(match[1])) >= _LEAST
    }
    return min(numbers) if len(numbers) == 2 else None  # noqa: PLR2004 - what was asked for, and what fits


def _value(number: str) -> int:
    digits = number.lower().replace(",", "").replace("_", "")
    return int(digits.removesuffix("k")) * (1000 if digits.endswith("k") else 1)
