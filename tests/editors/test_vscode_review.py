"""Deciding a finished edit in a real VS Code: by lens and by palette."""

import pytest

from tests.editors.conftest import PLAIN, Editing
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.vscode

SOURCE = """\
# the top

def add(a, b):
    return a + b


def twice(a):
    return a * 2
"""
ADD = "def add(a, b):\n    return a + b"
DOCUMENTED = 'def add(a, b):\n    """The sum of two numbers."""\n    return a + b'
EDITED = SOURCE.replace(ADD, DOCUMENTED)
REPLY = f"```python\n{DOCUMENTED}\n```"
TWO_PLACES = SOURCE.replace("add", "plus").replace("twice", "double")


def test_an_edit_is_rejected_and_accepted_from_the_palette(editing: Editing) -> None:
    with editing(SOURCE, ScriptedChat(REPLY, REPLY), **PLAIN) as (window, path):
        window.go_to(4)
        window.run("PowerTokens: Document")
        window.wait_for_lens("Accept: Document")
        assert window.text() == EDITED
        window.run("PowerTokens: Reject Edit")
        window.wait_for_text(SOURCE)
        window.wait_until("the lenses are gone", lambda: not window.lenses())
        window.run("PowerTokens: Document")
        window.wait_for_lens("Accept: Document")
        window.run("PowerTokens: Accept Edit")
        window.wait_until("the lenses are gone", lambda: not window.lenses())
        assert window.saved(path) == EDITED


def test_lenses_retry_an_edit_with_more_words_and_reject_it_but_not_what_was_typed(editing: Editing) -> None:
    chat = ScriptedChat(REPLY.replace("two numbers", "both"), REPLY)
    with editing(SOURCE, chat, **PLAIN) as (window, path):
        window.go_to(4)
        window.choose_action("Document")
        window.wait_for_lens("Retry")
        window.click_lens("Retry")
        window.answer("say what is summed")
        window.wait_for_text(EDITED)
        window.wait_for_lens("Reject")
        assert "say what is summed" in chat.requests[-1].text
        window.go_to(1, 10)
        window.type(" is mine")
        window.click_lens("Reject")
        wanted = SOURCE.replace("# the top", "# the top is mine")
        window.wait_for_text(wanted)
        assert window.saved(path) == wanted


def test_one_part_of_an_edit_is_rejected_and_one_undo_brings_it_back(editing: Editing) -> None:
    with editing(SOURCE, ScriptedChat(f"```python\n{TWO_PLACES}```"), **PLAIN) as (window, _):
        window.focus()
        window.press("Control+a")
        window.run("PowerTokens: Rewrite...")
        window.answer("rename both functions")
        window.wait_for_lens("Reject All")
        assert window.text() == TWO_PLACES
        window.click_lens("Reject", 2, among=2)
        half = TWO_PLACES.replace("double", "twice")
        window.wait_for_text(half)
        window.focus()
        window.press("Control+z")
        window.wait_for_text(TWO_PLACES)
