"""A server ends in many ways; each loses nothing, and leaves nothing running."""

import fcntl
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pt_lsp.store.originals import OriginalRecord, Originals, originals_folder
from pt_lsp.store.statistics import Counts, Statistics, statistics_path
from tests.support.in_process import InProcess
from tests.support.raw_client import RawClient, raw_client
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, hang

if sys.platform == "win32":
    pytest.skip("Windows has none of these signals", allow_module_level=True)

NEW = "def add(a, b):\n    return a + b\n"
TEXT = f"import os\n\n{NEW}value = \n"
OPTIONS = {"completion": {"debounceMs": 0}, "extensions": ["ptLsp/editProgress"]}

End = Callable[[RawClient, "subprocess.Popen[bytes]"], None]


def say_goodbye(client: RawClient, _parent: "subprocess.Popen[bytes]") -> None:
    client.request("shutdown", "shutdown")
    client.notify("exit")


def say_exit(client: RawClient, _parent: "subprocess.Popen[bytes]") -> None:
    client.notify("exit")


def close_input(client: RawClient, _parent: "subprocess.Popen[bytes]") -> None:
    client.close_stdin()


def cut_input(client: RawClient, _parent: "subprocess.Popen[bytes]") -> None:
    client.send_bytes(b"Content-Length: 1000\r\n\r\n{")
    client.close_stdin()


def kill_parent(_client: RawClient, parent: "subprocess.Popen[bytes]") -> None:
    parent.kill()
    parent.wait()


def signalling(number: signal.Signals) -> End:
    def end(client: RawClient, _parent: "subprocess.Popen[bytes]") -> None:
        client.process.send_signal(number)

    return end


ENDS: Mapping[str, tuple[End, int]] = {
    "shutdown and exit": (say_goodbye, 0),
    "exit alone": (say_exit, 1),
    "the end of its input": (close_input, 1),
    "the end of its input in the middle of a message": (cut_input, 1),
    "the death of its parent": (kill_parent, 1),
    "SIGTERM": (signalling(signal.SIGTERM), 1),
    "SIGHUP": (signalling(signal.SIGHUP), 1),
    "SIGINT": (signalling(signal.SIGINT), 130),
}


@pytest.mark.parametrize(("end", "code"), ENDS.values(), ids=ENDS.keys())
def test_whatever_ends_a_server_nothing_is_lost_and_nothing_runs_on(
    tmp_path: Path, end: End, code: int
) -> None:
    uri = (tmp_path / "main.py").as_uri()
    pieces = [("old", "def add(a, b):\n    pass\n", 1), ("new", NEW, 1), ("same", "value = \n", 0)]
    disk = Originals(originals_folder())
    disk.keep(OriginalRecord("edit-1", uri, "python", "Fix", time.time(), (pieces[:2],)))
    parent = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    chat = ScriptedChat("add(1, 2)", hang())
    with parent, chat.serving() as url, raw_client(url) as client:
        client.initialize({"workspace": {"applyEdit": True}}, OPTIONS, processId=parent.pid)
        client.open(uri, TEXT)
        # What is typed before the disk has told of the edit is not typed into it.
        client.told("ptLsp/editProgress", lambda told: told["state"] == "pending")
        assert client.request(1, "textDocument/inlineCompletion", completion(uri, 4, 8))["result"]["items"]
        client.send(
            {"id": 2, "method": "textDocument/inlineCompletion", "params": completion(uri, 1, 0)},
        )
        chat.wait_until(lambda: len(chat.requests) == 2)
        place = {"line": 3, "character": 4}
        change = {"range": {"start": place, "end": place}, "text": "x"}
        identifier = {"uri": uri, "version": 2}
        client.notify("textDocument/didChange", {"textDocument": identifier, "contentChanges": [change]})
        client.request(3, "workspace/executeCommand", {"command": "ptLsp.status"})
        end(client, parent)
        assert client.exit_code() == code, client.stderr
        assert "ERROR" not in client.stderr
        assert "Traceback" not in client.stderr
        chat.wait_until(lambda: chat.n_connections == 0)
        parent.kill()
    assert Statistics(statistics_path()).total().asked == 2
    (record,) = disk.of(uri)
    newest = "".join(text for kind, text, _ in record.candidates[-1] if kind != "old")
    assert newest == NEW.replace("    return", "    xreturn")


def test_what_fails_to_end_keeps_nothing_else_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        editor = await InProcess.begin(tmp_path)

        async def fail() -> None:
            raise RuntimeError("it does not end")

        for owner in (
            editor.server.services.indexing,
            editor.server.services.gateway,
            editor.server.background,
        ):
            monkeypatch.setattr(owner, "aclose", fail)
        disk = Originals(originals_folder())
        pieces = [("old", "def add(a, b):\n    pass\n", 1), ("new", NEW, 1)]
        disk.keep(OriginalRecord("edit-1", editor.uri, "python", "Fix", time.time(), (pieces,)))
        editor.open(TEXT)
        await editor.until_told("pending")
        editor.insert(3, 4, "x", 2)
        editor.server.services.statistics.add("edit", Counts(asked=1))
        await editor.server.stop()
        assert ("typed", "x", 1) in disk.of(editor.uri)[0].candidates[-1]

    run(scenario())
    assert Statistics(statistics_path()).total().asked == 1
    assert "RuntimeError" in caplog.text


def test_a_server_ends_though_another_process_never_lets_go_of_the_statistics(tmp_path: Path) -> None:
    lock = statistics_path().with_name(f"{statistics_path().name}.lock")
    lock.parent.mkdir(parents=True)
    with lock.open("ab") as held, ScriptedChat("add(1, 2)") as chat, chat.serving() as url:
        fcntl.flock(held, fcntl.LOCK_EX)
        with raw_client(url) as client:
            client.initialize(options=OPTIONS)
            uri = (tmp_path / "main.py").as_uri()
            client.open(uri, TEXT)
            client.request(1, "textDocument/inlineCompletion", completion(uri, 4, 8))
            assert client.shut_down() == 0
    assert Statistics(statistics_path()).total().asked == 1


def test_a_process_ends_though_a_thread_waits_for_a_dead_disk_for_ever() -> None:
    program = (
        "from threading import Event, Thread",
        "from pt_lsp.cli import serve",
        "serve._LONGEST_END_S = 0.1",
        "serve._end_in_any_case()",
        "Thread(target=Event().wait).start()",
    )
    assert subprocess.run([sys.executable, "-c", "\n".join(program)], timeout=60, check=False).returncode == 1


def completion(uri: str, line: int, character: int) -> dict[str, object]:
    position = {"line": line, "character": character}
    return {"textDocument": {"uri": uri}, "position": position, "context": {"triggerKind": 1}}
