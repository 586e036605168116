"""Explanations are paid for once, shown on hover, and never as true once the code has changed."""

import os
from pathlib import Path
from typing import Any

from tests.e2e.test_restored_placeholders import SECRET, answer
from tests.support.client_kinds import NEOVIM
from tests.support.lsp_client import LspClient
from tests.support.open_document import OpenDocument
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import editor_with_server, with_editor

ADD = "def add(a, b):\n    return <|>a + b\n\n\ndef sub(a, b):\n    return a - b\n"
HOVERS = {"explain": {"onHover": True}}
AGAIN = "ask again for a new one"


async def explained(editor: LspClient, document: OpenDocument) -> str:
    markdown: str = (await editor.command("explain", document.target))["markdown"]
    return markdown


async def hovered(editor: LspClient, document: OpenDocument, marked: str = "return a + b") -> str | None:
    """What is shown at the first place that reads so."""
    line = str(document)[: str(document).index(marked)].count("\n")
    position = {"line": line, "character": 5}
    params = {"textDocument": document.identifier, "position": position}
    found: Any = await editor.ask("textDocument/hover", params)
    return None if found is None else str(found["contents"]["value"])


@with_editor("It adds.\n", "It *sums*.\n", "It still adds.")
async def test_what_was_explained_is_not_asked_for_again_unless_one_asks_once_more(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    assert await explained(editor, document) == "It adds.\n"
    again = await explained(editor, document)
    assert again.startswith("It adds.\n\n*Remembered from 2")
    assert again.endswith(f"; {AGAIN}.*\n")
    assert len(chat.requests) == 1
    assert await explained(editor, document) == "It *sums*.\n"
    assert (await explained(editor, document)).startswith("It *sums*.\n\n*Remembered")
    assert len(chat.requests) == 2
    editor.type(document, len(str(document)), "\n\nx = 1\n")
    assert await explained(editor, document) == "It still adds."


@with_editor("It adds.", "It multiplies.")
async def test_changed_code_is_asked_about_again(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    await explained(editor, document)
    editor.type(document, str(document).index("+"), "*", instead_of=1)
    assert await explained(editor, document) == "It multiplies."


@with_editor("It adds three.", "It adds four.")
async def test_a_changed_signature_of_what_is_called_is_asked_about_again(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open("def three(a):\n    return 3\n\n\ndef add(a):\n    return <|>a + three(a)\n")
    await explained(editor, document)
    editor.type(document, str(document).index("return 3") + 8, "4")
    assert AGAIN in await explained(editor, document)
    editor.type(document, str(document).index("(a)"), "(a, b)", instead_of=3)
    assert await explained(editor, document) == "It adds four."


@with_editor("See `main.py:2`.")
async def test_places_are_named_where_they_are_now(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    assert await explained(editor, document) == "See [`main.py:2`](main.py#L2)."
    editor.type(document, 0, "import os\n\n\n")
    moved = await explained(editor, document)
    assert moved.startswith("See [`main.py:5`](main.py#L5).\n\n*Remembered")


@with_editor("It adds.", "It is wrong.")
async def test_a_problem_and_its_code_are_two_questions(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    await explained(editor, document)
    target = document.target | {"diagnostic": {"range": document.range, "message": "no such name"}}
    assert await editor.command("explainDiagnostic", target) == {"markdown": "It is wrong."}
    assert AGAIN in (await editor.command("explainDiagnostic", target))["markdown"]
    assert AGAIN in await explained(editor, document)


def test_another_server_gives_it_again_and_no_secret_is_on_the_disk(tmp_path: Path) -> None:
    text = f'def send():\n    <|>return post("{SECRET}")\n'
    shown = f"It sends `{SECRET}`.\n\nNot to https://e.org/REDACTED_SECRET_1."
    folder = Path(os.environ["XDG_STATE_HOME"]) / "pt-lsp" / "explanations"

    async def explained_by_another(url: str, *, is_first: bool) -> str:
        starting = editor_with_server(url, tmp_path, kind=NEOVIM, options=HOVERS, environ={}, settings=None)
        async with starting as editor:
            document = editor.open(text)
            if not is_first:
                while (found := await hovered(editor, document, "return post")) is None:
                    await editor.settle()
                assert found.startswith(f"{shown}\n\n*Remembered")
            markdown = await explained(editor, document)
            while not list(folder.glob("*.json")):
                await editor.settle()
            return markdown

    async def scenario() -> None:
        chat = ScriptedChat(answer("It sends `{}`.\n\nNot to https://e.org/{}."))
        async with chat.serve() as url:
            assert await explained_by_another(url, is_first=True) == shown
            (path,) = folder.glob("*.json")
            assert SECRET not in path.read_text(encoding="utf-8")
            assert (await explained_by_another(url, is_first=False)).startswith(f"{shown}\n\n*Remembered")
            assert len(chat.requests) == 1

    run(scenario(), timeout_s=60)


@with_editor("It adds.", options=HOVERS)
async def test_hovering_shows_what_is_remembered_and_says_when_it_is_out_of_date(
    editor: LspClient, chat: ScriptedChat
) -> None:
    assert editor.capabilities["hoverProvider"]
    document = editor.open(ADD)
    assert await hovered(editor, document) is None
    await explained(editor, document)
    shown = await hovered(editor, document)
    assert shown is not None
    assert shown.startswith("It adds.\n\n*Remembered from 2")
    assert await hovered(editor, document, "def add") == shown
    assert await hovered(editor, document, "return a - b") is None
    editor.type(document, 0, "import os\n\n\n")
    assert await hovered(editor, document) == shown
    editor.type(document, str(document).index("a + b"), "2 * ")
    stale = await hovered(editor, document, "return 2 * a")
    assert stale is not None
    assert stale.startswith("*Out of date: the code has changed since this explanation of 2")
    assert stale.endswith("It adds.")
    assert await hovered(editor, document, "return a - b") is None
    assert len(chat.requests) == 1


@with_editor("It adds.")
async def test_hovering_shows_nothing_unless_the_user_wants_it(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    await explained(editor, document)
    assert await hovered(editor, document) is None


@with_editor("It adds.", files={".pt-lsp.toml": "[explain]\nonHover = true\n"})
async def test_a_project_cannot_have_hovers_shown(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    await explained(editor, document)
    assert await hovered(editor, document) is None


@with_editor("It adds.", options=HOVERS, kind=NEOVIM)
async def test_of_a_file_that_must_stay_here_nothing_is_shown_any_more(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    await explained(editor, document)
    assert await hovered(editor, document)
    editor.settings = {"privacy": {"exclude": ["main.py"]}, **HOVERS}
    editor.notify("workspace/didChangeConfiguration", {"settings": {}})
    for _ in range(300):
        if await hovered(editor, document) is None:
            break
        await editor.settle()
    else:
        raise AssertionError("it was shown all the same")
