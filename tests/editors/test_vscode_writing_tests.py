"""Tests are written into a file that VS Code creates, and takes away again when they are rejected."""

import pytest

from tests.editors.conftest import Editing
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.vscode

SOURCE = "def initials(name):\n    return name[0]\n"
NEW = "from sample import initials\n\n\ndef test_initials():\n    assert initials('Ada') == 'A'\n"


@pytest.mark.parametrize("verdict", ["Accept", "Reject"])
def test_a_file_for_tests_is_created_and_goes_when_they_are_rejected(
    editing_alone: Editing, verdict: str
) -> None:
    with editing_alone(SOURCE, ScriptedChat(NEW)) as (window, path):
        window.go_to(2, 5)
        window.choose_source_action("Write Tests")
        window.wait_for_text(NEW)
        (created,) = path.parent.rglob("test_sample.py")
        window.wait_for_lens("Reject")
        window.focus()
        window.run(f"PowerTokens: {verdict} Edit")
        if verdict == "Reject":
            window.wait_until("the file is gone", lambda: not created.exists())
        else:
            window.wait_until("nothing waits", lambda: "Reject" not in window.lenses())
            assert created.exists()
