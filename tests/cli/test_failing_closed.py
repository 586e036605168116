"""Terminal commands send nothing while settings that protect cannot be read, and say why in one sentence."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pt_lsp.cli.arguments import run
from pt_lsp.store.settings_files import user_settings_path
from tests.support.scripted_chat import ScriptedChat

COMMANDS = (["complete", "a.py:1:1"], ["edit", "a.py", "do it"], ["explain", "a.py"])


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.py").write_text("a = 1\n", encoding="utf-8")


def write_user_file(text: str) -> None:
    user_settings_path().parent.mkdir(parents=True, exist_ok=True)
    user_settings_path().write_text(text, encoding="utf-8")


def spoil_user_file() -> str:
    write_user_file("[endpoint\n")
    return "config.toml"


def spoil_exclusion() -> str:
    write_user_file('privacy.exclude = ["customers/", 3]\n')
    return "`privacy.exclude`"


def spoil_project_file() -> str:
    Path(".pt-lsp.toml").write_text("]", encoding="utf-8")
    return ".pt-lsp.toml"


@pytest.mark.parametrize("spoil", [spoil_user_file, spoil_exclusion, spoil_project_file])
def test_nothing_is_sent_and_one_sentence_says_why(
    spoil: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    name = spoil()
    with ScriptedChat() as chat, chat.serving() as url:
        for command in COMMANDS:
            assert run([*command, "--base-url", url]) == 1
            out, err = capsys.readouterr()
            assert out == ""
            assert err.startswith("pt-lsp: ")
            assert name in err
            assert err.count("\n") == 1
        assert run(["doctor", "--json", "--base-url", url]) == 1
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["settings"]["status"] == "failed"
    assert name in checks["settings"]["detail"]
    assert "DNS" not in checks


@pytest.mark.parametrize("url", ["127.0.0.1:8000/v1", "${env:X}", "https://", ""])
def test_an_address_of_the_command_line_is_no_default_either(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in COMMANDS:
        assert run([*command, f"--base-url={url}"]) == 1
        assert (
            "`endpoint.base_url` in the command line must be an http or https URL" in capsys.readouterr().err
        )
