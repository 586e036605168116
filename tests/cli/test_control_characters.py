"""What others wrote is printed so that no terminal obeys it; a file gets the model's answer as it is."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.cli import output
from pt_lsp.cli.arguments import run
from pt_lsp.cli.demo.screen import Screen
from pt_lsp.documents.visibility import visible_line, visible_text
from pt_lsp.store.counts import Counts
from pt_lsp.store.statistics import Statistics, statistics_path
from tests.support.scripted_chat import ScriptedChat, status

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

CLIPBOARD = "\x1b]52;c;ZXZpbA==\x07"
ANSWERED = "\x9d52;c;ZXZpbA==\x9c\x9b2J\u202e\u200b\ufeff"
SHOWN = r"\x9d52;c;ZXZpbA==\x9c\x9b2J\u202e\u200b\ufeff"
OBEYED = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202e\ufeff\u2028]|\r(?!\r?\n)")
DOORS = re.compile(r"^(rich\.)?print$|\bConsole$|std(out|err)\.(write|buffer)|^os\.write$")
RICH = re.compile(r"\r?\x1b\[(?:[0-9;]*[mKA]|\?25[lh])")


def on_terminal(folder: Path, *arguments: str) -> str:
    """All that is printed where stdout and stderr are a terminal."""
    ours, theirs = os.openpty()
    command = (sys.executable, "-m", "pt_lsp", *arguments)
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "xterm"}
    printed = b""
    with subprocess.Popen(command, cwd=folder, env=environ, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        try:
            while data := os.read(ours, 65536):
                printed += data
        except OSError:  # how Linux says that the last writer has gone
            pass
        process.wait(60)
    os.close(ours)
    return printed.decode()


def into_pipe(folder: Path, *arguments: str) -> bytes:
    command = (sys.executable, "-m", "pt_lsp", *arguments)
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, check=True).stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project that somebody else wrote."""
    (tmp_path / ".pt-lsp.toml").write_text(
        '"\\u001b]52;c;ZXZpbA==\\u0007" = 1\n[completion]\nmaxTokens = "\\u202e\\u001b[2J"\n'
    )
    (tmp_path / f"{CLIPBOARD}.py").write_text("value = 1\n")
    (tmp_path / "main.py").write_text("value = \n")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("complete", "main.py:1:9"), f"'{ANSWERED}'"),
        (("explain", "main.py"), ANSWERED),
        (("edit", "main.py:1-1", "x"), f"value = '{ANSWERED}'"),
    ],
)
def test_the_answer_of_a_model_is_shown_on_a_terminal_and_goes_into_a_pipe_as_it_is(
    folder: Path, arguments: tuple[str, ...], answer: str
) -> None:
    with ScriptedChat(answer, answer) as chat, chat.serving() as url:
        printed = on_terminal(folder, *arguments, "--base-url", url)
        piped = into_pipe(folder, *arguments, "--base-url", url)
    assert not OBEYED.search(RICH.sub("", printed)), printed
    assert SHOWN in printed
    assert r"`\x1b]52;c;ZXZpbA==\x07`" in printed  # the project's settings
    assert ANSWERED.encode() in piped


def test_what_a_project_and_an_endpoint_say_is_shown(folder: Path) -> None:
    refused = status(400, json.dumps({"error": {"message": f"no {CLIPBOARD}"}}))
    with ScriptedChat(refused) as chat, chat.serving() as url:
        for arguments in (
            ("complete", "main.py:1:9", "--base-url", url),
            ("explain", f"missing{CLIPBOARD}.py"),
            ("edit", f"{CLIPBOARD}.py:9", "x"),
            ("complete", f"{CLIPBOARD}.py"),
            ("complete", "main.py:1:1", "--model", "x", f"{CLIPBOARD}"),
            ("doctor", "--base-url", f"http://127.0.0.1:9/{CLIPBOARD}"),
            ("serve", f"--{CLIPBOARD}"),
            (CLIPBOARD,),
        ):
            printed = on_terminal(folder, *arguments)
            assert not OBEYED.search(printed), printed
            assert r"\x1b]52;c;" in printed


def test_the_demo_shows_it_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    screen = Screen()
    name = f"[link=http://x]{CLIPBOARD}"
    screen.say(CLIPBOARD)
    screen.name_file("It", Path(name))
    screen.ghost(name, CLIPBOARD, CLIPBOARD, CLIPBOARD)
    with screen.growing_diff(name, "a") as show:
        show(CLIPBOARD)
    with screen.growing_markdown(name) as show:
        show(f"{CLIPBOARD} `{CLIPBOARD}` [a](http://x) &#27;]52;c;x&#7; &#x9b;2J\n```py\n{CLIPBOARD}\n```\n")
    printed = capsys.readouterr().out
    assert printed.count(r"\x1b]52") >= 8
    assert not OBEYED.search(RICH.sub("", printed)), printed


def test_statistics_name_languages_as_an_editor_calls_them(capsys: pytest.CaptureFixture[str]) -> None:
    statistics = Statistics(statistics_path())
    statistics.add("edit", Counts(asked=1), CLIPBOARD)
    statistics.flush()
    assert run(["stats"]) == 0
    assert not OBEYED.search(capsys.readouterr().out)


def test_everything_is_printed_through_the_door() -> None:
    folder = Path(output.__file__).parent
    door = {folder / "output.py", folder / "console.py"}
    found = [
        f"{path.name}:{node.lineno}"
        for path in folder.rglob("*.py")
        if path not in door
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and DOORS.search(ast.unparse(node.func))
    ]
    assert found == []


@given(st.text())
def test_what_is_visible_is_obeyed_by_nothing_and_plain_text_stays(text: str) -> None:
    assert not OBEYED.search(visible_text(text))
    assert not re.search(r"[\r\n]", visible_line(text))
    plain = re.sub(r"[^ -~\näöü日😀\u200d\t]", "", text)
    assert visible_text(plain) == plain
