"""Ghost text in a real VS Code: how it is shown, typed through, accepted in parts, cycled through, explained.

Brackets are closed by the editor, as they are unless somebody turns it off.
"""

import json
import subprocess
import time
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.editors.conftest import Editing
from tests.support.chat_steps import Step
from tests.support.gated_answer import GatedAnswer
from tests.support.scripted_chat import Request, ScriptedChat, hang, respond
from tests.support.vscode import SERVER, VSCode

if TYPE_CHECKING:
    from tests.support.workbench import Workbench

pytestmark = pytest.mark.vscode

AT_ONCE: dict[str, Any] = {"ptLsp.completion.debounceMs": 0}
TWO = "def add(a, b):\n    \n\n\ndef total(a, b):\n    \n"


def foreseeing(*lines: str) -> Step:
    """Answers with what the cursor's line lacks of those that begin like it, of one after the other."""
    asked: list[str] = []

    def choose(request: Request) -> str:
        place = str(request["messages"][-1]["content"]).partition("<|cursor|>")[0]
        before = place.rpartition("\n")[2].lstrip()
        asked.append(before)
        fitting = [line for line in lines if line.startswith(before)]
        return fitting[asked.count(before) % len(fitting) - 1][len(before) :] if fitting else ""

    return respond(choose)


def wait_for_ghost(window: "Workbench", text: str) -> None:
    window.wait_until(f"ghost text {text!r}", lambda: window.ghost_text() == text)


def counted(code: VSCode) -> "Counter[str]":
    """What the servers of these windows have counted so far."""
    told = subprocess.run([*SERVER, "stats", "--json"], env=code.environment, check=True, capture_output=True)
    return Counter({name: n for name, n in json.loads(told.stdout).items() if isinstance(n, int)})


def test_ghost_text_is_shown_typed_through_and_accepted(editing: Editing) -> None:
    source = "def add(a, b):\n    \n\n\nprint(add(1, 2))\n"
    chat = ScriptedChat("return a + b", forever=hang())
    with editing(source, chat, **AT_ONCE) as (window, path):
        window.go_to(2, 5)
        window.run("Trigger Inline Suggestion")
        wait_for_ghost(window, "return a + b")
        window.focus()
        window.type("return")
        wait_for_ghost(window, " a + b")
        assert len(chat.requests) == 1, "what was foreseen is not asked for again"
        window.press("Tab")
        window.wait_for("return a + b")
        assert window.saved(path) == source.replace("    \n", "    return a + b\n", 1)


def test_brackets_that_the_editor_closes_are_taken_over_and_typed_through(editing: Editing) -> None:
    source = "total = add\nother = add\n"
    chat = ScriptedChat(forever=foreseeing("total = add(1, [2])", "other = add(3)"))
    with editing(source, chat, **AT_ONCE) as (window, path):
        window.go_to(1, 12)
        window.type("(")
        wait_for_ghost(window, "1, [2]")
        window.type("1, [")
        wait_for_ghost(window, "2")
        assert len(chat.requests) == 1
        window.press("Tab")
        window.wait_for("add(1, [2])")
        window.go_to(2, 12)
        window.type("(")
        wait_for_ghost(window, "3")
        window.type("3)")
        window.wait_for("add(3)")
        assert window.saved(path) == "total = add(1, [2])\nother = add(3)\n"


def test_the_middle_of_a_word_is_filled(editing: Editing) -> None:
    source = "def add(a, b):\n    rern a + b\n"
    with editing(source, ScriptedChat("tu", forever=hang()), **AT_ONCE) as (window, path):
        window.go_to(2, 7)
        window.run("Trigger Inline Suggestion")
        wait_for_ghost(window, "tu")
        window.focus()
        window.press("Tab")
        window.wait_for("return a + b")
        assert window.saved(path) == source.replace("rern", "return")


def accepted_word(window: "Workbench", typed: str) -> str:
    """What the second line says now; empty unless it is more than before, and its ghost text the rest."""
    now = window.text().split("\n")[1].removeprefix("    ")
    is_shown = any(now + rest == "total = a + b" for rest in lines_of_ghost(window))
    return now if is_shown and len(now) > len(typed) else ""


def lines_of_ghost(window: "Workbench") -> list[str]:
    """Its first line is drawn into the text, and the others are below: in no order."""
    return window.ghost_text().split("\n")


