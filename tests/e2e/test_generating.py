from tests.support.lsp_client import LspClient
from tests.support.scripted_chat import Live, ScriptedChat
from tests.support.with_editor import with_editor


@with_editor("def half(x):\n    return x / 2\n")
async def test_new_code_comes_at_a_blank_line(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("a = 1\n<|>\nb = 2\n")
    argument = {"textDocument": document.identifier, "position": document.position, "instruction": "halve"}
    assert (await editor.command("generate", argument))["state"] == "applied"
    assert str(document) == "a = 1\ndef half(x):\n    return x / 2\nb = 2\n"


def test_new_lines_keep_off_the_line_that_they_are_put_before() -> None:
    live = Live()

    @with_editor(live, options={"edits": {"streaming": "always"}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open("a = 1\n<|>b = 2\n")
        argument = {
            "textDocument": document.identifier,
            "position": document.position,
            "instruction": "halve",
        }
        question = editor.command("generate", argument)
        await chat.received()
        live.send("def half(x):\n    return x / 2\n\n")
        await editor.until(lambda: "return" in str(document))
        assert "2\nb = 2\n" in str(document).replace("\n\n", "\n")
        live.finish()
        assert (await question)["state"] == "applied"
        assert str(document).endswith("\nb = 2\n")

    scenario()
