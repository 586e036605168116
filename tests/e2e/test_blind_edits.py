"""An editor that takes edits without versions, and whose user types while one is on its way."""

from collections.abc import Callable
from dataclasses import replace

from tests.support.client_kinds import EMACS, MINIMAL
from tests.support.lsp_client import LspClient
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

BEFORE = "import os\n\n\n<|>def add(a, b):\n    pass\n<|>\n\nprint(add(1, 2))\n"
NEW = "def add(a, b):\n    total = a + b\n    return total\n"
ORIGINAL = BEFORE.replace("<|>", "")
AFTER = f"import os\n\n\n{NEW}\n\nprint(add(1, 2))\n"


def when_edit_comes(editor: LspClient, number: int, type_: Callable[[], None]) -> None:
    """The user types right before the editor applies the edit of that number."""
    editor.before_applying = lambda: type_() if len(editor.applies) == number else None


@with_editor(NEW, kind=MINIMAL)
async def test_a_line_typed_above_is_kept_and_the_edit_gets_to_its_place(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    when_edit_comes(editor, 1, lambda: editor.type(document, 0, "import re\n"))
    assert (await editor.edit(document))["state"] == "applied"
    assert str(document) == "import re\n" + AFTER
    assert len(editor.applies) == 2


@with_editor(NEW, kind=MINIMAL)
async def test_typing_below_needs_no_second_edit(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE)
    when_edit_comes(editor, 1, lambda: editor.type(document, len(document.text), "# end\n"))
    assert (await editor.edit(document))["state"] == "applied"
    assert str(document) == AFTER + "# end\n"
    assert len(editor.applies) == 1


@with_editor(NEW, kind=MINIMAL)
async def test_what_the_edit_has_written_over_comes_back(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE)
    when_edit_comes(editor, 1, lambda: editor.type(document, document.offset("pass"), "x = 1; "))
    assert (await editor.edit(document))["state"] == "stopped"
    assert str(document) == ORIGINAL.replace("pass", "x = 1; pass")


@with_editor(NEW, kind=MINIMAL)
async def test_typing_while_it_is_put_right_is_kept_too(editor: LspClient, chat: ScriptedChat) -> None:
    def type_on() -> None:
        if len(editor.applies) <= 3:
            editor.type(document, 0, f"import n{len(editor.applies)}\n")

    document = editor.open(BEFORE)
    editor.before_applying = type_on
    assert (await editor.edit(document))["state"] == "applied"
    assert str(document) == "import n3\nimport n2\nimport n1\n" + AFTER


@with_editor(NEW, kind=MINIMAL, options={"edits": {"review": "always"}})
async def test_a_rejection_gets_to_its_place_too(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE)
    result = await editor.edit(document)
    when_edit_comes(editor, 2, lambda: editor.type(document, 0, "import re\n"))
    assert (await editor.command("rejectEdit", {"editId": result["editId"]}))["state"] == "rejected"
    assert str(document) == "import re\n" + ORIGINAL


LONG = NEW.replace("total", "sum_of_all_numbers")


@with_editor(LONG, kind=replace(EMACS, name="Careless", checks_versions="never"))
async def test_an_editor_that_takes_versions_and_ignores_them_is_seen_through(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    when_edit_comes(editor, 1, lambda: editor.type(document, 0, "import re\n"))
    assert (await editor.edit(document))["state"] == "applied"
    assert str(document) == "import re\n" + AFTER.replace("total", "sum_of_all_numbers")
