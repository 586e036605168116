"""Format on save while an edit streams into a real VS Code that has another extension, a formatter."""

import pytest

from tests.editors.conftest import PLAIN, Editing
from tests.support.gated_answer import GatedAnswer
from tests.support.scripted_chat import ScriptedChat
from tests.support.streamed_total import FIRST, REST, SOURCE, stream_half

pytestmark = pytest.mark.vscode

SAVING = {**PLAIN, "editor.formatOnSave": True, "editor.defaultFormatter": "test.formatter"}


def formatted(text: str) -> str:
    return text.replace("    ", "  ")


def test_a_file_formatted_on_save_in_mid_stream_gets_the_rest_of_the_answer(editing: Editing) -> None:
    answer = GatedAnswer(f"```python\n{FIRST}", f"{REST}\n```")
    with editing(SOURCE, ScriptedChat(answer.step), **SAVING) as (window, path), answer.ended():
        stream_half(window)
        window.focus()
        window.press("Control+s")
        half_way = SOURCE.replace("def total(numbers):\n", FIRST)
        window.wait_until("it is formatted", lambda: window.text().startswith(formatted(half_way)[:-40]))
        window.wait_until("it is saved", lambda: "  total = 0" in path.read_text(encoding="utf-8"))
        answer.open()
        wanted = SOURCE.replace("def total(numbers):\n    pass", formatted(FIRST) + REST)
        window.wait_for_text(wanted)
        window.wait_for_lens("Reject")
        window.run("PowerTokens: Reject Edit")
        window.wait_for_text(formatted(SOURCE))
