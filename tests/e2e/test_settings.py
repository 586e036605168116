import os
from pathlib import Path

import pytest

from tests.support.client_kinds import EMACS, NEOVIM, VSCODE
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import ScriptedChat, reply
from tests.support.with_editor import with_editor

REMOTE = {"PT_LSP_BASE_URL": "https://api.example.com/v1"}


def write(path: Path, text: str) -> None:
    """Written anew, and seen as such even within one tick of the file system's clock."""
    path.write_text(text, encoding="utf-8")
    later = path.stat().st_mtime + 2
    os.utime(path, (later, later))


@with_editor(environ=REMOTE)
async def test_without_a_key_it_starts_says_so_once_and_answers_everything(
    editor: LspClient, chat: ScriptedChat
) -> None:
    await editor.until(lambda: editor.log)
    document = editor.open("a = <|>\n")
    for _ in range(3):
        assert await editor.complete(document, is_invoked=True) == []
    with pytest.raises(LspError, match="POWERTOKENS_API_KEY") as caught:
        await editor.edit(document)
    assert "\n" not in str(caught.value)
    told = await editor.command("status")
    assert told["state"] == "noKey"
    assert told["refusal"] == {**(caught.value.data or {}), "message": str(caught.value)}
    assert "POWERTOKENS_API_KEY" in editor.log[0]
    assert len(editor.log) == len(set(editor.log))


@with_editor("b", options={"apiKey": "sk-from-the-editor-1234567890"})
async def test_a_key_from_the_editor_is_used_and_never_shown(editor: LspClient, chat: ScriptedChat) -> None:
    await editor.complete(editor.open("a = <|>\n"))
    assert (await editor.command("status"))["refusal"] is None
    assert chat.requests[0].headers["authorization"] == "Bearer sk-from-the-editor-1234567890"
    shown = str(await editor.command("status")) + str(await editor.command("showPrompt")) + str(editor.log)
    assert "sk-from-the-editor" not in shown


@with_editor("b", environ={"POWERTOKENS_API_KEY": "sk-of-the-environment-123"})
async def test_a_key_from_the_environment_is_sent(editor: LspClient, chat: ScriptedChat) -> None:
    await editor.complete(editor.open("a = <|>\n"))
    assert chat.requests[0].headers["authorization"] == "Bearer sk-of-the-environment-123"


@with_editor(
    "b",
    options={"completion": {"debounceMs": "soon", "nonsense": 1, "maxTokens": 17}, "edits": 3},
    files={".pt-lsp.toml": 'endpoint.base_url = "https://evil.example/v1"\ncompletion.multiline = "never"\n'},
)
async def test_bad_settings_are_named_in_the_log_and_the_rest_is_in_force(
    editor: LspClient, chat: ScriptedChat
) -> None:
    await editor.complete(editor.open("a = <|>\n"))
    assert chat.requests[0]["max_tokens"] <= 17
    log = "\n".join(editor.log)
    for name in ("completion.debounceMs", "completion.nonsense", "edits", "endpoint.base_url"):
        assert f"`{name}`" in log
    assert "evil.example" not in log


@with_editor(settings={"completion": {"enabled": False}})
async def test_the_editor_is_asked_for_its_settings(editor: LspClient, chat: ScriptedChat) -> None:
    await editor.until(lambda: editor.received("workspace/configuration"))
    everywhere, folder = editor.received("workspace/configuration")[0]["items"]
    assert everywhere == {"section": "ptLsp"}
    assert folder == {"section": "ptLsp", "scopeUri": editor.root.as_uri()}
    assert await editor.complete(editor.open("a = <|>\n")) == []


