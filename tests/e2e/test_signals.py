"""A signal ends a server in order and a terminal command quietly; nothing of the code stays in TMPDIR."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pt_lsp.store.originals import Originals, originals_folder
from tests.support.raw_client import RawClient, raw_client
from tests.support.scripted_chat import ScriptedChat, hang

if sys.platform == "win32":
    pytest.skip("Windows has none of these signals", allow_module_level=True)

TEXT = "def add(a, b):\n    pass\n\n\ndef sub(a, b):\n    pass\n"
NEW = "def add(a, b):\n    return a + b\n"
SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
CAPABILITIES = {
    "workspace": {"applyEdit": True, "workspaceEdit": {"documentChanges": True}},
    "window": {"showDocument": {"support": True}},
}
OPTIONS = {
    "edits": {"streaming": "always", "review": "always"},
    "extensions": ["groupedUndo", "ptLsp/editProgress"],
}

each_signal = pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def begin(client: RawClient, uri: str) -> None:
    """A session with an explanation beside the code."""
    client.initialize(CAPABILITIES, OPTIONS)
    client.open(uri, TEXT)
    explained = client.request(1, "workspace/executeCommand", command("explain", uri))
    assert explained["result"] == {"markdown": "It adds."}


def command(name: str, uri: str) -> dict[str, object]:
    part = {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 8}}
    argument = {"textDocument": {"uri": uri}, "range": part, "instruction": "do it"}
    return {"command": f"ptLsp.{name}", "arguments": [argument]}


def until(is_so: Callable[[], object], timeout_s: float = 60) -> None:
    """Files and processes tell nobody how they are."""
    end_s = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < end_s
        time.sleep(0.02)


@each_signal
def test_a_signal_in_the_middle_of_an_edit_keeps_the_original_and_leaves_no_explanation(
    tmp_path: Path, folder: Path, number: signal.Signals
) -> None:
    uri = (tmp_path / "main.py").as_uri()
    chat = ScriptedChat("It adds.", hang(after=NEW + "\n"))
    with chat.serving() as url, raw_client(url) as client:
        begin(client, uri)
        client.told("window/showDocument")  # a result does not wait for a disk that takes its time
        (shown,) = [message for message in client.unread if message.get("method") == "window/showDocument"]
        assert folder.as_uri() in shown["params"]["uri"]
        client.send({"id": 2, "method": "workspace/executeCommand", "params": command("edit", uri)})
        apply_first_edit(client, uri)
        until(lambda: Originals(originals_folder()).of(uri))
        client.process.send_signal(number)
        assert client.exit_code() == (130 if number is signal.SIGINT else 1)
        assert "Traceback" not in client.stderr
        chat.wait_until(lambda: chat.n_connections == 0)
    assert list(folder.iterdir()) == []
    (record,) = Originals(originals_folder()).of(uri)
    originals = ["".join(text for kind, text, _ in each if kind != "new") for each in record.candidates]
    assert "def add(a, b):\n    pass" in originals


def apply_first_edit(client: RawClient, uri: str) -> None:
    while (message := client.receive()).get("method") != "workspace/applyEdit":
        pass
    (change,) = message["params"]["edit"]["documentChanges"]
    events = [{"range": edit["range"], "text": edit["newText"]} for edit in change["edits"]]
    identifier = {"uri": uri, "version": 2}
    client.notify("textDocument/didChange", {"textDocument": identifier, "contentChanges": events})
    client.send({"id": message["id"], "result": {"applied": True}})


def test_what_a_killed_server_has_left_is_gone_once_another_has_started(tmp_path: Path, folder: Path) -> None:
    uri = (tmp_path / "main.py").as_uri()
    with ScriptedChat("It adds.") as chat, chat.serving() as url, raw_client(url) as client:
        begin(client, uri)
        client.told("window/showDocument")
        client.process.kill()
        client.exit_code()
    assert len(list(folder.glob("*/*.md"))) == 1
    with raw_client() as client:
        client.initialize()
        until(lambda: not list(folder.iterdir()))


@pytest.mark.parametrize("is_there", [False, True])
def test_an_editor_that_answers_nothing_about_showing_has_the_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path if is_there else tmp_path / "missing"))
    with ScriptedChat("It adds.") as chat, chat.serving() as url, raw_client(url) as client:
        begin(client, (tmp_path / "main.py").as_uri())
        for number in range(2, 4):
            reply = client.request(number, "workspace/executeCommand", {"command": "ptLsp.showPrompt"})
            assert "It adds" not in reply["result"]["markdown"]
        assert client.shut_down() == 0


def pt_lsp(folder: Path, *arguments: str, **environ: str) -> "subprocess.Popen[bytes]":
    command = (sys.executable, "-m", "pt_lsp", *arguments)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environ}
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def children(process: "subprocess.Popen[bytes]") -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        (("explain", "main.py"), signal.SIGTERM),
        (("explain", "main.py"), signal.SIGHUP),
        (("edit", "main.py", "do it"), signal.SIGINT),
    ],
)
def test_a_terminal_command_ends_quietly(
    tmp_path: Path, arguments: Sequence[str], number: signal.Signals
) -> None:
    (tmp_path / "main.py").write_text(TEXT)
    with ScriptedChat(hang(after="It")) as chat, chat.serving() as url:
        with pt_lsp(tmp_path, *arguments, "--base-url", url) as process:
            chat.wait_until(lambda: len(chat.requests) == 1)
            process.send_signal(number)
            _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (130, b"")
        chat.wait_until(lambda: chat.n_connections == 0)
    assert (tmp_path / "main.py").read_text() == TEXT


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for children as Linux tells them")
def test_the_demo_leaves_no_server_behind(tmp_path: Path, folder: Path) -> None:
    with ScriptedChat(hang()) as chat, chat.serving() as url:
        with pt_lsp(tmp_path, "demo", "--endpoint", "configured", PT_LSP_BASE_URL=url) as process:
            chat.wait_until(lambda: len(chat.requests) == 1)
            (server,) = children(process)
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (130, b"")
        until(lambda: not Path(f"/proc/{server}").exists())
        chat.wait_until(lambda: chat.n_connections == 0)
