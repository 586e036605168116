"""A log holds one line for each record, and one that cannot be written is told once and stops nothing."""

import io
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pt_lsp.cli.logs import LogWriter, open_log, set_up_logs
from pt_lsp.errors import log_failure
from tests.support.raw_client import RawClient, raw_client

SECRET = "text_of_the_user"


def test_no_message_begins_a_line_of_its_own_or_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "new" / "log"
    log, complaint = open_log(str(path))
    set_up_logs("warning", log)
    logging.getLogger("pt_lsp").warning("a\n2026-01-01 ERROR pt_lsp: %s", "\x1b]52;c;x\x07\r\u202e")
    try:
        int(SECRET)
    except ValueError as error:
        log_failure(logging.getLogger("pt_lsp"), "It", error)
    log.close()
    first, second, *frames = path.read_text().splitlines()
    assert complaint is None
    assert first.endswith(r"pt_lsp: a\n2026-01-01 ERROR pt_lsp: \x1b]52;c;x\x07\r\u202e")
    assert second.endswith("It failed with ValueError")
    assert frames
    assert all(line.startswith("  ") for line in frames)
    assert "invalid literal" not in path.read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_told_once() -> None:
    records: list[str] = []

    class Told(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record.getMessage())

    log, _ = open_log("/dev/full")
    set_up_logs("warning", log)
    logging.getLogger("pt_lsp").addHandler(told := Told())
    for _ in range(3):
        logging.getLogger("pt_lsp").warning(SECRET)
    log.close()
    logging.getLogger("pt_lsp").removeHandler(told)
    assert sorted(set(records) - {SECRET}) == [
        "The log cannot be written to /dev/full (No space left on device); it ends there."
    ]
    assert len(records) == 4


def test_a_reader_that_does_not_read_holds_nobody_up() -> None:
    reading, writing = os.pipe()
    log = LogWriter(writing, "stderr")
    set_up_logs("warning", log)
    for _ in range(30):
        logging.getLogger("pt_lsp").warning("x" * 100_000)
    os.close(reading)
    log.close()
    os.close(writing)


@pytest.mark.skipif(sys.platform == "win32", reason="closes descriptors as POSIX does")
@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("/proc/missing/log", "The log cannot be written to /proc/missing/log (No such file or directory)"),
        (".", "The log cannot be written to . (Is a directory)"),
        ("~nobody-of-that-name/log", "The log cannot be written to ~nobody-of-that-name/log ("),
    ],
)
def test_a_log_file_that_cannot_be_opened_is_told_and_the_server_goes_on(file: str, told: str) -> None:
    with raw_client(arguments=[f"--log-file={file}"]) as client:
        client.initialize()
        client.notify("textDocument/didOpen", {SECRET: SECRET})
        assert [message for message in said(client) if message.startswith(told)]
        assert client.shut_down() == 0
        # A thread of its own writes the log, until the process ends.
        assert "A textDocument/didOpen notification was ignored" in client.stderr
        assert SECRET not in client.stderr
        assert "Logging error" not in client.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="closes descriptors as POSIX does")
@pytest.mark.parametrize("close", ["exec 2>&-", "exec 2>/dev/full"])
def test_stderr_that_takes_nothing_is_told_and_the_server_goes_on(close: str) -> None:
    ours = f'{close}; exec "{sys.executable}" -m pt_lsp serve'
    with (
        subprocess.Popen(["/bin/sh", "-c", ours], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process,
        io.BytesIO() as errors,
    ):
        client = RawClient(process, errors)
        client.initialize()
        client.notify("textDocument/didOpen", {})
        # A thread of its own finds that out.
        while not (told := [message for message in said(client) if "stderr" in message]):
            pass
        assert len(told) == 1
        assert client.shut_down() == 0


def said(client: RawClient) -> list[str]:
    """What the client's log has been told by now."""
    client.request("status", "workspace/executeCommand", {"command": "ptLsp.status"})
    return [
        message["params"]["message"]
        for message in client.unread
        if message.get("method") == "window/logMessage"
    ]
