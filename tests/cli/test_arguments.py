import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pt_lsp import __version__
from pt_lsp.cli import explain, stats
from pt_lsp.cli.arguments import run
from tests.support.scripted_chat import ScriptedChat

COMMANDS = [
    "serve",
    "demo",
    "local-model",
    "doctor",
    "complete",
    "edit",
    "explain",
    "commit-message",
    "review",
    "login",
    "logout",
    "stats",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert f"usage: pt-lsp {command}" in capsys.readouterr().out


def test_the_general_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    assert [command for command in COMMANDS if not re.search(rf"\n    {command}\s", out)] == []


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"pt-lsp {__version__}\n"


@pytest.mark.parametrize(
    "argv",
    [
        ["no-such-command"],
        ["complete"],
        ["complete", "a.py:1"],
        ["edit", "a.py"],
        ["edit", "a.py:3-2", "x"],
        ["explain", "a.py:0"],
        ["demo", "--endpoint", "elsewhere"],
        ["stats", "--log-level", "loud"],
    ],
)
def test_wrong_usage_is_exit_code_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(argv) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "usage: pt-lsp" in captured.err


def test_a_failure_is_one_sentence_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(tmp_path / "missing.py")]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("pt-lsp: ")
    assert captured.err.count("\n") == 1
    assert "missing.py cannot be read" in captured.err


def raiser(error: BaseException) -> Callable[..., int]:
    def fail(*_: object, **__: object) -> int:
        raise error

    return fail


def test_what_should_not_happen_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stats, "print_statistics", raiser(ZeroDivisionError("secret detail")))
    assert run(["stats"]) == 1
    err = capsys.readouterr().err
    assert "ZeroDivisionError" in err
    assert "--log-level debug" in err
    assert err.count("\n") == 1
    assert "secret detail" not in err


def test_log_level_debug_shows_where_it_failed_and_not_what_the_error_quotes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stats, "print_statistics", raiser(ZeroDivisionError("detail")))
    assert run(["stats", "--log-level", "debug"]) == 1
    err = capsys.readouterr().err
    assert "failed with ZeroDivisionError\n  File" in err
    assert "arguments.py" in err
    assert "detail" not in err


def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(explain, "explain", raiser(KeyboardInterrupt()))
    assert run(["explain", "a.py"]) == 130
    assert capsys.readouterr().err == ""


def test_a_reader_that_leaves_early_gets_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x = 1\n")
    # the reply is longer than a pipe holds, so that writing it meets the closed end
    with ScriptedChat("word " * 40_000) as chat, chat.serving() as url:
        command = [sys.executable, "-m", "pt_lsp", "explain", str(file), "--base-url", url]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read()
        process.stderr.close()
        assert process.wait(timeout=60) == 1
    assert err == b""


def test_serve_takes_its_options_from_here_too(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "server.log"
    code = "import sys; from pt_lsp.cli.arguments import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "serve", "--stdio", "--log-file", str(log)]
    ended = subprocess.run(command, input=b"", capture_output=True, check=False, timeout=60)
    assert ended.stdout == b""
    assert ended.returncode == 1  # stdin ended before `exit` was said


def test_the_embedded_model_s_failure_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["local-model", "--model", str(tmp_path / "missing.gguf")]) == 1
    assert capsys.readouterr().err.startswith("pt-lsp: ")
