"""Answers that cannot be used, seen from the editor: what the document reads meanwhile, and what is told."""

from typing import Any

import pytest

from tests.support.client_kinds import EMACS, NEOVIM, VSCODE, ClientKind
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import Live, ScriptedChat
from tests.support.with_editor import with_editor

PROGRESS = "ptLsp/editProgress"
OPTIONS = {"edits": {"streaming": "always", "review": "always"}}
BEFORE = (
    "import os\n\n\n<|>def total(prices, rate):\n    subtotal = sum(prices)\n"
    "    shipping = shipping_of(prices)\n    discount = discount_of(prices)\n    return subtotal * rate\n"
    "<|>\n\nprint(total([], 1))\n"
)
ORIGINAL = BEFORE.replace("<|>", "")
LAZY = "def total(prices, tax):\n    tax += 1\n    # ... existing code ...\n    return subtotal * tax\n"
CERTAIN = (
    "def total(prices, rate):\n    subtotal = sum(prices)\n    # ... unchanged ...\n"
    "    discount = discount_of(prices)\n    return (subtotal - discount) * rate\n"
)
BLOCK = (
    "<<<<<<< SEARCH\n    return subtotal * rate\n=======\n    return (subtotal - discount) * rate\n"
    ">>>>>>> REPLACE\n"
)
DONE = ORIGINAL.replace("subtotal *", "(subtotal - discount) *")
LOST = BLOCK.replace("rate\n=", "tax\n=")
SHAPES = {
    "fenced": [f"```python\n{CERTAIN}```\n"],
    "left out": [CERTAIN],
    "left out where it is a guess": [LAZY, BLOCK],
    "prose": ["I am sorry, but I cannot do that.", BLOCK],
    "a change without a place": [
        BLOCK.replace("rate\n=", "tax\n="),
        f"Here is the new code:\n\n```\n{CERTAIN}```",
    ],
    "a cut change": [BLOCK[:60], BLOCK],
    "the whole file": [DONE],
}


def states(editor: LspClient) -> list[str]:
    return [told["state"] for told in editor.received(PROGRESS)]


@pytest.mark.parametrize("kind", [VSCODE, NEOVIM, EMACS], ids=lambda kind: kind.name)
def test_the_document_ends_as_it_should_in_any_editor(kind: ClientKind) -> None:
    for replies in SHAPES.values():

        @with_editor(*replies, kind=kind, options=OPTIONS)
        async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
            document = editor.open(BEFORE)
            result: dict[str, Any] = await editor.edit(document)
            assert str(document) == DONE
            assert result["state"] == "pending"
            assert "warning" not in result
            await editor.command("rejectEdit", {"editId": result["editId"]})
            assert str(document) == ORIGINAL

        scenario()


def test_what_was_shown_is_taken_back_before_the_second_answer_and_what_was_typed_is_kept() -> None:
    first, second = Live(), Live()

    @with_editor(first, second, kind=VSCODE, options=OPTIONS, extensions=[PROGRESS])
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        asked = editor.edit(document)
        await chat.received()
        first.send(LAZY)
        await editor.until(lambda: "tax += 1" in str(document))
        editor.type(document, 0, "# mine\n")
        first.finish()
        await chat.received(2)
        await editor.until(lambda: str(document) == f"# mine\n{ORIGINAL}")
        second.send(BLOCK)
        second.finish()
        result = await asked
        assert str(document) == f"# mine\n{DONE}"
        assert result["state"] == "pending"
        assert set(states(editor)) == {"running", "pending"}

    scenario()


@pytest.mark.parametrize("second", [LAZY, BLOCK[:60], "I am sorry, but I cannot do that."])
def test_after_two_answers_of_no_use_the_document_is_as_it_was_and_one_sentence_says_why(second: str) -> None:
    @with_editor(LAZY, second, options=OPTIONS, extensions=[PROGRESS])
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        with pytest.raises(LspError, match=r"^The model") as raised:
            await editor.edit(document)
        assert str(raised.value).count(". ") == 0
        assert str(document) == ORIGINAL
        await editor.until(lambda: states(editor)[-1:] == ["failed"])
        assert set(states(editor)) == {"running", "failed"}
        assert len(chat.requests) == 2

    scenario()
