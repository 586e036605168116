"""Models that write into an edit without ever stopping."""

import pytest

from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import Live, ScriptedChat
from tests.support.with_editor import with_editor

BEFORE = "import os\n\n\n<|>def add(a, b):\n    pass\n<|>\n\nprint(add(1, 2))\n"
ORIGINAL = BEFORE.replace("<|>", "")
LINES = "".join(f"    total += {n} * a * b\n" for n in range(200))
LONG_LINE = "    total = 'much on one line " + 5000 * "x"


@pytest.mark.parametrize("more", [LINES, LONG_LINE], ids=["lines", "one line"])
def test_an_answer_without_end_fails_and_leaves_nothing_while_others_are_answered(more: str) -> None:
    live = Live()

    @with_editor(live.step, extensions=["groupedUndo"])
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        edit = editor.edit(document)
        live.send("def add(a, b):\n    total = 0\n")
        n_sent = 0
        while not edit.answer.done():
            # A slow reader is not sent more than it takes: the number tells how much it has read.
            if live.is_under_way:
                live.send(more)
                n_sent += 1
            await editor.settle()
            assert n_sent < 100, "it reads on and on"
        with pytest.raises(LspError, match="went on beyond the length"):
            await edit
        assert str(document) == ORIGINAL

    scenario()
