"""Files named for their secrets stay on the machine, and so do the values of those above a folder."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support.client_kinds import VSCODE
from tests.support.lsp_client import LspClient, LspError
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import editor_with_server, with_editor

SECRET = "q7Zp2LmX9vKd4TsW"
NAMES = (
    *(".dev.vars", ".secrets", ".secrets.toml", "rclone.conf", ".databrickscfg", "api/auth.json"),
    *(".snowsql/config", ".bash_history", ".psql_history", ".Dev.Vars"),
)


@with_editor(forever="b", files={"api/composer.json": "{}"})
async def test_nothing_is_asked_about_a_file_of_secrets(editor: LspClient, chat: ScriptedChat) -> None:
    for name in NAMES:
        document = editor.open("a = <|>\n", name)
        assert await editor.complete(document, is_invoked=True) == []
        with pytest.raises(LspError, match="stays on your machine"):
            await editor.edit(document)
    assert chat.requests == []
    assert await editor.complete(editor.open("{ <|>\n", "locales/auth.json"), is_invoked=True) != []


@with_editor(
    forever="It is a number.",
    files={".gitignore": "hidden.py\n", "shown.py": "a = 1\n", "hidden.py": "a = 1\n"},
)
async def test_an_older_version_is_explained_but_never_that_of_a_file_that_stays(
    editor: LspClient, chat: ScriptedChat
) -> None:
    for name in ("key.pem", "hidden.py", "shown.py"):
        path = editor.root / name
        query = quote(json.dumps({"path": str(path), "ref": "HEAD"}))
        # VS Code's own change marks give the path of an older version an ending.
        for uri in (f"git:{path}?{query}", f"git:{path}.git?{query}"):
            document = editor.open("a = <|>1\n", uri=uri)
            asked = editor.command("explain", {"textDocument": document.identifier, "range": document.range})
            if name == "shown.py":
                assert (await asked)["markdown"] == "It is a number."
                continue
            with pytest.raises(LspError, match="stays on your machine"):
                await asked
            assert chat.requests == []


def test_values_of_a_file_above_the_folder_within_its_repository_are_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "apps" / "web"
    folder.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".env").write_text(f"SESSION_TOKEN={SECRET}\n", encoding="utf-8")
    chat = ScriptedChat(forever="b")

    async def scenario() -> None:
        async with (
            chat.serve() as url,
            editor_with_server(url, folder, kind=VSCODE, options={}, environ={}, settings=None) as editor,
        ):
            document = editor.open(f"send('{SECRET}')\na = <|>\n")
            assert await editor.complete(document, is_invoked=True) != []

    run(scenario(), timeout_s=60)
    assert "send(" in chat.requests[0].text
    assert SECRET not in chat.requests[0].text
