"""The extension in a real VS Code: it starts, completes, explains, and keeps to the user's settings."""

import json
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.editors.conftest import PLAIN, Editing
from tests.support.gated_answer import GatedAnswer
from tests.support.scripted_chat import MARKED_KEY, Request, ScriptedChat, hang, status
from tests.support.vscode import SERVER, VSCode, traced

if TYPE_CHECKING:
    from tests.support.workbench import Workbench

pytestmark = pytest.mark.vscode

SOURCE = "def add(a, b):\n    \n\n\nprint(add(1, 2))\n"
CALL = "def add(a, b):\n    return a + b\n\n\ntotal = add\n"
TYPED_PLAINLY = {"editor.autoClosingBrackets": "never", "ptLsp.completion.debounceMs": 0}


def test_ghost_text_is_shown_typed_through_and_accepted(editing: Editing) -> None:
    chat = ScriptedChat("return a + b", forever=hang())
    with editing(SOURCE, chat, **TYPED_PLAINLY) as (window, path):
        window.go_to(2, 5)
        window.run("Trigger Inline Suggestion")
        window.wait_until("ghost text", lambda: window.ghost_text() == "return a + b")
        window.focus()
        window.type("return")
        window.wait_until("the rest", lambda: window.ghost_text() == " a + b")
        assert len(chat.requests) == 1, "what was foreseen is not asked for again"
        window.press("Tab")
        window.wait_for("return a + b")
        assert window.saved(path) == SOURCE.replace("    \n", "    return a + b\n", 1)


def test_ghost_text_takes_over_brackets_that_the_editor_has_closed(editing: Editing) -> None:
    chat = ScriptedChat("1, 2)", forever=hang())
    with editing(CALL, chat, **{"ptLsp.completion.debounceMs": 0}) as (window, path):
        window.go_to(5, 12)
        window.type("(")
        window.wait_until("ghost text", lambda: "1, 2" in window.ghost_text())
        window.press("Tab")
        window.wait_for("add(1, 2)")
        assert window.saved(path) == CALL.replace("total = add", "total = add(1, 2)")


def test_an_explanation_grows_beside_the_code_and_cannot_be_edited(editing: Editing) -> None:
    answer = GatedAnswer("# add\n\nIt adds ", "**two** numbers.\n")
    with editing(CALL, ScriptedChat(answer.step), **PLAIN) as (window, _), answer.ended():
        window.go_to(2)
        window.run("PowerTokens: Explain")
        window.wait_until("its beginning", lambda: "It adds" in window.text_beside())
        assert "**two**" not in window.text_beside()
        assert window.text() == CALL, "the code stays"
        answer.open()
        window.wait_until("all of it", lambda: window.text_beside() == "# add\n\nIt adds **two** numbers.\n")
        window.type_beside("x")
        window.wait_until("it takes no key", window.refusal)


def test_the_palette_generates_fixes_and_tells_what_was_sent_and_held_back(editing: Editing) -> None:
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
        window.go_to(6)

        def is_told_why() -> bool:
            # Opening the palette calls a completion off that VS Code has not yet asked for: then once more.
            window.run("Trigger Inline Suggestion")
            window.text()  # it has drawn some frames meanwhile
            window.run("PowerTokens: Why No Completion?")
            window.wait_until("an answer", lambda: window.choices() or window.messages())
            return any("sample.py:6:1" in row for row in window.choices())

        window.wait_until("a reason", is_told_why)
        window.press("Escape")
        window.run("PowerTokens: Show What Was Sent")
        window.wait_until("it is shown", lambda: "Sent to `qwen3-coder-plus`" in window.text_beside())


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
    assert not [path for path in code.files() if MARKED_KEY.encode() in path.read_bytes()]


