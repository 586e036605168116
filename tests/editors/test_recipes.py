"""Companions and documentation have the actions that the server has."""

import re

from pt_lsp.features.edit.actions.table import BY_ID
from tests.editors.recipes import COMMAND, written
from tests.support.action_cases import CASES


def words(text: str) -> list[str]:
    """The text without what formatters change."""
    return re.findall(r"\w+", text)


def test_companions_and_documentation_have_the_actions_of_the_server() -> None:
    for path, text in written():
        assert words(path.read_text(encoding="utf-8")) == words(text), f"stale: run {COMMAND}, then format"


def test_editors_reach_every_action() -> None:
    """The one that writes tests has files of its own, `test_neovim_writing_tests` and the like."""
    assert set(BY_ID) - set(CASES) == {"writeTests"}
