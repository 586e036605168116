"""Failures that come with their cure, and the status menu, in a real VS Code."""

import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.editors.conftest import PLAIN, Editing, asked
from tests.support.scripted_chat import Request, ScriptedChat, Step, hang, reply, respond, status
from tests.support.vscode import SERVER, VSCode, traced

if TYPE_CHECKING:
    from tests.support.workbench import Workbench

pytestmark = pytest.mark.vscode

CALL = "def add(a, b):\n    return a + b\n\n\ntotal = add\n"
BESIDE = {"git.enabled": True, "diffEditor.useInlineViewWhenSpaceIsLimited": False}
LISTED = ("glm-5", "qwen3.7-plus")


def told(window: "Workbench", part: str) -> None:
    window.wait_until(f"it is told: {part}", lambda: any(part in each for each in window.messages()))


def open_status(window: "Workbench") -> list[str]:
    """The rows of the menu; a server that is slow to answer has few of them at first."""

    def rows() -> list[str]:
        window.press("Escape")
        window.click_status()
        window.wait_until("the menu", lambda: "PowerTokens: " in window.asks_for() and window.choices())
        return window.choices() if any("Statistics" in row for row in window.choices()) else []

    return window.wait_until("the whole menu", rows)


def test_a_refused_key_leads_to_another_from_the_message_and_from_the_status(editing: Editing) -> None:
    def answer(request: Request) -> Step | str:
        is_right = request.headers.get("authorization") == "Bearer right-key-1234"
        return "It adds." if is_right else status(401, {"error": {"message": "bad key"}})

    chat = ScriptedChat(forever=respond(answer))
    with editing(CALL, chat, **PLAIN) as (window, _):
        window.run("PowerTokens: Set API Key")
        window.answer("wrong-key-1234")
        window.wait_for_status("ready")
        window.go_to(2)
        window.run("PowerTokens: Explain")
        told(window, "The stored API key was refused. Set the right one.")
        window.press_button("Set API Key")
        window.wait_until("the input", lambda: "API key" in window.asks_for())
        window.press("Escape")
        window.wait_for_status("stored API key was refused")
        first = open_status(window)[0]
        assert "Set API Key" in first
        assert "stored API key was refused" in first
        window.press("Enter")
        window.answer("right-key-1234")
        window.wait_for_status("ready")

        def asked_with() -> str | None:
            window.focus()
            return asked(window, chat).headers.get("authorization")

        assert asked_with() == "Bearer right-key-1234"
        window.run("PowerTokens: Clear API Key")
        window.wait_until("no key is sent", lambda: asked_with() is None)
        told(window, "The API key was refused, or there is none.")


def asked_model(window: "Workbench", chat: ScriptedChat) -> str:
    """Which model is asked for an explanation now."""
    window.focus()
    return str(asked(window, chat)["model"])


def test_a_model_that_is_gone_leads_to_those_that_there_are_and_the_choice_counts(
    editing: Editing, code: VSCode
) -> None:
    gone = status(404, {"error": {"message": "no such model", "code": "model_not_found"}})
    chat = ScriptedChat(
        forever=respond(
            lambda request: gone if request["model"] == "qwen3-coder-plus" else reply("It adds.")
        ),
        models=LISTED,
    )
    user_file = code.home / ".config" / "pt-lsp" / "config.toml"
    try:
        with editing(CALL, chat, **PLAIN) as (window, _):
            window.go_to(2)
            assert asked_model(window, chat) == "qwen3-coder-plus"
            told(window, "knows no model qwen3-coder-plus: this key can use qwen3.7-plus and glm-5.")
            window.press_button("Choose Model")
            rows = ["qwen3-coder-plusasked now", *LISTED]
            window.wait_until("the models", lambda: window.choices() == rows)
            window.choose("glm-5")
            window.wait_until("it is in the user's file", lambda: "glm-5" in _text(user_file))
            window.wait_until("it counts", lambda: asked_model(window, chat) == "glm-5")
    finally:
        user_file.unlink(missing_ok=True)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_the_status_menu_snoozes_and_ends_it_and_turns_a_file_off(editing: Editing) -> None:
    chat = ScriptedChat(forever="1")
    plain = {"editor.autoClosingBrackets": "never", "ptLsp.completion.debounceMs": 0}
    with editing(CALL, chat, **plain) as (window, _):

        def is_told_why(reason: str) -> bool:
            window.focus()
            window.type("x")
            window.text()  # it has drawn some frames meanwhile
            window.run("PowerTokens: Why No Completion?")
            listed = "Why there was no completion"
            window.wait_until(
                "an answer", lambda: (listed in window.asks_for() and window.choices()) or window.messages()
            )
            is_so = any(reason in row for row in window.choices()[:1])
            window.press("Escape")
            return is_so

        window.go_to(4)
        rows = " ".join(open_status(window))
        assert "Choose Model" in rows
        assert "qwen3-coder-plus at 127.0.0.1" in rows
        assert "Off for python" in rows
        window.choose("Snooze for 30 Minutes")
        window.wait_for_status("paused until")
        window.wait_until("it is quiet", lambda: is_told_why("snoozed"))
        window.run("PowerTokens: Restart Server")
        window.wait_until("it is quiet still", lambda: is_told_why("snoozed"))
        window.wait_for_status("paused until")
        assert chat.requests == []
        assert "End Snooze" in " ".join(open_status(window))
        window.choose("End Snooze")
        window.wait_for_status("PowerTokens: ready")
        window.focus()
        window.press("Enter")
        window.type("y = ")
        window.wait_until("it asks", lambda: len(chat.requests) > 0)
        open_status(window)
        window.choose("Off for sample.py")
        window.wait_until("it is quiet here", lambda: is_told_why("paused in this document"))
        assert "On Again for sample.py" in " ".join(open_status(window))
        window.choose("Statistics")
        window.wait_until(
            "figures", lambda: any("characters that you typed" in row for row in window.choices())
        )


