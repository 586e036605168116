"""docs/endpoint.md tells the use of each documented field, and names a test that is there."""

import re
from pathlib import Path

import pytest

from tests.support.chat_api import DOCUMENTED

ROOT = Path(__file__).parents[2]
ROWS = [
    line.strip("|").split("|")
    for line in (ROOT / "docs" / "endpoint.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| `")
]


def test_each_documented_field_has_a_row_and_no_other_has() -> None:
    fields = dict.fromkeys(name for row in ROWS for name in re.findall(r"`(\w+)`", row[0]))
    assert list(fields) == list(DOCUMENTED)


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip() for row in ROWS])
def test_the_test_that_shows_it_is_there(row: list[str]) -> None:
    (_, use, shown) = map(str.strip, row)
    path, _, name = shown.strip("`").partition("::")
    assert use
    assert re.search(rf"^(async )?def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
