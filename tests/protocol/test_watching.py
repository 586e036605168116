"""The disk as a real server sees it, told by its log: `Files indexed: 3; left out: 1 binary`."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.raw_client import TIMEOUT_S, RawClient, raw_client

WATCHES = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}


def write(root: Path, files: Mapping[str, str]) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")


@contextmanager
def editor_at(root: Path, capabilities: Mapping[str, Any] | None = None) -> Iterator[RawClient]:
    with raw_client(arguments=["--log-level", "info"]) as client:
        folders = [{"uri": root.as_uri(), "name": "root"}]
        options = {"completion": {"enabled": False}}
        client.initialize(capabilities or {}, options, workspaceFolders=folders)
        yield client
        client.shut_down()
        assert "ERROR" not in client.stderr


def until(client: RawClient, is_so: Callable[[str], bool]) -> None:
    deadline_s = time.monotonic() + TIMEOUT_S
    while not is_so(client.stderr):
        assert time.monotonic() < deadline_s, client.stderr
        client.request("settle", "workspace/executeCommand", {"command": "ptLsp.status"})


def test_a_workspace_is_indexed_once_a_document_is_open_and_its_summary_logged_once(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "a = 1\n", "pkg/b.py": "b = 2\n", "c.bin": "", "d.py": "\0"})
    with editor_at(tmp_path) as client:
        client.request("settle", "workspace/executeCommand", {"command": "ptLsp.status"})
        assert "indexed" not in client.stderr
        client.open((tmp_path / "open.py").as_uri(), "")
        until(client, lambda log: "Files indexed: 2; left out: 1 no known language, 1 binary" in log)
        for n in range(5):
            client.open(f"untitled:{n}", "")
        client.request("settle", "workspace/executeCommand", {"command": "ptLsp.status"})
        assert client.stderr.count("indexed") == 1


def test_a_client_that_watches_is_asked_to_watch_everything(tmp_path: Path) -> None:
    with editor_at(tmp_path, WATCHES) as client:
        client.request("settle", "workspace/executeCommand", {"command": "ptLsp.status"})
        (asked,) = [each for each in client.unread if each.get("method") == "client/registerCapability"]
        (registration,) = asked["params"]["registrations"]
        assert registration["method"] == "workspace/didChangeWatchedFiles"
        assert registration["registerOptions"] == {"watchers": [{"globPattern": "**/*"}]}
        client.send({"id": asked["id"], "result": None})


def test_a_folder_that_comes_later_is_indexed_too(tmp_path: Path) -> None:
    write(tmp_path, {"one/a.py": "", "two/b.py": "", "two/c.py": ""})
    with editor_at(tmp_path / "one") as client:
        client.open("untitled:1", "")
        until(client, lambda log: "Files indexed: 1;" in log)
        added = {"uri": (tmp_path / "two").as_uri(), "name": "two"}
        event = {"added": [added], "removed": []}
        client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
        until(client, lambda log: "Files indexed: 3;" in log)


def test_a_setting_that_changes_has_the_workspace_indexed_anew(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "old/b.py": ""})
    with editor_at(tmp_path) as client:
        client.open("untitled:1", "")
        until(client, lambda log: "Files indexed: 2;" in log)
        settings = {"ptLsp": {"context": {"exclude": ["old/"]}, "completion": {"enabled": False}}}
        client.notify("workspace/didChangeConfiguration", {"settings": settings})
        until(client, lambda log: "Files indexed: 1; left out: 1 excluded" in log)


def test_ten_thousand_changes_at_once_hold_up_no_request(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": ""})
    with editor_at(tmp_path) as client:
        client.open("untitled:1", "")
        until(client, lambda log: "Files indexed: 1;" in log)
        changes = [{"uri": (tmp_path / f"target/{n}.o").as_uri(), "type": 1} for n in range(10_000)]
        client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        started_s = time.monotonic()
        client.request("settle", "workspace/executeCommand", {"command": "ptLsp.status"})
        assert time.monotonic() - started_s < 2