def test_a_model_that_is_set_in_vscode_is_chosen_there(editing_alone: Editing, code: VSCode) -> None:
    chat = ScriptedChat(forever="It adds.", models=LISTED)
    with editing_alone(CALL, chat, **PLAIN, **{"ptLsp.endpoint.model": "mine"}) as (window, _):
        window.go_to(2)
        window.run("PowerTokens: Choose Model")
        window.wait_until("the models", lambda: "mineasked now" in window.choices())
        window.type("typed-1")
        window.wait_until("what was typed", lambda: any("typed-1" in row for row in window.choices()))
        window.choose("typed-1")
        window.wait_until("it counts", lambda: asked_model(window, chat) == "typed-1")
        assert "typed-1" in _text(code.user_settings)


def test_a_server_that_is_killed_in_the_middle_is_told_as_that_and_can_be_asked_again(
    code: VSCode, tmp_path: Path
) -> None:
    path = tmp_path / "project" / "sample.py"
    path.parent.mkdir()
    path.write_text(CALL, encoding="utf-8")
    machine, pid_file = traced(tmp_path)
    chat = ScriptedChat(hang(), "It adds.")
    with chat.serving() as url:
        endpoint = {"ptLsp.endpoint.baseUrl": url}
        with code.opened(path.parent, machine | endpoint, PLAIN | endpoint) as window:
            window.open(path)
            window.go_to(2)
            window.run("PowerTokens: Explain")
            window.wait_until("it is asked", lambda: len(chat.requests) == 1)
            os.kill(int(_text(pid_file)), signal.SIGKILL)
            told(window, "The server ended in the middle of this, and is started again.")
            window.press_button("Retry")
            window.wait_until("it is asked again", lambda: len(chat.requests) == 2)
            assert chat.requests[1].text == chat.requests[0].text


def test_without_git_it_is_told_that_there_is_no_box_for_a_commit_message(editing: Editing) -> None:
    chat = ScriptedChat()
    with editing(CALL, chat, **PLAIN) as (window, _):
        window.run("PowerTokens: Write Commit Message")
        told(window, "VS Code's git is off, and with it the box for the message.")
    assert chat.requests == []


def test_the_old_side_of_a_diff_is_explained_and_never_changed_and_stays_where_its_file_stays(
    code: VSCode, tmp_path: Path
) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    files = [folder / "sample.py", folder / "key.pem"]
    for path in files:
        path.write_text(CALL, encoding="utf-8")
    who = ("-c", "user.name=a", "-c", "user.email=a@b")
    for arguments in (("init", "-q"), ("add", "--force", "."), (*who, "commit", "-qm", "first")):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    for path in files:
        path.write_text(CALL.replace("a + b", "b + a"), encoding="utf-8")
    chat = ScriptedChat("It adds.")
    with chat.serving() as url:
        own = {"ptLsp.endpoint.baseUrl": url, "ptLsp.server.command": SERVER}
        with code.opened(folder, own, PLAIN | own | BESIDE) as window:
            for path, command, sentence in (
                (files[1], "Explain", "stays on your machine"),
                (files[0], "Document", "This is an older version of the file."),
            ):
                window.open(path)
                window.open_old_side()
                window.run(f"PowerTokens: {command}")
                told(window, sentence)
                window.press_button("OK")
            assert chat.requests == []
            window.open_old_side()
            window.run("PowerTokens: Explain")
            window.wait_until("it is asked", lambda: len(chat.requests) == 1)
            assert "return a + b" in chat.requests[0].text
    assert len(chat.requests) == 1
