"""The extension in a real VS Code: it starts, edits, explains, and keeps to the user's settings."""

import json
import os
import signal
from pathlib import Path

import pytest

from pt_lsp.protocol.processes import is_alive
from tests.editors.conftest import PLAIN, UNREACHABLE, Editing, asked
from tests.support.scripted_chat import MARKED_KEY, ScriptedChat, status
from tests.support.vscode import SERVER, VSCode, traced

pytestmark = pytest.mark.vscode

CALL = "def add(a, b):\n    return a + b\n\n\ntotal = add\n"
MODEL_S = 150.0
"""It may take so long to load the embedded model, and as long until it has read a prompt."""


def test_the_palette_generates_fixes_and_tells_what_was_sent(editing: Editing) -> None:
    from tests.support.answer_page import AnswerPage

    broken = CALL.replace("return a + b", "return a +")
    chat = ScriptedChat("limit = 10", "```python\ndef add(a, b):\n    return a + b\n```")
    with editing(broken, chat, **PLAIN, **{"ptLsp.completion.enabled": False}) as (window, _):
        window.go_to(4)
        window.run("PowerTokens: Generate Here...")
        window.answer("a limit of ten")
        generated = broken.replace("\n\n\n", "\n\nlimit = 10\n")
        window.wait_for_lens("Reject")
        assert window.text() == generated
        window.go_to(2)
        window.run("PowerTokens: Fix")
        window.wait_for_text(generated.replace("return a +", "return a + b"))
        window.run("PowerTokens: Show What Was Sent")
        AnswerPage(window).wait_for("Sent to qwen3-coder-plus")


def test_a_failure_is_told_once_and_in_one_sentence(editing: Editing) -> None:
    chat = ScriptedChat(forever=status(401, {"error": {"message": "bad key"}}))
    with editing(CALL, chat, **PLAIN) as (window, _):
        window.go_to(2)
        window.choose_action("Document")

        def told_beside_progress() -> list[str]:
            # What shows the progress may still be fading out.
            return [message for message in window.messages() if message != "PowerTokens: Documenting"]

        (told,) = window.wait_until("it is told", told_beside_progress)
        assert told.startswith("PowerTokens: ")
        assert "Traceback" not in told
        assert len(told) < 300
        assert window.text() == CALL


def test_a_key_goes_from_the_palette_to_the_endpoint_and_into_no_file(editing: Editing, code: VSCode) -> None:
    chat = ScriptedChat(forever="It adds.")
    bearer = f"Bearer {MARKED_KEY}"
    with editing(CALL, chat, **PLAIN) as (window, _):
        window.run("PowerTokens: Set API Key")
        window.answer(MARKED_KEY)
        window.wait_until("it is sent", lambda: asked(window, chat).headers.get("authorization") == bearer)
        window.run("PowerTokens: Set API Key")
        window.answer("")
        window.wait_until("it is gone", lambda: "authorization" not in asked(window, chat).headers)
    assert not [path for path, held in code.written() if MARKED_KEY.encode() in held]


def test_the_server_starts_when_the_folder_is_trusted_and_not_before(code: VSCode, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    machine, pid_file = traced(tmp_path)
    trusting_none = {**UNREACHABLE, "security.workspace.trust.enabled": True}
    with code.opened(folder, machine, trusting_none) as window:
        window.wait_until("the folder is restricted", window.is_restricted)
        assert not window.status()
        assert not pid_file.exists()
        window.trust()
        window.wait_for_status("ready")
        assert pid_file.exists()


def test_a_killed_server_is_started_again_and_a_wrong_command_is_told_until_it_is_set_right(
    code: VSCode, tmp_path: Path
) -> None:
    folder, silent = tmp_path / "project", tmp_path / "silent"
    folder.mkdir()
    silent.mkdir()
    machine, pid_file = traced(tmp_path)
    mute, mute_pid_file = traced(silent, ["sleep", "1000"])

    def configure(command: object) -> None:
        told = {**machine, "ptLsp.server.command": command}
        code.machine_settings.write_text(json.dumps(told), encoding="utf-8")

    with code.opened(folder, machine, UNREACHABLE) as window:
        window.wait_for_status("ready")
        first = pid_file.read_text(encoding="utf-8")
        os.kill(int(first), signal.SIGKILL)
        window.wait_until("another one runs", lambda: pid_file.read_text(encoding="utf-8") not in {first, ""})
        window.wait_for_status("ready")
        configure(["/bin/false"])
        window.wait_until("it is told", lambda: "/bin/false did not start" in window.status())
        configure(5)  # somebody types it
        window.wait_until("it is told", lambda: "is no list of texts" in window.status())
        configure(mute["ptLsp.server.command"])
        window.wait_for_status("starting")
        window.wait_until("it runs", lambda: mute_pid_file.exists() and mute_pid_file.read_text())
        assert not window.messages()
        configure(machine["ptLsp.server.command"])
        window.wait_for_status("ready")
        mute_pid = int(mute_pid_file.read_text(encoding="utf-8"))
        window.wait_until("what never answers has ended", lambda: not is_alive(mute_pid))


@pytest.mark.model
def test_the_embedded_model_answers_from_the_palette_without_a_key(code: VSCode, tmp_path: Path) -> None:
    from tests.support.answer_page import AnswerPage

    folder = tmp_path / "project"
    folder.mkdir()
    path = folder / "sample.py"
    path.write_text(CALL, encoding="utf-8")
    with code.opened(folder, {"ptLsp.server.command": SERVER}, PLAIN) as window:
        window.open(path, "no key")
        window.run("PowerTokens: Try with the Embedded Model")
        told = "embedded model answers"
        window.wait_until("it runs", lambda: any(told in m for m in window.messages()), MODEL_S)
        window.wait_for_status("ready")
        window.focus()
        window.run("PowerTokens: Explain")
        page = AnswerPage(window)
        window.wait_until("it explains", lambda: len(page.text()) > 20, MODEL_S)
        assert "embedded model" in window.status()
        window.run("PowerTokens: Stop the Embedded Model")
        window.wait_until("it is the endpoint again", lambda: "embedded model" not in window.status())
