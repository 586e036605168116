import json
import re
from pathlib import Path

import pytest

from pt_lsp.cli.arguments import run
from tests.support.embedded_cli import ask_embedded_model
from tests.support.git_repository import git, needs_git
from tests.support.scripted_chat import ScriptedChat

SOURCE = "def ratio(a, b):\n    return a / b\n\n\ndef first(items):\n    return items[0]\n"
ZERO = {"quote": "return a / b", "severity": "error", "message": "It fails\x1b for zero."}
EMPTY = {"quote": "return items[0]", "severity": "hint", "message": "It may be empty."}
GONE = {"quote": "return items[1]", "severity": "hint", "message": "It may be empty."}


def said(*findings: object) -> str:
    return json.dumps({"findings": findings})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def review(capsys: pytest.CaptureFixture[str], reply: str, *arguments: str) -> tuple[int, str, str]:
    with ScriptedChat(reply) as chat, chat.serving() as url:
        code = run(["review", *arguments, "--base-url", url])
    return code, *capsys.readouterr()


def test_findings_of_a_file_are_printed_a_line_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = review(capsys, said(ZERO, EMPTY, GONE), "a.py")
    lines = ["a.py:2:5: error: It fails for zero.", "a.py:6:5: hint: It may be empty."]
    assert (code, out.splitlines()) == (0, lines)
    assert err == "1 finding could not be placed.\n"


def test_lines_of_a_file_have_findings_of_their_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert review(capsys, said(ZERO, EMPTY), "a.py:5-6")[1] == "a.py:6:5: hint: It may be empty.\n"


def test_where_nothing_is_found_that_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert review(capsys, said(), "a.py") == (0, "", "Nothing found.\n")


@needs_git
def test_without_a_file_the_changes_of_the_repository_are_reviewed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(folder, "init", "-q")
    code, out, err = review(capsys, said(ZERO | {"file": "a.py"}))
    assert (code, out, err) == (0, "a.py:2:5: error: It fails for zero.\n", "")


def test_a_folder_in_no_repository_is_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", str(folder)]) == 1
    assert "is in no git repository" in capsys.readouterr().err


@pytest.mark.model
def test_the_embedded_model_reviews_a_file_or_says_that_it_cannot(folder: Path) -> None:
    """So small a model may answer nonsense, or not come to an end, and nothing breaks."""
    code, out, err = ask_embedded_model("review", "a.py", answer_timeout_s=15)
    print(f"\n{out}{err}")  # noqa: T201 - what it says is of interest
    if code == 0:
        found = r"a\.py:\d+:\d+: (?:error|warning|information|hint): .+"
        assert all(re.fullmatch(found, line) for line in out.splitlines())
    else:
        assert (code, out) == (1, "")
        assert re.fullmatch(r"pt-lsp: [^\n]+\.\n", err)
