from pathlib import Path

from pt_lsp.settings.options import declared_options
from pt_lsp.settings.reference import COMMAND, reference

PAGE = Path(__file__).parents[2] / "docs" / "configuration.md"


def test_the_page_is_what_the_options_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), f"the page is stale: run {COMMAND}"


def test_every_option_has_one_row() -> None:
    for option in declared_options():
        assert reference().count(f"\n| `{option.key}` |") == 1


def test_every_row_has_as_many_cells_as_the_head() -> None:
    rows = [line for line in reference().splitlines() if line.startswith("|")]
    assert {line.count("|") for line in rows} == {8}
