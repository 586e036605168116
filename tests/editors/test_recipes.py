"""Companions and documentation have the actions that the server has."""

import re

from tests.editors.recipes import COMMAND, written


def words(text: str) -> list[str]:
    """The text without what formatters change."""
    return re.findall(r"\w+", text)


def test_companions_and_documentation_have_the_actions_of_the_server() -> None:
    for path, text in written():
        assert words(path.read_text(encoding="utf-8")) == words(text), f"stale: run {COMMAND}, then format"
