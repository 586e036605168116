"""How a person asks for edits in a real VS Code: what the input knows, offers and keeps."""

from typing import TYPE_CHECKING

import pytest

from pt_lsp.features.edit.actions.table import RECIPES
from tests.editors.conftest import PLAIN, Editing
from tests.support import ready_server
from tests.support.scripted_chat import ScriptedChat
from tests.support.vscode import VSCode

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Position

    from tests.support.workbench import Workbench

pytestmark = pytest.mark.vscode

SOURCE = "# the top\n\ndef total(numbers):\n    pass\n\n\nprint(total([1, 2]))\n"
SCRIPT = "// the top\n\nfunction total(numbers) {\n  let sum = 0;\n  return sum;\n}\n\ntotal([1]);\n"
ANSWERS = [f"def total(numbers):\n    return {number}\n" for number in range(3)]
ROWS = [recipe.title for recipe in RECIPES if recipe.takes != "words"]
BESIDE_THE_INPUT: "Position" = {"x": 600, "y": 5}
"""On a line, to the right of the list of rows, which may be long."""


def title(window: "Workbench") -> str:
    return " ".join(window.page.locator(".quick-input-title:visible").all_text_contents())


def value(window: "Workbench") -> str:
    return window.page.locator(".quick-input-widget:visible input[type=text]").first.input_value()


def is_open(window: "Workbench") -> bool:
    return window.page.locator(".quick-input-widget:visible").count() > 0


def opened(window: "Workbench", key: str = "j") -> str:
    """The title of the input, which the chord has opened."""
    window.focus()
    window.press("Control+k", key)
    return window.wait_until("the input", lambda: title(window) if is_open(window) else "")


def in_palette(window: "Workbench", name: str) -> bool:
    return any(row.startswith(f"PowerTokens: {name}") for row in window.choices())


def sent(window: "Workbench", chat: ScriptedChat, count: int) -> str:
    """The instruction of the request with that number, from 1."""
    window.wait_until(f"request {count}", lambda: len(chat.requests) >= count)
    return chat.requests[count - 1].text.rpartition("Instruction: ")[2].splitlines()[0]


def say(window: "Workbench", words: str) -> None:
    """Type into the input that is open, each character a key, and press Enter at once."""
    window.type(words)
    window.press("Enter")
    window.wait_until("the input is closed", lambda: not is_open(window))


def test_enter_takes_the_words_unless_another_row_was_gone_to(editing: Editing) -> None:
    chat = ScriptedChat(*ANSWERS)
    with editing(SOURCE, chat, **PLAIN) as (window, _):
        window.go_to(4, 5)
        assert opened(window) == "PowerTokens: rewrite around line 4 of sample.py"
        assert [row for row in window.choices() if "say it in words" not in row] == ROWS
        window.press("Enter")
        window.type("document")
        window.wait_until("what fits is offered", lambda: len(window.choices()) == 2)
        say(window, " or fix")
        assert sent(window, chat, 1) == "document or fix"
        window.wait_for("return 0")
        window.type("#")
        window.wait_until("the editor has the keyboard", lambda: window.text().count("#") == 2)
        opened(window)
        # A command is called so, and nobody waits for its row.
        say(window, "fix")
        assert sent(window, chat, 2) == "fix"
        window.wait_for("return 1")
        opened(window)
        window.type("imple")
        window.wait_until("it alone is offered", lambda: len(window.choices()) == 2)
        window.press("ArrowDown", "Enter")
        window.wait_for("return 2")
        assert "Implement this code" in sent(window, chat, 3)


def test_what_was_typed_and_what_was_asked_before_come_back(editing: Editing) -> None:
    chat = ScriptedChat(*ANSWERS)
    with editing(SOURCE, chat, **PLAIN) as (window, _):
        window.go_to(4, 5)
        opened(window)
        say(window, "sum them")
        window.wait_for("return 0")
        opened(window)
        window.type("add")
        window.press("Escape")
        window.wait_until("it is closed", lambda: not is_open(window))
        opened(window)
        assert value(window) == "add"
        window.press("ArrowUp")
        window.wait_until("the older one", lambda: value(window) == "sum them")
        window.press("ArrowDown")
        window.wait_until("the draft", lambda: value(window) == "add")
        window.page.keyboard.insert_text(" them\nall\tup")
        window.press("Enter")
        assert sent(window, chat, 2) == "add them all up"
        window.wait_for("return 1")
        opened(window)
        assert value(window) == ""
        window.press("ArrowUp")
        window.wait_until("the newest", lambda: value(window) == "add them all up")
        window.press("ArrowUp")
        window.wait_until("the older one", lambda: value(window) == "sum them")
        window.press("Enter")
        window.wait_until("the input is closed", lambda: not is_open(window))
        assert sent(window, chat, 3) == "sum them"
        window.wait_for("return 2")
        opened(window)
        window.page.locator(".quick-input-titlebar [aria-label^=Forget]").click()
        last = window.page.locator(".quick-input-list .monaco-list-row.focused", has_text=ROWS[-1])

        def goes_to_the_last_row() -> bool:
            window.press("ArrowUp")
            return last.count() > 0

        window.wait_until("there is nothing older", goes_to_the_last_row)


