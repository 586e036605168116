"""Actions in a real Helix: an editor without a companion, and with nothing but code actions."""

from pathlib import Path

import pytest

from tests.support.helix import helix
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.helix

SOURCE = "import os\n\n\ndef add(a, b):\n    raise NotImplementedError\n"


def test_an_action_of_the_menu_changes_the_file(tmp_path: Path) -> None:
    chat = ScriptedChat("def add(a, b):\n    return a + b")
    with chat.serving() as url, helix(tmp_path, SOURCE, {"endpoint": {"baseUrl": url}}) as editor:
        editor.strike("4", "g", "g")
        editor.choose("Implement")
        editor.reads(SOURCE.replace("raise NotImplementedError", "return a + b"))
