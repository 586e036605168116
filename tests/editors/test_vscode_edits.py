"""Edits that stream into a real VS Code while a person types."""

import os
import signal
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.editors.conftest import PLAIN, Editing
from tests.support.gated_answer import GatedAnswer
from tests.support.scripted_chat import ScriptedChat
from tests.support.streamed_total import BODY, EDITED, FIRST, REST, SOURCE, stream_half
from tests.support.vscode import VSCode, traced

if TYPE_CHECKING:
    from tests.support.workbench import Workbench

pytestmark = pytest.mark.vscode


def undone_steps(window: "Workbench", original: str) -> list[str]:
    """The texts from now back to the original, each one undo older."""
    texts = [window.text()]
    while texts[-1] != original:
        window.press("Control+z")
        window.wait_until("an undo changes the text", lambda: window.text() != texts[-1])
        texts.append(window.text())
    return texts


def test_one_undo_takes_an_undisturbed_stream_back(editing: Editing) -> None:
    answer = GatedAnswer(f"```python\n{FIRST}", f"{REST}\n```")
    with editing(SOURCE, ScriptedChat(answer.step), **PLAIN) as (window, _), answer.ended():
        stream_half(window)
        answer.open()
        window.wait_for_text(EDITED)
        window.wait_for_status("ready")
        window.focus()
        assert undone_steps(window, SOURCE) == [EDITED, SOURCE]


def test_typing_above_while_an_edit_streams_is_kept_and_undone_apart_from_it(editing: Editing) -> None:
    answer = GatedAnswer(f"```python\n{FIRST}", *(f"{line}\n" for line in BODY[6:]), "    return total\n```")
    with editing(SOURCE, ScriptedChat(answer.step), **PLAIN) as (window, path), answer.ended():
        stream_half(window)
        window.go_to(1, 10)
        for number, word in enumerate((" of", "the", " file", "is", "mine")):
            window.type(word)
            answer.open(number)
            window.wait_for(f"numbers[{6 + number}]")
        answer.open(5)
        answer.open(6)
        wanted = EDITED.replace("# the top", "# the top ofthe fileismine")
        window.wait_for_text(wanted)
        window.wait_for_status("ready")
        assert window.saved(path) == wanted
        texts = undone_steps(window, SOURCE)
        for newer, older in pairwise(texts):
            is_typing = newer.splitlines()[0] != older.splitlines()[0]
            is_stream = newer.splitlines()[1:] != older.splitlines()[1:]
            assert not (is_typing and is_stream), f"one step undid both:\n{newer}\n---\n{older}"


def test_typing_inside_the_region_stops_the_stream(editing: Editing) -> None:
    answer = GatedAnswer(f"```python\n{FIRST}", f"{REST}\n```")
    with editing(SOURCE, ScriptedChat(answer.step), **PLAIN) as (window, path), answer.ended():
        stream_half(window)
        window.go_to(4, 14)
        window.type("0")
        window.wait_for_status("ready")
        answer.open()
        saved = window.saved(path)
        assert "    total = 00\n" in saved
        assert "numbers[7]" not in saved


def test_an_undo_in_mid_stream_stops_it(editing: Editing) -> None:
    answer = GatedAnswer(f"```python\n{FIRST}", f"{REST}\n```")
    with editing(SOURCE, ScriptedChat(answer.step), **PLAIN) as (window, _), answer.ended():
        stream_half(window)
        window.focus()
        window.press("Control+z")
        window.wait_for_status("ready")
        answer.open()
        assert window.text() == SOURCE


def test_both_ways_to_cancel_put_the_region_back_and_keep_what_was_typed_elsewhere(editing: Editing) -> None:
    answers = [GatedAnswer(f"```python\n{FIRST}", f"{REST}\n```") for _ in range(2)]
    chat = ScriptedChat(*(answer.step for answer in answers))
    with editing(SOURCE, chat, **PLAIN) as (window, _), answers[0].ended(), answers[1].ended():
        ways = {" of": lambda: window.run("PowerTokens: Cancel"), " mine": window.cancel_progress}
        kept = SOURCE
        for word, cancel in ways.items():
            stream_half(window)
            window.go_to(1, kept.index("\n") + 1)
            window.type(word)
            cancel()
            kept = kept.replace("\n", f"{word}\n", 1)
            window.wait_for_text(kept)
            window.wait_until("no progress is shown", lambda: not window.messages())


def test_a_key_after_the_stream_has_begun_does_not_replace_what_was_selected_for_it(editing: Editing) -> None:
    answer = GatedAnswer(f"```python\n{FIRST}", f"{REST}\n```")
    with editing(SOURCE, ScriptedChat(answer.step), **PLAIN) as (window, path), answer.ended():
        window.go_to(3)
        window.press("Shift+ArrowDown", "Shift+End")
        window.run("PowerTokens: Rewrite...")
        window.answer("add them up")
        window.wait_for("numbers[5]")
        window.focus()
        window.type("#")
        answer.open()
        wanted = EDITED.replace("return total", "return total#")
        window.wait_for_text(wanted)
        assert window.saved(path) == wanted


def test_an_edit_goes_on_in_a_hidden_tab(editing: Editing) -> None:
    answer = GatedAnswer(f"```python\n{FIRST}", f"{REST}\n```")
    with editing(SOURCE, ScriptedChat(answer.step), **PLAIN) as (window, path), answer.ended():
        stream_half(window)
        window.run("File: New Untitled Text File")
        window.wait_until("another tab is shown", lambda: "numbers" not in window.text())
        answer.open()
        window.wait_for_status("ready")
        window.open(path)
        window.wait_for_text(EDITED)
        assert window.saved(path) == EDITED


def test_a_server_killed_in_mid_stream_comes_back_with_what_can_be_rejected(
    code: VSCode, tmp_path: Path
) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "sample.py").write_text(SOURCE, encoding="utf-8")
    machine, pid_file = traced(tmp_path)
    answer = GatedAnswer(f"```python\n{FIRST}", f"{REST}\n```")
    chat = ScriptedChat(answer.step)
    with chat.serving() as url, answer.ended():
        own = {**PLAIN, "ptLsp.endpoint.baseUrl": url}
        with code.opened(folder, machine, own) as window:
            window.open(folder / "sample.py")
            stream_half(window)
            window.go_to(1, 10)
            window.type(" is mine")
            os.kill(int(pid_file.read_text(encoding="utf-8")), signal.SIGKILL)
            window.wait_for_lens("Reject")
            window.click_lens("Reject")
            window.wait_for_text(SOURCE.replace("# the top", "# the top is mine"))