def test_the_input_survives_a_click_and_follows_the_code_that_it_is_about(editing: Editing) -> None:
    chat = ScriptedChat("x = 5\n", "y = 6\n")
    above = "#\n" * 8
    with editing(f"{above}x = 1\ny = 2\nz = 3\n", chat, **PLAIN) as (window, _):
        lines = window.page.locator(".editor-instance .view-line")
        box = window.page.locator(".quick-input-widget input[type=text]").first
        window.go_to(9)
        window.press("Shift+End")
        assert opened(window).endswith("rewrite line 9 of sample.py")
        window.type("make it five")
        lines.filter(has_text="z = 3").click(position=BESIDE_THE_INPUT)
        # The arrows are the input's only where it has the keyboard.
        window.press("Control+Home", "Enter", "ArrowUp")
        window.type("mine")
        window.wait_until("it moves along", lambda: title(window).endswith("rewrite line 10 of sample.py"))
        box.click()
        window.press("Enter")
        assert sent(window, chat, 1) == "make it five"
        window.wait_for_text(f"mine\n{above}x = 5\ny = 2\nz = 3\n")
        window.type("!")
        window.wait_for_text(f"mine!\n{above}x = 5\ny = 2\nz = 3\n")
        opened(window)
        lines.filter(has_text="y = 2").click(position=BESIDE_THE_INPUT)
        window.press("Home", "Shift+End")
        window.wait_until("what is selected counts", lambda: "rewrite line 11 of" in title(window))
        box.click()
        say(window, "make it six")
        window.wait_for_text(f"mine!\n{above}x = 5\ny = 6\nz = 3\n")


def test_the_lightbulb_and_the_context_menu_ask_about_the_code_that_is_named(
    editing: Editing,
) -> None:
    chat = ScriptedChat("  let sum = 1;\n", "function total(numbers) {\n  return 2;\n}\n")
    with editing(SCRIPT, chat, name="sample.js", **PLAIN) as (window, _):
        window.go_to(4)
        # What an input is about is named once, and what knows names of JavaScript takes seconds to start.
        window.page.locator(".breadcrumbs-control", has_text="total").wait_for()
        window.press("Shift+End")
        window.choose_action("Rewrite...")
        window.wait_until("the scope", lambda: title(window) == "PowerTokens: rewrite line 4 of total()")
        say(window, "begin with one")
        assert sent(window, chat, 1) == "begin with one"
        window.wait_for("sum = 1")
        window.go_to(5, 5)
        # Lines stand in the page in the order in which they were drawn.
        window.page.locator(".editor-instance .view-line", has_text="return sum").click(button="right")
        entries = window.page.locator(".monaco-menu .action-item:not(.disabled) .action-label")
        entries.get_by_text("PowerTokens", exact=True).hover()
        entries.get_by_text("Rewrite...", exact=True).wait_for()
        shown = [each for each in entries.all_text_contents() if each]
        first = shown.index("Rewrite...")
        assert shown[first:][: 2 + len(ROWS)] == ["Rewrite...", "Generate Here...", *ROWS]

        def is_asked() -> bool:
            # A menu that has just come up lets a click pass by.
            if entries.count():
                entries.get_by_text("Rewrite...", exact=True).click(timeout=5_000)
            return title(window) == "PowerTokens: rewrite total()"

        window.wait_until("the scope", is_asked)
        say(window, "return two")
        window.wait_for("return 2")
        assert sent(window, chat, 2) == "return two"


def test_fix_knows_what_vscode_shows_and_says_what_is_left(editing: Editing) -> None:
    broken, better = '{"a": 1,, "b": 2,}\n', '{"a": 1, "b": 2,}\n'
    chat = ScriptedChat(better, better)  # what is left is asked about once more
    with editing(broken, chat, name="sample.json", **PLAIN) as (window, _):
        window.page.locator(".squiggly-error").first.wait_for()
        window.run("PowerTokens: Fix")
        window.wait_for('1, "b"')
        assert "(json" in chat.requests[0].text
        window.wait_until("what is left", lambda: any("problem remains" in it for it in window.lenses()))


def test_nothing_is_asked_that_cannot_be_done(code: VSCode, tmp_path: "Path") -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("sample.py", "locked.py"):
        (folder / name).write_text(SOURCE, encoding="utf-8")
    own = {
        "ptLsp.endpoint.baseUrl": "https://127.9.9.9.example/v1",
        "ptLsp.server.command": ready_server.command(),
    }
    locked = {"files.readonlyInclude": {"**/locked.py": True}}
    with code.opened(folder, own, {**PLAIN, **own, **locked}) as window:
        window.open(folder / "sample.py", status="no key")
        window.focus()
        window.press("Control+k", "j")
        window.wait_until("why not", lambda: any("key" in each for each in window.messages()))
        assert not is_open(window)
        window.open(folder / "locked.py", status="no key")
        window.open_palette().fill(">PowerTokens: ")
        window.wait_until("what can be read is explained", lambda: in_palette(window, "Explain"))
        assert not in_palette(window, "Rewrite...")
        assert not in_palette(window, "Fix")
