"""Which models there are, and the choice of one, over stdio and on the command line."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from pt_lsp.store.settings_files import user_settings_path
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import ScriptedChat, garbage, status
from tests.support.with_editor import with_editor

ADD = "def add(a, b):\n    return <|>\n"
LISTED = ("qwen3.7-plus", "glm-5")


def user_file(text: str) -> Path:
    path = user_settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@with_editor(models=LISTED)
async def test_the_models_are_listed_with_the_one_that_is_asked(
    editor: LspClient, chat: ScriptedChat
) -> None:
    assert await editor.command("models") == {"models": list(LISTED), "current": "qwen3-coder-plus"}


@with_editor("a + b", models=garbage(b'{"data": "\\u0000"}'))
async def test_an_endpoint_that_lists_none_is_told_and_answers_all_the_same(
    editor: LspClient, chat: ScriptedChat
) -> None:
    told = await editor.command("models")
    assert (told["models"], told["current"]) == ([], "qwen3-coder-plus")
    assert "does not say" in told["message"]
    assert await editor.complete(editor.open(ADD))


@with_editor(models=status(401))
async def test_a_key_that_may_not_list_them_is_an_error(editor: LspClient, chat: ScriptedChat) -> None:
    with pytest.raises(LspError, match="refused the API key"):
        await editor.command("models")


@with_editor("a + b", models=LISTED)
async def test_a_model_that_is_chosen_is_asked_at_once_and_stays_in_the_file(
    editor: LspClient, chat: ScriptedChat
) -> None:
    path = user_file("# mine\n[endpoint]\nmodel = 'old' # why\n\n[completion] # later\ndebounce_ms = 0\n")
    path.chmod(0o600)
    told = await editor.command("useModel", {"model": "glm-5"})
    assert told == {"current": "glm-5", "message": f"{path} names glm-5 now."}
    assert path.read_text() == (
        '# mine\n[endpoint]\nmodel = "glm-5" # why\n\n[completion] # later\ndebounce_ms = 0\n'
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (await editor.command("status"))["model"] == "glm-5"
    await editor.complete(editor.open(ADD))
    assert chat.requests[0]["model"] == "glm-5"
    assert [each.name for each in path.parent.iterdir() if each.name.startswith((".", "config"))] == [
        path.name
    ]


@with_editor(models=LISTED)
async def test_without_a_file_one_is_written_and_an_unlisted_model_is_told(
    editor: LspClient, chat: ScriptedChat
) -> None:
    told = await editor.command("useModel", {"model": "an-alias"})
    assert told["current"] == "an-alias"
    assert "does not list an-alias" in told["message"]
    assert user_settings_path().read_text() == '[endpoint]\nmodel = "an-alias"\n'


@with_editor(status(404), models=LISTED)
async def test_a_model_that_is_gone_is_told_with_what_there_is_until_another_is_chosen(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open("<|>a = 1<|>\n")
    with pytest.raises(LspError, match=r"can use qwen3\.7-plus and glm-5"):
        await editor.edit(document)
    assert (await editor.command("status"))["state"] == "error"
    await editor.command("useModel", {"model": "glm-5"})
    assert (await editor.command("status"))["state"] == "ready"
    assert len(chat.listings) == 1


@with_editor(status(404), models=LISTED)
async def test_completions_name_what_there_is_in_the_status(editor: LspClient, chat: ScriptedChat) -> None:
    assert await editor.complete(editor.open(ADD)) == []
    told = await editor.command("status")
    assert told["state"] == "error"
    assert "can use qwen3.7-plus and glm-5" in told["message"]


@with_editor(environ={"PT_LSP_MODEL": "theirs"}, options={"endpoint": {"models": {"edit": "for-edits"}}})
async def test_what_overrules_the_choice_is_told(editor: LspClient, chat: ScriptedChat) -> None:
    told = await editor.command("useModel", {"model": "mine"})
    assert told["current"] == "theirs"
    assert "PT_LSP_MODEL" in told["message"]
    assert "endpoint.models has another for edit" in told["message"]


@with_editor(options={"endpoint": {"model": "theirs"}})
async def test_an_editor_that_overrules_the_choice_is_told(editor: LspClient, chat: ScriptedChat) -> None:
    told = await editor.command("useModel", {"model": "mine"})
    assert "the editor says theirs, which counts" in told["message"]


@with_editor()
async def test_what_can_be_no_model_is_refused_and_nothing_written(
    editor: LspClient, chat: ScriptedChat
) -> None:
    values: list[Any] = ["", " ", "a\nb", "a\0", "x" * 10_000, "a\u202e", None, 3, ["a"], {}]
    for value in values:
        with pytest.raises(LspError, match="model") as caught:
            await editor.command("useModel", {"model": value})
        assert caught.value.code == -32602
        assert "\n" not in str(caught.value)
    with pytest.raises(LspError):
        await editor.command("useModel")
    assert not user_settings_path().exists()


BROKEN: list[bytes] = [b"[endpoint\n", b"\xff\xfe", b"endpoint = 'text'\n", b"x = 1\n" * 100_000]


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_a_file_that_cannot_be_read_or_changed_stays_as_it_is(content: bytes) -> None:
    @with_editor()
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        path = user_file("")
        path.write_bytes(content)
        with pytest.raises(LspError, match=r"config\.toml|settings file") as caught:
            await editor.command("useModel", {"model": "glm-5"})
        assert "\n" not in str(caught.value)
        assert path.read_bytes() == content

    scenario()


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
@with_editor()
async def test_a_file_that_is_a_link_stays_one(editor: LspClient, chat: ScriptedChat) -> None:
    path = user_file("")
    target = path.parent / "dotfiles.toml"
    path.unlink()
    target.write_text("")
    path.symlink_to(target)
    for model in ("first", "second"):
        await editor.command("useModel", {"model": model})
        assert path.is_symlink()
        assert target.read_text() == f'[endpoint]\nmodel = "{model}"\n'
