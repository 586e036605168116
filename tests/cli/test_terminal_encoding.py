"""What a terminal cannot show is printed with marks in its place, whatever the subcommand."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.scripted_chat import ScriptedChat

ENVIRONS: Mapping[str, Mapping[str, str]] = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "ascii, strict": {"PYTHONIOENCODING": "ascii:strict"},
    "cp1252": {"PYTHONIOENCODING": "cp1252:strict"},
    "the C locale": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
}
SOURCE = "# größer\nname = 'Ωmega'\nvalue = \n"

pytestmark = pytest.mark.repeats

each_environ = pytest.mark.parametrize("environ", ENVIRONS.values(), ids=ENVIRONS.keys())


def pt_lsp(folder: Path, environ: Mapping[str, str], *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_"))}
    clean["PYTHONPATH"] = str(Path(__file__).parents[2])
    command = (sys.executable, "-m", "pt_lsp", *arguments)
    return subprocess.run(command, cwd=folder, env={**clean, **environ}, capture_output=True, check=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "größe_日本.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


@each_environ
def test_every_kind_of_output_gets_through(file: Path, environ: Mapping[str, str]) -> None:
    answers = ["'日本'", "It is *größer* → 日本 🎉.", "name = '日本 🎉'"]
    with ScriptedChat(*answers) as chat, chat.serving() as url:
        for arguments, shown in (
            (("complete", f"{file}:3:9"), b"'??'"),
            (("explain", f"{file}:2"), b"It is *gr"),
            (("edit", f"{file}:2-2", "say it größer"), b"+name = '?? ?'"),
        ):
            done = pt_lsp(file.parent, environ, *arguments, "--base-url", url)
            assert done.returncode == 0, done.stderr
            assert shown in done.stdout
            assert b"Traceback" not in done.stderr


@each_environ
def test_failures_are_sentences_too(file: Path, environ: Mapping[str, str]) -> None:
    done = pt_lsp(file.parent, environ, "explain", f"{file}.日本:1")
    assert done.returncode == 1
    assert done.stderr
    assert b"Traceback" not in done.stderr
    assert b"codec" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_output_that_cannot_be_written_is_told_in_one_sentence_and_stderr_that_cannot_stops_nothing(
    file: Path,
) -> None:
    def told(arguments: tuple[str, ...], redirection: str) -> tuple[int, bytes, bytes]:
        ours = f'exec "{sys.executable}" -m pt_lsp "$@" {redirection}'
        environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        command = ["/bin/sh", "-c", ours, "sh", *arguments]
        done = subprocess.run(command, cwd=file.parent, env=environ, capture_output=True, check=False)
        return done.returncode, done.stdout, done.stderr

    full = (1, b"", b"pt-lsp: The output cannot be written: No space left on device.\n")
    with ScriptedChat(*["'x'"] * 4) as chat, chat.serving() as url:
        edit = ("edit", f"{file}:2-2", "do it", "--base-url", url)
        assert told(edit, "> /dev/full") == full
        assert told(("explain", str(file), "--base-url", url), "> /dev/full") == full
        for redirection in ("2> /dev/full", "2>&-"):
            code, printed, _ = told(edit, redirection)
            assert (code, b"+'x'" in printed) == (0, True)
    assert told(("stats", "--json"), "> /dev/full") == full
