"""A byte order mark that the editor shows to us stays, once, whatever is asked for and answered."""

from typing import Any

import pytest

from tests.support.lsp_client import LspClient
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

pytestmark = pytest.mark.repeats

MARK = "\ufeff"
NEW = "import sys\nimport json\n"
OLD = "import os\nimport re"
REPLIES = [NEW, MARK + NEW, f"```python\n{NEW}```", f"```python\n{MARK}{NEW}```"]


@pytest.mark.parametrize("reply", REPLIES)
@pytest.mark.parametrize("streams", ["always", "never"])
@pytest.mark.parametrize("selected", [f"<|>{MARK}{OLD}<|>\n", f"{MARK}<|>{OLD}\n<|>"])
def test_a_rewritten_first_line_keeps_the_mark(reply: str, streams: str, selected: str) -> None:
    @with_editor(reply, options={"edits": {"streaming": streams, "review": "always"}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(selected)
        edit: dict[str, Any] = await editor.edit(document)
        assert str(document) == MARK + NEW
        assert (await editor.command("rejectEdit", {"editId": edit["editId"]}))["state"] == "rejected"
        assert str(document) == f"{MARK}{OLD}\n"

    scenario()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<|>" + MARK + "import os\n", MARK + "import sys\nimport os\n"),
        (MARK + "<|>import os\n", MARK + "import sys\nimport os\n"),
        (MARK + "<|>", MARK + "import sys"),
        ("<|>" + MARK + "\nimport os\n", MARK + "import sys\nimport os\n"),
    ],
)
@pytest.mark.parametrize("mark", ["", MARK])
def test_text_generated_at_the_start_stands_behind_the_mark(before: str, after: str, mark: str) -> None:
    @with_editor(mark + "import sys\n")
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(before)
        at = {"textDocument": document.identifier, "position": document.position}
        await editor.command("generate", at | {"instruction": "more"})
        assert str(document) == after

    scenario()
