"""Images that an instruction in the terminal names."""

from pathlib import Path

import pytest

from pt_lsp.cli.arguments import run
from pt_lsp.store.settings_files import user_settings_path
from tests.support.chat_api import images_of
from tests.support.image_bytes import png
from tests.support.scripted_chat import ScriptedChat

LIKE = "Make it like ![the page](shot.png)."


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    user_settings_path().parent.mkdir(parents=True, exist_ok=True)
    user_settings_path().write_text("[endpoint]\nimages = true\n", encoding="utf-8")
    (tmp_path / ".pt-lsp.toml").touch()
    (tmp_path / "a.py").write_text("a = 1\n", encoding="utf-8")
    (tmp_path / "shot.png").write_bytes(png())
    return tmp_path / "a.py"


def test_an_edit_takes_along_what_its_instruction_names(file: Path) -> None:
    with ScriptedChat("a = 2") as chat, chat.serving() as url:
        assert run(["edit", "a.py", LIKE, "--write", "--base-url", url]) == 0
        assert images_of(chat.requests[0]["messages"][-1]) == [png()]
    assert file.read_text(encoding="utf-8") == "a = 2\n"


def test_what_cannot_go_along_is_one_sentence(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (file.parent / "shot.png").unlink()
    with ScriptedChat() as chat, chat.serving() as url:
        assert run(["edit", "a.py", LIKE, "--base-url", url]) == 1
        user_settings_path().write_text("", encoding="utf-8")
        assert run(["edit", "a.py", LIKE, "--base-url", url]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert "There is no file `shot.png`" in first
    assert "turn `endpoint.images` on" in second