@with_editor(
    "b",
    kind=EMACS,
    options={
        "completion": {"maxTokens": 30, "disabledLanguages": ["go"]},
        "project": {"completion": {"maxTokens": 4000, "disabledLanguages": ["python"]}},
    },
)
async def test_an_editors_workspace_may_only_narrow_what_its_user_allows(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open("a = <|>\n")
    assert await editor.complete(document) == []
    told = {"project": {"completion": {"maxTokens": 4000, "disabledLanguages": []}}}
    editor.notify("workspace/didChangeConfiguration", {"settings": {"ptLsp": told}})
    assert await editor.complete(document) == ["a = b\n"]
    assert chat.requests[0]["max_tokens"] <= 30
    assert any(
        "`project.completion.maxTokens`" in line and "`30` stays in force" in line for line in editor.log
    )


@with_editor("b", kind=EMACS)
async def test_settings_can_be_pushed(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("a = <|>\n")
    editor.notify(
        "workspace/didChangeConfiguration", {"settings": {"ptLsp": {"completion": {"enabled": False}}}}
    )
    assert await editor.complete(document) == []
    editor.notify("workspace/didChangeConfiguration", {"settings": {"ptLsp": {}}})
    assert await editor.complete(document) == ["a = b\n"]


@with_editor("b", kind=VSCODE)
async def test_word_that_settings_have_changed_makes_the_server_ask(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open("a = <|>\n")
    await editor.until(lambda: len(editor.received("workspace/configuration")) == 1)
    editor.settings = {"completion": {"enabled": False}}
    editor.notify("workspace/didChangeConfiguration", {"settings": None})
    await editor.until(lambda: len(editor.received("workspace/configuration")) == 2)
    assert await editor.complete(document) == []
    editor.settings = None
    editor.notify("workspace/didChangeConfiguration", {"settings": None})
    await editor.until(lambda: len(editor.received("workspace/configuration")) == 3)
    assert await editor.complete(document) == ["a = b\n"]


@with_editor("b", kind=NEOVIM)
async def test_a_project_file_counts_as_soon_as_it_changes(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("a = <|>\n")
    await editor.until(lambda: editor.received("client/registerCapability"))
    for is_enabled in ("false", "true"):
        write(editor.root / ".pt-lsp.toml", f"completion.enabled = {is_enabled}\n")
        changed = {"uri": document.uri, "type": 2}
        editor.notify("workspace/didChangeWatchedFiles", {"changes": [changed]})
        assert await editor.complete(document) == (["a = b\n"] if is_enabled == "true" else [])
        (editor.root / ".pt-lsp.toml").unlink()


@with_editor("b")
async def test_a_folder_that_comes_later_brings_its_settings(editor: LspClient, chat: ScriptedChat) -> None:
    other = editor.root.parent / (editor.root.name + "-other")
    other.mkdir()
    try:
        write(other / ".pt-lsp.toml", "completion.enabled = false\n")
        document = editor.open("a = <|>\n", uri=(other / "a.py").as_uri())
        folder = {"uri": other.as_uri(), "name": "other"}
        for event in ({"added": [folder], "removed": []}, {"added": [], "removed": [folder]}):
            editor.notify("workspace/didChangeWorkspaceFolders", {"event": event})
            assert await editor.complete(document) == ([] if event["added"] else ["a = b\n"])
    finally:
        (other / ".pt-lsp.toml").unlink()
        other.rmdir()


@with_editor("b", kind=VSCODE, options={"completion": {"maxTokens": 30}})
async def test_what_an_editor_says_of_a_folder_narrows_what_holds_there_and_nowhere_else(
    editor: LspClient, chat: ScriptedChat
) -> None:
    other = editor.root.parent / (editor.root.name + "-other")
    theirs = {"completion": {"enabled": False}, "endpoint": {"model": "theirs"}}
    editor.folder_settings[other.as_uri()] = {"completion": {"maxTokens": 9}, "project": theirs}
    document = editor.open("a = <|>\n")
    elsewhere = editor.open("a = <|>\n", uri=(other / "a.py").as_uri())
    folder = {"uri": other.as_uri(), "name": "other"}
    editor.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [folder], "removed": []}})
    assert await editor.complete(elsewhere) == []
    assert await editor.complete(document) == ["a = b\n"]
    assert chat.requests[0]["max_tokens"] > 9, "beside what is said of the project nothing is taken"
    assert any("`endpoint.model` in the editor's settings of" in line for line in editor.log)


@with_editor("b", extensions=["ptLsp/status"])
async def test_a_companion_is_told_what_the_server_does(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("<|>a = 1<|>\n")
    await editor.edit(document)
    states = [params["state"] for params in editor.received("ptLsp/status")]
    assert states == ["working", "ready"]


@with_editor(forever=reply("2"), extras=["stop"])
async def test_a_probe_tells_what_the_endpoint_takes(editor: LspClient, chat: ScriptedChat) -> None:
    found = await editor.command("probe")
    assert set(found["fillWays"]) >= {"fim", "hole"}
    assert found["firstTokenMs"] >= 0
    n_requests = len(chat.requests)
    assert n_requests > 3
    await editor.complete(editor.open("a = <|>\n"))
    assert len(chat.requests) == n_requests + 1


@with_editor(environ={"PT_LSP_BASE_URL": "http://127.0.0.1:9/v1"})
async def test_an_endpoint_that_is_away_is_one_sentence_in_the_answer(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open("<|>a = 1<|>\n")
    with pytest.raises(LspError, match=r"127\.0\.0\.1") as caught:
        await editor.edit(document)
    assert "\n" not in str(caught.value)
    assert (await editor.command("status"))["state"] == "offline"
    assert str(document) == "a = 1\n"
