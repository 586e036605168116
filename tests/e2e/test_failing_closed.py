"""Settings that protect and cannot be read stop all requests with one sentence, until they are mended."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.support.attempts import attempts
from tests.support.client_kinds import EMACS, VSCODE
from tests.support.lsp_client import LspClient, LspError
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import editor_with_server, with_editor

STOCK = "class Stock:\n    def reserve_stock(self):\n        return 1\n"
USER_FILE = "pt-lsp/config.toml"
CASES: dict[str, tuple[dict[str, Any], str]] = {
    # how the server is started, and what the sentence names
    "no scheme": ({"environ": {"PT_LSP_BASE_URL": "127.0.0.1:8000/v1"}}, "PT_LSP_BASE_URL"),
    "one slash": ({"environ": {"PT_LSP_BASE_URL": "http:/127.0.0.1/v1"}}, "endpoint.baseUrl"),
    "no host": ({"environ": {"PT_LSP_BASE_URL": "https://"}}, "endpoint.baseUrl"),
    "a variable": ({"environ": {"PT_LSP_BASE_URL": "${env:X}"}}, "endpoint.baseUrl"),
    "options": ({"options": {"endpoint": {"baseUrl": "127.0.0.1:1"}}}, "initializationOptions"),
    "profile": ({"options": {"endpoint.profile": "azure"}}, "endpoint.profile"),
    "budget": ({"settings": {"budget": {"tokensPerDay": "many"}}}, "budget.tokensPerDay"),
    "section": ({"settings": {"endpoint": "http://127.0.0.1:1"}}, "the editor's settings"),
    "exclusion": ({"options": {"privacy": {"exclude": ["customers/**", 3]}}}, "privacy.exclude"),
    "pattern": ({"options": {"privacy": {"exclude": ["[customers"]}}}, "privacy.exclude"),
    "workspace": ({"options": {"project": {"privacy.exclude": 3}}}, "project.privacy.exclude"),
    "project file": ({"files": {".pt-lsp.toml": "privacy.exclude = ['a'\n"}}, ".pt-lsp.toml"),
    "project's exclusion": ({"files": {".pt-lsp.toml": "privacy.exclude = [1]\n"}}, ".pt-lsp.toml"),
    "a folder for a file": ({"files": {".pt-lsp.toml/x": ""}}, ".pt-lsp.toml"),
}


def user_file() -> Path:
    path = Path(os.environ["XDG_CONFIG_HOME"]) / USER_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


async def check_stopped(editor: LspClient, chat: ScriptedChat, name: str) -> None:
    """Whatever is asked ends with the sentence that names the fault, and nothing goes out."""
    document = editor.open("a = <|>\n")
    for is_invoked in (False, True):
        assert await editor.complete(document, is_invoked=is_invoked) == []
    reasons = (await editor.command("whyNoCompletion"))["reasons"]
    sentence = reasons[0]["detail"]
    assert name in sentence
    assert "\n" not in sentence
    for command in ("edit", "explain", "fix", "generate"):
        argument = document.target | {"instruction": "do it", "position": document.position}
        with pytest.raises(LspError) as caught:
            await editor.command(command, argument)
        assert str(caught.value) == sentence
    status = await editor.command("status")
    assert (status["state"], status["message"]) == ("error", sentence)
    assert [line for line in editor.log if sentence in line] == [sentence]
    assert chat.requests == []
    assert str(document) == "a = \n"
    editor.close(document)


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_read_stops_all_requests_with_one_sentence(case: str) -> None:
    start, name = CASES[case]

    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        await check_stopped(editor, chat, name)

    with_editor(**start)(scenario)()


@pytest.mark.parametrize("raw", [b"[endpoint\n", b"model = '\xe9'\n", b'privacy.exclude = "a', None], ids=str)
def test_a_user_file_that_cannot_be_read_stops_all_requests(raw: bytes | None) -> None:
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        await check_stopped(editor, chat, "config.toml")
        with pytest.raises(LspError, match=r"config\.toml"):
            await editor.command("probe")
        assert chat.requests == []

    if raw is None:
        user_file().mkdir()
    else:
        user_file().write_bytes(raw)
    with_editor()(scenario)()


@with_editor(environ={"PT_LSP_BASE_URL": "nowhere"})
async def test_the_status_tells_before_anything_is_asked(editor: LspClient, chat: ScriptedChat) -> None:
    await editor.until(lambda: editor.log)
    status = await editor.command("status")
    assert (status["state"], status["endpoint"]) == ("error", None)
    assert status["failure"] == {"code": "settingsError", "fix": "openSettings"}
    assert status["message"] in editor.log


@with_editor("b", forever="b", kind=EMACS, extensions=["ptLsp/status"])
async def test_requests_go_on_as_soon_as_it_is_mended(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("a = <|>\n")
    wrong = (
        {"budget": {"tokensPerMinute": "many"}},
        {"budget": "none"},
        "all",
        {"privacy.exclude": {"a": 1}},
    )
    for told in wrong:
        editor.notify("workspace/didChangeConfiguration", {"settings": {"ptLsp": told}})
        assert await editor.complete(document) == []
        assert chat.requests == []
        assert (await editor.command("status"))["state"] == "error"
    editor.notify("workspace/didChangeConfiguration", {"settings": {"ptLsp": {}}})
    assert (await editor.command("status"))["state"] == "ready"
    assert await editor.complete(document) == ["a = b\n"]
    states = [params["state"] for params in editor.received("ptLsp/status")]
    assert states[-1] == "ready"
    assert "error" in states


@with_editor(forever="b")
async def test_a_file_stops_requests_while_it_is_broken(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("a = <|>\n")
    for path in (user_file(), editor.root / ".pt-lsp.toml"):
        for text in ("completion.max_tokens = \n", "completion.max_tokens = 9\n"):
            is_broken = text.endswith("= \n")
            path.write_text(text, encoding="utf-8")
            n_requests = len(chat.requests)
            assert await editor.complete(document, is_invoked=True) == ([] if is_broken else ["a = b\n"])
            with_sentence = (await editor.command("status"))["message"]
            assert (str(path) in str(with_sentence)) is is_broken
            assert not is_broken or len(chat.requests) == n_requests
    assert chat.requests[-1]["max_tokens"] <= 9


@with_editor(
    forever="x", files={"shop/.pt-lsp.toml": "privacy.exclude = ['stock.py'\n", "shop/stock.py": STOCK}
)
async def test_a_project_file_stops_requests_about_its_folder_alone(
    editor: LspClient, chat: ScriptedChat
) -> None:
    shop = editor.root / "shop"
    event = {"added": [{"uri": shop.as_uri(), "name": "shop"}], "removed": []}
    editor.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    stock = editor.open(STOCK + "<|>", "shop/stock.py")
    assert await editor.complete(stock, is_invoked=True) == []
    other = editor.open("from shop.stock import Stock\n\n\ndef f(s: Stock):\n    return s.<|>\n", "a.py")
    for _ in range(3):
        await editor.complete(other, is_invoked=True)
        await editor.command("explain", other.target)
    assert chat.requests
    assert [request for request in chat.requests if "reserve_stock" in request.text] == []


@with_editor(forever="x", files={"shop/stock.py": STOCK})
async def test_what_is_known_of_a_folder_is_let_go_when_its_file_breaks(
    editor: LspClient, chat: ScriptedChat
) -> None:
    event = {"added": [{"uri": (editor.root / "shop").as_uri(), "name": "shop"}], "removed": []}
    editor.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    other = editor.open("from shop.stock import Stock\n\n\ndef f(s: Stock):\n    return s.<|>\n")

    async def ask() -> None:
        """About code that is new: what was explained is remembered."""
        editor.type(other, str(other).index("def f") + len("def f"), "f")
        await editor.command("explain", other.target)

    for _ in attempts():
        await ask()
        if "reserve_stock" in chat.requests[-1].text:
            break
    else:
        raise AssertionError("what is known of the other folder was never used")
    (editor.root / "shop" / ".pt-lsp.toml").write_text("[", encoding="utf-8")
    for _ in range(30):
        await ask()
        assert "reserve_stock" not in chat.requests[-1].text
    (editor.root / "shop" / ".pt-lsp.toml").unlink()
    while "reserve_stock" not in chat.requests[-1].text:
        await ask()


@with_editor(forever="b", settings={"privacy": {"exclude": ["customers/"]}})
async def test_what_is_asked_first_waits_for_the_editors_settings(
    editor: LspClient, chat: ScriptedChat
) -> None:
    hidden = editor.open("a = <|>\n", "customers/list.py")
    first = editor.ask_to_complete(hidden, is_invoked=True)
    assert (await first)["items"] == []
    assert chat.requests == []
    assert (await editor.command("whyNoCompletion"))["reasons"][0]["reason"] == "excluded"


@with_editor(forever="b", options={"privacy": {"exclude": "customers/"}})
async def test_one_text_is_a_list_of_one(editor: LspClient, chat: ScriptedChat) -> None:
    hidden = editor.open("a = <|>\n", "customers/list.py")
    assert await editor.complete(hidden, is_invoked=True) == []
    assert chat.requests == []
    assert await editor.complete(editor.open("a = <|>\n"), is_invoked=True) == ["a = b\n"]


@pytest.mark.parametrize("form", [" {}/ ", "{}//", "{}/chat/completions", "{}/chat/completions/"])
def test_an_address_that_can_mean_one_place_only_is_asked(form: str, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with (
            ScriptedChat("b").serve() as url,
            editor_with_server(
                form.format(url), tmp_path, kind=VSCODE, options={}, environ={}, settings=None
            ) as editor,
        ):
            assert await editor.complete(editor.open("a = <|>\n"), is_invoked=True) == ["a = b\n"]

    run(scenario(), timeout_s=60)
