import pytest

from tests.support.client_kinds import EMACS, NEOVIM, VSCODE, ClientKind
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import Live, ScriptedChat
from tests.support.with_editor import with_editor

BEFORE = "x = 1\n\n\ndef add(a, b):\n    total = a + b\n    ret<|>urn total\n\n\ny = 2\n"
ORIGINAL = BEFORE.replace("<|>", "")
AFTER = ORIGINAL.replace("(a, b):\n", '(a, b):\n    """The sum."""\n')
STREAMING = {"edits": {"streaming": "always"}}


@pytest.mark.parametrize("kind", [VSCODE, NEOVIM, EMACS], ids=lambda kind: kind.name)
def test_code_that_the_model_changed_never_gets_into_the_document(kind: ClientKind) -> None:
    live = Live()

    @with_editor(live, kind=kind, options=STREAMING)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        question = editor.command("document", document.target)
        await chat.received()
        live.send('def add(a, b):\n    """The sum."""\n    total = a + b\n    return sum((a, b))')
        await editor.until(lambda: "The sum." in str(document))
        assert str(document) == AFTER
        live.send("  # at once\n")
        live.finish()
        assert (await question)["state"] == "applied"
        assert str(document) == AFTER
        assert "sum((" not in str(editor.applies)

    scenario()


CHANGED = "def add(a, b):\n    return sum((a, b))\n"


@with_editor(CHANGED, AFTER, options=STREAMING)
async def test_an_answer_without_documentation_is_asked_for_once_more(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    assert (await editor.command("document", document.target))["state"] == "applied"
    assert str(document) == AFTER


@with_editor(CHANGED, CHANGED, options=STREAMING)
async def test_an_answer_without_documentation_leaves_the_document_as_it_was(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    with pytest.raises(LspError, match="changed the code where only documentation was asked for"):
        await editor.command("document", document.target)
    assert str(document) == ORIGINAL
    assert editor.applies == []


@with_editor("def add(a):\n    return a\n")
async def test_a_name_that_takes_something_else_waits_for_a_verdict(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    result = await editor.command("simplify", document.target)
    assert result["state"] == "pending"
    assert (
        result["warning"] == "`add` takes other parameters in the new code; look at it before you accept it."
    )