@pytest.mark.parametrize("first", [(2, 6), (6, 2)])
def test_several_cursors_have_ghost_text_and_type_through_it(
    editing: Editing, first: tuple[int, int]
) -> None:
    chat = ScriptedChat(forever=foreseeing("return a + b"))
    with editing(TWO, chat, **AT_ONCE) as (window, path):
        primary, secondary = first
        window.go_to(primary, 5)
        window.add_cursor(secondary)
        window.type("re")
        wait_for_ghost(window, "turn a + b\nturn a + b")
        n_asked = len(chat.requests)
        for key, rest in (("t", "urn a + b"), ("u", "rn a + b")):
            window.type(key)
            wait_for_ghost(window, f"{rest}\n{rest}")
        assert len(chat.requests) == n_asked, "what was foreseen is not asked for again"
        window.press("Tab")
        window.wait_until("both", lambda: window.text().count("return a + b") == 2)
        assert window.saved(path) == TWO.replace("    \n", "    return a + b\n")


def test_the_next_suggestion_is_one_of_three_that_are_asked_for_once(editing: Editing) -> None:
    texts = ["return a + b", "result = a + b", "raise ValueError"]
    chat = ScriptedChat(forever=foreseeing(*texts))
    with editing("def add(a, b):\n    \n", chat, **AT_ONCE) as (window, _):
        window.go_to(2, 5)
        window.type("r")
        seen = [window.wait_until("ghost text", window.ghost_text)]
        assert len(chat.requests) == 1
        window.press("Alt+]")
        window.wait_until("others", lambda: len(chat.requests) == 3)
        while len(seen) < len(texts):
            seen.append(window.wait_until("another", lambda: next_but(window, seen)))
        assert sorted("r" + text for text in seen) == sorted(texts)
        assert len(chat.requests) == 3


def next_but(window: "Workbench", seen: list[str]) -> str:
    """The next suggestion once it is drawn; empty if it is one of those."""
    window.press("Alt+]")
    window.text()
    shown = window.ghost_text()
    return "" if shown in seen else shown


def test_suggestions_of_the_menu_are_gone_on_with(editing: Editing) -> None:
    source = "print(1)\n\nprintable = 2\n"
    menu = {"editor.wordBasedSuggestions": "currentDocument", "editor.quickSuggestions": {"other": "on"}}
    chat = ScriptedChat(forever=foreseeing("print(2)"))
    with editing(source, chat, **AT_ONCE, **menu) as (window, _):
        window.go_to(2)
        window.type("pr")
        # What it shows comes by another way than ghost text, which Tab would take without it.
        window.page.locator(".suggest-widget.visible .monaco-list-row.focused", has_text="print").wait_for()
        wait_for_ghost(window, "int(2)")
        window.type("i")
        wait_for_ghost(window, "nt(2)")
        window.press("Tab")
        window.wait_for("print\n")
        wait_for_ghost(window, "(2)")
        window.press("Tab")
        window.wait_for("print(2)")


def test_why_there_is_no_completion_is_told_where_it_was_called_off(editing: Editing) -> None:
    answer = GatedAnswer("", "return a + b")
    chat = ScriptedChat(answer.step)
    with editing("def add(a, b):\n    \n", chat) as (window, _), answer.ended():
        window.go_to(2, 5)
        window.type("r")
        window.wait_until("it is asked", lambda: chat.requests)
        window.type("e")
        window.run("PowerTokens: Why No Completion?")
        (reason,) = window.wait_until("a reason", lambda: places(window))
        assert "sample.py:2:" in reason
        assert "called it off" in reason


def places(window: "Workbench") -> list[str]:
    """The rows that name a place in the file."""
    return [row for row in window.choices() if "sample.py:" in row]


def test_words_are_accepted_one_by_one_and_counted(editing_alone: Editing, code: VSCode) -> None:
    source = "def add(a, b):\n    \n"
    chat = ScriptedChat("total = a + b\n    return total", forever=hang())
    before = counted(code)
    with editing_alone(source, chat, **AT_ONCE) as (window, path):
        window.go_to(2, 5)
        window.run("Trigger Inline Suggestion")
        window.wait_until("ghost text", lambda: "total = a + b" in lines_of_ghost(window))
        window.focus()
        typed = ""
        for _ in range(3):
            window.press("Control+ArrowRight")
            typed = window.wait_until("a word more", partial(accepted_word, window, typed))
        assert len(chat.requests) == 1
        window.press("Tab")
        window.wait_for("return total")
        assert window.saved(path) == source.replace("    \n", "    total = a + b\n    return total\n")
    told = wait_for_count(code, before)
    assert told["foreseenCharacters"] == len(typed)


def wait_for_count(code: VSCode, before: "Counter[str]") -> "Counter[str]":
    """What has been counted since; the server writes it down when its window has been closed."""
    deadline = time.monotonic() + 60
    while not (told := counted(code) - before)["accepted"]:
        assert time.monotonic() < deadline, "never counted"
        time.sleep(0.5)  # between two looks, each of which is a process
    return told
