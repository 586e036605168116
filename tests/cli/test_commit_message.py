import re
from pathlib import Path

import pytest

from pt_lsp.cli.arguments import run
from pt_lsp.features.commit_message.form import LONGEST_SUBJECT
from tests.support.embedded_cli import ask_embedded_model
from tests.support.git_repository import commit, git, needs_git, new_repository, write
from tests.support.scripted_chat import ScriptedChat

pytestmark = needs_git


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = new_repository(tmp_path / "code", {"a.py": "a = 1\n", "sub/b.py": "b = 1\n"})
    monkeypatch.chdir(made / "sub")
    return made


@pytest.mark.parametrize("folder", [[], [".."], ["."]])
def test_the_message_for_what_is_staged_is_printed(
    top: Path, folder: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write(top, {"a.py": "a = 2\n", "sub/b.py": "b = 2\n"})
    git(top, "add", "a.py")
    with ScriptedChat("Be two\n\nOne was too few.") as chat, chat.serving() as url:
        assert run(["commit-message", *folder, "--base-url", url, "--model", "tiny"]) == 0
        (request,) = chat.requests
    assert "a.py" in request.text
    assert "b.py" not in request.text
    assert capsys.readouterr() == ("Be two\n\nOne was too few.\n", "")


def test_values_of_env_files_anywhere_in_the_repository_stay(top: Path) -> None:
    value = "kdjfu39dkd93kdkd-39dj"
    write(top, {"other/.env": f"CODE={value}\n", ".gitignore": ".env\n", "a.py": f"a = '{value}'\n"})
    with ScriptedChat("Be two") as chat, chat.serving() as url:
        assert run(["commit-message", "--base-url", url]) == 0
        assert value not in chat.requests[0].text


def test_rules_of_the_project_file_hold(top: Path) -> None:
    write(top, {".pt-lsp.toml": '[privacy]\nexclude = ["plan*"]\n', "plan.md": "p\n", "a.py": "a = 2\n"})
    with ScriptedChat("Be two") as chat, chat.serving() as url:
        assert run(["commit-message", "--base-url", url]) == 0
        assert "plan.md" not in chat.requests[0].text


def test_rules_of_the_project_file_at_the_top_hold_beside_those_of_a_folder(top: Path) -> None:
    commit(top, {".pt-lsp.toml": '[privacy]\nexclude = ["plan*"]\n'}, "Exclude plans")
    commit(top, {"sub/.pt-lsp.toml": '[privacy]\nexclude = ["b.py"]\n'}, "Exclude b")
    write(top, {"plan.md": "p\n", "a.py": "a = 2\n", "sub/b.py": "2\n"})
    with ScriptedChat("Be two") as chat, chat.serving() as url:
        assert run(["commit-message", "--base-url", url]) == 0
        listed = chat.requests[0].text.partition("<files>")[2]
    assert "a.py" in listed
    assert "plan.md" not in listed
    assert "b.py" not in listed


def test_where_there_is_nothing_to_commit_it_says_so(
    top: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, words in (
        (top, "Nothing has changed"),
        (tmp_path, "no git repository"),
        (top / "no", "folder"),
    ):
        assert run(["commit-message", str(folder)]) == 1
        captured = capsys.readouterr()
        assert captured.out == ""
        assert words in captured.err
        assert captured.err.count("\n") == 1


@pytest.mark.model
def test_the_embedded_model_writes_a_message_or_says_that_it_has_none(top: Path) -> None:
    """So small a model may answer nonsense, or not come to an end; what is a message is one in form."""
    write(
        top, {"a.py": "def double(x):\n    return x * 2\n", "README.md": "# Doubles\n\nIt doubles numbers.\n"}
    )
    git(top, "add", "-A")

    code, out, err = ask_embedded_model("commit-message", answer_timeout_s=20)
    print(f"\n{out}{err}")  # noqa: T201 - what it says is of interest
    if code == 0:
        assert 0 < len(out.partition("\n")[0]) <= LONGEST_SUBJECT
    else:
        assert (code, out) == (1, "")
        assert re.fullmatch(r"pt-lsp: [^\n]+\.\n", err)