def test_only_what_the_user_has_set_counts_and_a_folder_cannot_redirect(code: VSCode, tmp_path: Path) -> None:
    chat = ScriptedChat(forever="It adds.")
    folder = tmp_path / "project"
    (folder / ".vscode").mkdir(parents=True)
    (folder / "sample.py").write_text(CALL, encoding="utf-8")
    evil = {"ptLsp.endpoint.baseUrl": "http://127.0.0.1:9/v1", "ptLsp.server.command": ["/bin/false"]}
    (folder / ".vscode" / "settings.json").write_text(json.dumps(evil), encoding="utf-8")
    own = code.home / ".config" / "pt-lsp" / "config.toml"
    own.parent.mkdir(parents=True)
    command: dict[str, Any] = {"ptLsp.server.command": SERVER}
    with chat.serving() as url, code.opened(folder, command, PLAIN) as window:
        own.write_text(f'[endpoint]\nbase_url = "{url}"\nmodel = "mine"\n', encoding="utf-8")
        window.open(folder / "sample.py")
        assert asked(window, chat)["model"] == "mine"
        command["ptLsp.endpoint.model"] = "another"
        code.machine_settings.write_text(json.dumps(command), encoding="utf-8")
        window.wait_until("the change is known", lambda: asked(window, chat)["model"] == "another")
        del command["ptLsp.endpoint.model"]
        code.machine_settings.write_text(json.dumps(command), encoding="utf-8")
        window.wait_until("it is taken back", lambda: asked(window, chat)["model"] == "mine")
    own.unlink()


def asked(window: "Workbench", chat: ScriptedChat) -> Request:
    """The request for another explanation."""
    n_asked = len(chat.requests)
    window.run("PowerTokens: Explain")
    window.wait_until("a request", lambda: len(chat.requests) > n_asked)
    return chat.requests[-1]


def test_without_a_server_the_status_says_how_to_install_it_and_nothing_pops_up(
    code: VSCode, tmp_path: Path
) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    with code.opened(folder, {}, {}) as window:
        window.wait_until("it is told", lambda: "uv tool install pt-lsp" in window.status())
        assert "PowerTokens: error" in window.status()
        assert not window.messages()


def test_the_server_starts_when_the_folder_is_trusted_and_not_before(code: VSCode, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    machine, pid_file = traced(tmp_path)
    with code.opened(folder, machine, {"security.workspace.trust.enabled": True}) as window:
        window.wait_until("the folder is restricted", window.is_restricted)
        assert not window.status()
        assert not pid_file.exists()
        window.trust()
        window.wait_for_status("ready")
        assert pid_file.exists()


def test_a_killed_server_is_started_again_and_a_broken_one_is_told_once(code: VSCode, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    machine, pid_file = traced(tmp_path)
    with code.opened(folder, machine, {}) as window:
        window.wait_for_status("ready")
        first = pid_file.read_text(encoding="utf-8")
        os.kill(int(first), signal.SIGKILL)
        window.wait_until("another one runs", lambda: pid_file.read_text(encoding="utf-8") not in {first, ""})
        window.wait_for_status("ready")
        machine["ptLsp.server.command"] = ["/bin/false"]
        code.machine_settings.write_text(json.dumps(machine), encoding="utf-8")
        window.wait_until("it is told", lambda: "/bin/false did not start" in window.status())
        assert not window.messages()
        machine, _ = traced(tmp_path)
        code.machine_settings.write_text(json.dumps(machine), encoding="utf-8")
        window.wait_for_status("ready")


@pytest.mark.model
def test_the_embedded_model_answers_from_the_palette_without_a_key(code: VSCode, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    path = folder / "sample.py"
    path.write_text(CALL, encoding="utf-8")
    with code.opened(folder, {"ptLsp.server.command": SERVER}, PLAIN) as window:
        window.open(path, "no key")
        window.run("PowerTokens: Try with the Embedded Model")
        window.wait_until("it runs", lambda: any("embedded model answers" in m for m in window.messages()))
        window.wait_for_status("ready")
        window.focus()
        window.run("PowerTokens: Explain")
        window.wait_until("it explains", lambda: len(window.text_beside()) > 20)
        assert "embedded model" in window.status()
        window.run("PowerTokens: Stop the Embedded Model")
        window.wait_until("it is the endpoint again", lambda: "embedded model" not in window.status())
