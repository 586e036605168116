"""Ghost text in real Neovims: what is shown, and what keys make of it."""

from pathlib import Path

import pytest

from tests.support.neovim_companion import companion, older_too
from tests.support.scripted_chat import ScriptedChat, hang

pytestmark = pytest.mark.editor

UNFINISHED = "def add(alpha, b):\n    \n\n\nprint(add(1, 2))\n"


@older_too
def test_ghost_text_is_shown_without_being_asked_for(tmp_path: Path, binary: Path) -> None:
    with companion(tmp_path, ScriptedChat("return alpha + b"), UNFINISHED, binary=binary) as nvim:
        nvim.press("jA")
        assert nvim.wait_until("ghost text", nvim.ghost_text) == "return alpha + b"


@pytest.mark.parametrize(("typed", "at_once"), [("", ""), ("re", "tu"), ("", "return alp")])
def test_ghost_text_accepted_right_after_a_key_doubles_nothing(
    tmp_path: Path, typed: str, at_once: str
) -> None:
    chat = ScriptedChat("return alpha + b", forever=hang())
    with companion(tmp_path, chat, UNFINISHED) as nvim:
        nvim.press("jA")
        nvim.wait_until("ghost text", nvim.ghost_text)
        if typed:
            nvim.press(typed)
            nvim.wait_until("less is left", lambda: nvim.ghost_text() == "turn alpha + b")
        nvim.press(f"{at_once}<Tab>")
        nvim.wait_until("it is accepted", lambda: "return alpha + b" in nvim.text())
        assert nvim.text() == UNFINISHED.replace("    \n", "    return alpha + b\n", 1).removesuffix("\n")
        nvim.press("<Esc>u")
        nvim.wait_until("an undo takes only it back", lambda: f"    {typed}{at_once}\n" in nvim.text())


def test_ghost_text_that_replaces_the_rest_of_the_line_doubles_no_bracket(tmp_path: Path) -> None:
    source = "def add(alpha, b):\n    return abs()\n\n\nprint(add(1, 2))\n"
    chat = ScriptedChat("alpha + b)", forever=hang())
    with companion(tmp_path, chat, source) as nvim:
        nvim.press("jA<Left>")
        nvim.wait_until("ghost text", nvim.ghost_text)
        nvim.press("al<Tab>")
        nvim.wait_until("it is accepted", lambda: "alpha + b" in nvim.text())
        assert "    return abs(alpha + b)\n" in nvim.text()


def test_a_key_that_contradicts_the_ghost_text_is_typed_and_nothing_is_accepted(tmp_path: Path) -> None:
    chat = ScriptedChat("return alpha + b", forever=hang())
    with companion(tmp_path, chat, UNFINISHED) as nvim:
        nvim.press("jA")
        nvim.wait_until("ghost text", nvim.ghost_text)
        nvim.press("x = 1<Tab>")
        typed = UNFINISHED.replace("    \n", "    x = 1   \n", 1).removesuffix("\n")
        nvim.wait_until("all is typed, the key too", lambda: nvim.text() == typed)
