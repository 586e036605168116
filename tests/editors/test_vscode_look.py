"""What one sees of an edit in a real VS Code, and how one decides it by keys and beside its old text."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.editors.conftest import PLAIN, Editing
from tests.support import ready_server
from tests.support.gated_answer import GatedAnswer
from tests.support.marked_lines import CELL, EDITOR, NEW_SIDE, marked_lines
from tests.support.scripted_chat import ScriptedChat
from tests.support.vscode import VSCode

if TYPE_CHECKING:
    from tests.support.workbench import Workbench

pytestmark = pytest.mark.vscode

Json = dict[str, Any]
SOURCE = """\
# the top

def add(a, b):
    return a + b


def twice(a):
    # why?
    return a * 2


print(add(1, 2))
"""
NEW = (
    SOURCE.replace("def add(a, b):", "def add(a: float, b: float):")
    .replace("    # why?\n", "")
    .replace("print(", "print(twice(3), ")
)
PENDING = [
    ("def add(a: float, b: float):", "def add(a, b):"),
    ("def twice(a):", "# why?"),
    ("print(twice(3), add(1, 2))", "print(add(1, 2))"),
]
WITHOUT_LENSES = {**PLAIN, "editor.codeLens": False}


def reply() -> ScriptedChat:
    return ScriptedChat(f"```python\n{NEW}```")


def rewrite(window: "Workbench") -> None:
    window.focus()
    window.press("Control+a")
    window.run("PowerTokens: Rewrite...")
    window.answer("make it better")


def marks(window: "Workbench", place: str = EDITOR, number: int = 0) -> list[tuple[str, str]]:
    """Marked lines, and what stands behind them."""
    return [(line.text.strip(), line.note) for line in marked_lines(window, place, number)]


def wait_for_marks(
    window: "Workbench", wanted: list[tuple[str, str]], place: str = EDITOR, number: int = 0
) -> None:
    window.wait_until(f"{wanted} in {place}", lambda: marks(window, place, number) == wanted)


def compared(window: "Workbench") -> str:
    """What an inline diff shows, old and new."""
    text = window.page.locator(NEW_SIDE).text_content() or ""
    return text.replace("\xa0", " ")


def wait_for_current(window: "Workbench", start: str) -> None:
    """Wait until the hunk with the cursor is one line that starts so."""

    def is_there() -> bool:
        lines = [line.text for line in marked_lines(window) if line.bars]
        return len(lines) == 1 and lines[0].startswith(start)

    window.wait_until(f"the hunk at {start}", is_there)


def hovered(window: "Workbench", line: str) -> str:
    """What the hover at that line says of removed text."""
    # Where something was drawn just then, none comes before the mouse is moved there once more.
    window.page.mouse.move(0, 0)
    window.page.locator(".view-line", has_text=line).hover(position={"x": 60, "y": 8})
    hover = window.page.locator(".monaco-hover:visible", has_text="PowerTokens has removed here")
    hover.wait_for(timeout=5_000)
    return hover.text_content() or ""


def decide_hunk(window: "Workbench", key: str, left: list[tuple[str, str]], place: str = EDITOR) -> None:
    """Decide the hunk with the cursor by that key, until these are left."""

    def is_decided() -> bool:
        # The key is ours once VS Code knows that the cursor is in a hunk; there is none once it is decided.
        window.press(key)
        return marks(window, place) == left

    window.wait_until(f"{left} in {place}", is_decided)


def test_what_waits_is_seen_without_lenses_and_decided_by_keys(editing: Editing) -> None:
    with editing(SOURCE, reply(), **WITHOUT_LENSES) as (window, path):
        rewrite(window)
        wait_for_marks(window, PENDING)
        added, removal, _ = marked_lines(window)
        assert added.tints
        assert added.is_struck
        assert not removal.tints
        window.wait_until("the old line in the hover", lambda: "def add(a, b):" in hovered(window, "def add"))

        window.go_to(1)
        for start in ("def add", "def twice", "print", "def add"):
            window.press("Shift+Alt+PageDown")
            wait_for_current(window, start)
        window.press("Shift+Alt+PageUp")
        wait_for_current(window, "print")
        decide_hunk(window, "Shift+Alt+Delete", PENDING[:2])
        window.press("Shift+Alt+PageUp")
        wait_for_current(window, "def twice")
        decide_hunk(window, "Shift+Alt+Enter", PENDING[:1])

        window.go_to(2)
        window.type("# more")
        window.press("Enter")
        window.go_to(4, 8)
        window.type("_up")
        wait_for_marks(window, [("def add_up(a: float, b: float):", "def add(a, b):")])
        window.press("Control+k", "x")
        wait_for_marks(window, [])
        rejected = SOURCE.replace("    # why?\n", "").replace("top\n\n", "top\n# more\n\n")
        assert window.saved(path) == rejected.replace("add(a, b)", "add_up(a, b)")


def test_undo_takes_the_marks_away_and_redo_brings_them_back(editing: Editing) -> None:
    with editing(SOURCE, reply(), **PLAIN) as (window, _):
        rewrite(window)
        wait_for_marks(window, PENDING)
        window.wait_for_lens("Reject All")  # one that still runs is marked like that, too
        window.focus()
        window.press("Control+z")
        window.wait_for_text(SOURCE)
        wait_for_marks(window, [])
        window.press("Control+y")
        wait_for_marks(window, PENDING)


def test_an_edit_is_seen_in_both_parts_of_a_split_and_decided_beside_its_old_text(editing: Editing) -> None:
    with editing(SOURCE, reply(), **PLAIN) as (window, _):
        rewrite(window)
        wait_for_marks(window, PENDING)
        window.run("View: Split Editor Right")
        for number in (0, 1):
            wait_for_marks(window, PENDING, number=number)
        beside = window.page.locator(".editor-group-container").nth(1)
        beside.get_by_role("button", name="Show Changes").click()
        window.wait_until("the old text in a diff", lambda: "# why?" in compared(window))
        wait_for_marks(window, PENDING, NEW_SIDE)
        window.page.locator(f"{NEW_SIDE} .view-line", has_text="def add").last.click()
        decide_hunk(window, "Shift+Alt+Delete", PENDING[1:], NEW_SIDE)
        window.press("Control+Home")
        window.type("#")
        window.wait_until(
            "what is typed in the old text too", lambda: compared(window).count("# the top") == 1
        )
        beside.get_by_role("button", name="Reject Edit").click()
        window.wait_for_text(f"#{SOURCE}")
        wait_for_marks(window, [], NEW_SIDE)


def test_a_stream_is_seen_as_it_grows_and_one_that_stops_looks_otherwise(editing: Editing) -> None:
    half = NEW.index("def twice")
    answers = [GatedAnswer(f"```python\n{NEW[:half]}", f"{NEW[half:]}```") for _ in range(2)]
    chat = ScriptedChat(*(answer.step for answer in answers))
    with editing(SOURCE, chat, **PLAIN) as (window, _), answers[0].ended(), answers[1].ended():
        rewrite(window)
        wait_for_marks(window, PENDING[:1])
        (growing,) = marked_lines(window)
        window.go_to(3, 8)
        window.type("_up")
        said = window.page.locator(".statusbar-item", has_text="You typed inside")
        window.wait_until("it is said in the status bar", said.count)

        def has_another_tint() -> bool:
            tints = [line.tints for line in marked_lines(window)]
            return len(tints) == 1 and bool(tints[0]) and growing.tints[0] not in tints[0]

        window.wait_until("another tint", has_another_tint)
        in_message = window.page.locator(".notification-list-item").get_by_role("button", name="Take It Back")
        assert not in_message.count()
        window.run("PowerTokens: Reject Edit")
        wait_for_marks(window, [])

        rewrite(window)
        window.wait_for("a: float")
        # The lens takes a line of its own, which would come between the clicks.
        window.wait_until("its lens", lambda: any(lens.startswith("Cancel: ") for lens in window.lenses()))
        window.page.locator(".view-line", has_text="float").get_by_text("float").first.dblclick()
        window.press("Control+Shift+l")
        window.type("x")
        in_message.click()
        wait_for_marks(window, [])
        assert "float" not in window.text()


def test_an_edit_of_a_cell_is_seen_in_its_notebook(code: VSCode, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    source = "def add(a, b):\n    return a + b"
    cell: Json = {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "sample.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    chat = ScriptedChat(f"```python\n{source.replace('a + b', 'sum([a, b])')}\n```")
    with chat.serving() as url:
        own = {**PLAIN, "ptLsp.endpoint.baseUrl": url}
        with code.opened(folder, {"ptLsp.server.command": ready_server.command()}, own) as window:
            # What opens notebooks is there by then.
            window.wait_for_status("ready")
            window.page.locator(".explorer-folders-view .monaco-list-row").dblclick()
            window.page.locator(f"{CELL} .view-line").first.click()
            window.press("Control+a")
            window.run("PowerTokens: Rewrite...")
            window.answer("use sum")
            wait_for_marks(window, [("return sum([a, b])", "return a + b")], CELL)
            window.run("PowerTokens: Show Changes")
            window.wait_until("the old text in a diff", lambda: "return a + b" in compared(window))
            window.run("PowerTokens: Reject Edit")
            wait_for_marks(window, [], NEW_SIDE)
