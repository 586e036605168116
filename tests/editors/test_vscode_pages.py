"""Explanations and what was sent on their page in a real VS Code."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.editors.conftest import PLAIN, Editing
from tests.support.gated_answer import GatedAnswer
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.vscode

SOURCE = """\
import os


@cache
def total(numbers):
    return sum(numbers)


print(total([1, 2]))
"""


@contextmanager
def nobody_asked() -> Iterator[int]:
    """The port of a server on this machine that nobody may have come to in the end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening.getsockname()[1]
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_an_explanation_streams_into_its_page_is_stopped_and_asked_for_again(editing: Editing) -> None:
    from tests.support.answer_page import AnswerPage

    first = GatedAnswer("# Adding\n\nIt adds ", "never\n")
    chat = ScriptedChat(first.step, "It **sums** up.", "It adds all of them.")
    with editing(SOURCE, chat, **PLAIN) as (window, _), first.ended():
        window.go_to(6, 5)
        window.choose_action("Explain")
        page = AnswerPage(window)
        page.wait_for("It adds")
        assert (page.title(), page.buttons()) == ("Explain: total", ["Stop"])
        assert not window.messages(), "the page tells how far it is"
        page.press("Stop")
        page.wait_until_whole()
        assert page.note() == "It was stopped: this is what had come."
        assert page.text().split() == ["Adding", "It", "adds"]
        page.press("Again")
        page.wait_for("It sums up.")
        page.wait_until_whole()
        assert page.title() == "Explain: total", "the same lines are explained, wherever the cursor is"
        assert page.buttons() == ["Again", "Copy", "Insert as Comment"]
        # The page has the keyboard: there is no code around the cursor but what it explains.
        window.run("PowerTokens: Explain")
        page.wait_for("Remembered from 2")
        page.wait_until_whole()
        page.press("Again")
        page.wait_for("It adds all of them.")
        assert page.panels() == 1, "there is one page"
        assert ["lines 4 to 6" in request.text for request in chat.requests] == [True] * 3


def test_a_page_loads_nothing_and_leads_to_lines_and_files_that_are_there(editing: Editing) -> None:
    from tests.support.answer_page import AnswerPage

    with nobody_asked() as port:
        away = f"http://127.0.0.1:{port}"
        answer = (
            f"![plan]({away}/a.png) <img src={away}/b.png> <script src={away}/c.js></script>\n\n"
            "See `sample.py:9`, lib/other.py:2, missing.py:3, [x](javascript:alert(1)) and [y](command:a).\n"
        )
        with editing(SOURCE, ScriptedChat(answer), **PLAIN) as (window, path):
            (path.parent / "lib").mkdir()
            (path.parent / "lib" / "other.py").write_text("one = 1\ntwo = 2\n", encoding="utf-8")
            window.go_to(5)
            window.run("PowerTokens: Explain")
            page = AnswerPage(window)
            page.wait_until_whole()
            assert "plan (an image at 127.0.0.1)" in page.text()
            assert f"<script src={away}/c.js>" in page.text()
            window.wait_until("links to places", lambda: "lib/other.py:2" in page.links())
            assert page.links()[1:] == ["sample.py:9", "lib/other.py:2"], "the first is the script's address"
            # Even what a fault of ours would let through is neither fetched nor run.
            page.frame.locator("article").evaluate(
                f"""async (article) => {{
                  article.innerHTML += '<img src="{away}/d.png" onerror="document.title = 1">';
                  const script = document.createElement('script');
                  script.src = '{away}/e.js';
                  article.append(script);
                  await fetch('{away}/f').catch(() => undefined);
                }}"""
            )
            page.follow("sample.py:9")
            window.wait_until("the line", lambda: window.cursor() == "Ln 9, Col 1")
            page.follow("lib/other.py:2")
            window.wait_until("the other file", lambda: window.text() == "one = 1\ntwo = 2\n")
            window.wait_until("its line", lambda: window.cursor() == "Ln 2, Col 1")


def test_an_answer_goes_above_the_code_as_a_comment_and_into_the_clipboard(editing: Editing) -> None:
    from tests.support.answer_page import AnswerPage

    answer = "It adds **all** of them."
    with editing(SOURCE, ScriptedChat(answer), **PLAIN) as (window, _):
        window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        window.go_to(6, 5)
        window.run("PowerTokens: Explain")
        page = AnswerPage(window)
        page.wait_until_whole()
        window.go_to(1)
        window.type("import re\n")
        # By the keyboard alone: into the page, and from button to button.
        window.press("Control+2")
        window.wait_until("the first button", lambda: page.reached("Again"))
        window.press("Tab")
        window.wait_until("the second one", lambda: page.reached("Copy"))
        window.press("Enter")
        window.wait_until("it is told", lambda: page.note() == "Copied as Markdown.")
        assert window.page.evaluate("navigator.clipboard.readText()") == answer
        window.press("Tab", "Enter")
        typed = f"import re\n{SOURCE}"
        commented = typed.replace("@cache", "# It adds **all** of them.\n@cache")
        window.wait_for_text(commented)
        window.wait_until("the editor has the keyboard", window.has_keyboard)
        window.press("Control+z")
        window.wait_for_text(typed)


def test_what_was_sent_is_shown_however_much_it_is(editing: Editing) -> None:
    from tests.support.answer_page import AnswerPage

    long = "".join(f"value_{number} = {number}\n" for number in range(3_000))
    settings = {**PLAIN, "ptLsp.context.budgetTokens": 30_000}
    with editing(long, ScriptedChat("It holds numbers."), **settings) as (window, _):
        window.run("PowerTokens: Show What Was Sent")
        window.wait_until("a sentence", lambda: "Nothing has been sent yet" in "".join(window.messages()))
        window.go_to(2)
        window.run("PowerTokens: Explain")
        page = AnswerPage(window)
        page.wait_until_whole()
        window.run("PowerTokens: Show What Was Sent")
        page.wait_for("Sent to qwen3-coder-plus")
        assert page.title() == "What was sent"
        assert page.buttons() == ["Copy"]
        assert "value_1500 = 1500" in page.text()
        assert page.frame.locator("table").count() == 1
