import asyncio
import os
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from pt_lsp.cli.arguments import run
from pt_lsp.cli.demo.samples import TASKS, samples_of
from pt_lsp.cli.demo.story import Story
from pt_lsp.documents.text import Text
from tests.support.scripted_chat import ScriptedChat, Step, hang

COMPLETION = "x * x"
EDIT = 'def say_hello(name, city):\n    print(f"Hello, {name}")\n    print(f"Welcome to {city}")\n'
EXPLANATION = "It *greets* whoever is named."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the demo makes its folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def demo(*steps: Step | str, file: Path | None = None) -> int:
    """Exit code of the demo on an endpoint that plays the steps: completion, edit, explanation."""
    with ScriptedChat(*steps) as chat, chat.serving() as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PT_LSP_BASE_URL", url)
        return run(["demo", "--endpoint", "configured", *([str(file)] if file else [])])


def edited(folder: Path, name: str) -> str:
    return next(folder.glob(f"pt-lsp-demo-*/{name}")).read_text()


def test_completion_edit_and_explanation_are_shown_and_the_files_are_as_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo(COMPLETION, EDIT, EXPLANATION) == 0
    out = capsys.readouterr().out
    assert "return «x * x»" in out
    assert "return x «* x»" in out
    assert "without asking the model" in out
    assert '│ +    print(f"Hello, {name}")' in out
    assert "It greets whoever is named." in out
    assert "first token of the explanation after" in out
    assert "3 times; answers reused instead: 1" in out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines()[:-1])) <= 80
    assert edited(folder, "square.py").endswith("return x * x\n")
    assert edited(folder, "sample.py") == EDIT
    assert out.splitlines()[-1].endswith(f"{os.sep}sample.py")


def test_on_a_terminal_the_suggestion_is_dim_and_panels_grow(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert demo(COMPLETION, EDIT, EXPLANATION) == 0
    out = capsys.readouterr().out
    assert "\x1b[2;3mx * x\x1b[0m" in out
    assert "«" not in out
    assert out.count("It ") > 1
    assert edited(folder, "sample.py") == EDIT


def test_an_unusable_reply_is_said_and_the_next_sample_taken(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = "def welcome(user:\n    return (\n"
    implemented = (
        'def area(width, height):\n    """Return the area of a rectangle."""\n    return width * height\n'
    )
    assert (
        demo("```\n```", 'f"{first} {last}"', TASKS[0].source, broken, broken, implemented, EXPLANATION) == 0
    )
    out = " ".join(capsys.readouterr().out.split())
    assert "no completion for this place. Trying another sample." in out
    assert "gave the code back as it was. Trying another sample." in out
    assert "has a syntax error. Trying another sample." in out
    assert edited(folder, "area.py") == implemented


def test_without_any_usable_edit_it_fails(capsys: pytest.CaptureFixture[str]) -> None:
    sources = [task.source for task in TASKS]
    assert demo("```\n```", "```\n```", "```\n```", *sources) == 1
    captured = capsys.readouterr()
    assert "Going on without one." in captured.out
    assert captured.err == "pt-lsp: The model gave no usable edit this time: run the demo again.\n"


def test_an_endpoint_that_cannot_be_reached_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PT_LSP_BASE_URL", "http://127.0.0.1:9/v1")
    assert run(["demo", "--endpoint", "configured"]) == 1
    captured = capsys.readouterr()
    assert "Trying another" not in captured.out
    assert captured.err.count("\n") == 1
    assert "127.0.0.1:9" in captured.err


def test_an_edit_that_does_not_end_is_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bounded, timeouts_s = Story._bounded, iter([2.0])  # the next edit has the time that it needs

    async def soon_ended(
        own: Story, work: Coroutine[Any, Any, Any], enough: asyncio.Event, timeout_s: float
    ) -> tuple[Any, bool]:
        return await bounded(own, work, enough, next(timeouts_s, timeout_s))

    monkeypatch.setattr(Story, "_bounded", soon_ended)
    edit = 'def welcome(user):\n    return f"Welcome, {user}!"\n'
    assert demo(COMPLETION, hang("def say_hello(name):\n    pass\n"), edit, EXPLANATION) == 0
    assert "did not come to an end within 60 s" in capsys.readouterr().out
    assert edited(folder, "welcome.py") == edit
    assert edited(folder, "sample.py") == TASKS[0].source


def test_an_explanation_without_end_is_stopped_and_that_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo(COMPLETION, EDIT, hang("It greets. " * 100)) == 0
    out = capsys.readouterr().out
    assert "Stopped here" in out
    assert "explanation stopped after" in out


def test_a_failed_explanation_does_not_take_the_edit_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo(COMPLETION, EDIT, "") == 0
    assert "Going on without one." in capsys.readouterr().out
    assert edited(folder, "sample.py") == EDIT


def test_the_user_s_own_file_is_copied_completed_at_its_end_and_edited(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "mine.py"
    source = "import os\n\n\ndef f(x):\n    return x + 0"
    file.write_text(source)
    assert demo("y = 1", "def f(x):\n    return x\n", EXPLANATION, file=file) == 0
    assert file.read_text() == source
    assert edited(folder, "mine.py") == "import os\n\n\ndef f(x):\n    return x\ny = 1"
    assert "«y = 1»" in capsys.readouterr().out


def test_an_excluded_file_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / ".env"
    file.write_text("A=1\n")
    assert demo(file=file) == 1
    assert "is not sent" in capsys.readouterr().err


def test_a_file_without_a_definition_is_edited_at_its_first_line(folder: Path) -> None:
    file = folder / "notes.txt"
    file.write_text("first\nsecond\n")
    gap, task = samples_of(file)
    assert gap.cursor == len(gap.source) == len("first\nsecond\n")
    assert task.place(Text.of(task.source)).start == 0


def test_an_empty_file_can_be_completed(folder: Path) -> None:
    file = folder / "empty.py"
    file.touch()
    assert samples_of(file)[0].source == ""
