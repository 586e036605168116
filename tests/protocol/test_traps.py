"""Each is a habit of the libraries below that would hurt a user, held off over real stdio."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from pt_lsp.protocol.wire.framing import encode
from tests.support.raw_client import TIMEOUT_S, RawClient, raw_client
from tests.support.scripted_chat import ScriptedChat, hang, reply

URI = "untitled:one.py"
RANGE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
ACTIONS = {"textDocument": {"uri": URI}, "range": RANGE, "context": {"diagnostics": []}}
NO_WAITING = {"completion": {"debounceMs": 0}}


@pytest.fixture
def client() -> Iterator[RawClient]:
    """After the handshake; the server is still well at the end."""
    with raw_client() as client:
        client.initialize(options=NO_WAITING)
        yield client
        assert client.shut_down() == 0, client.stderr
        assert "ERROR" not in client.stderr


def change(client: RawClient, version: int, *edits: tuple[int, int, int, int, str]) -> None:
    """Edits as start line and character, end line and character, text."""
    changes = [
        {
            "range": {"start": {"line": a, "character": b}, "end": {"line": c, "character": d}},
            "text": text,
        }
        for a, b, c, d, text in edits
    ]
    identifier = {"uri": URI, "version": version}
    client.notify("textDocument/didChange", {"textDocument": identifier, "contentChanges": changes})


def code_of(message: Any) -> int:
    code: int = message["error"]["code"]
    return code


def ask_for_completion(client: RawClient, msg_id: int, line: int, character: int) -> None:
    params = {
        "textDocument": {"uri": URI},
        "position": {"line": line, "character": character},
        "context": {"triggerKind": 1},
    }
    client.send({"id": msg_id, "method": "textDocument/inlineCompletion", "params": params})


def command(client: RawClient, msg_id: int, name: str, *arguments: Any) -> None:
    params = {"command": f"ptLsp.{name}", "arguments": list(arguments)}
    client.send({"id": msg_id, "method": "workspace/executeCommand", "params": params})


def test_a_form_feed_is_not_a_line_end() -> None:
    text = "a = '\f\x0b\x1c\x85\u2028'\nb = 1\nc = \n"
    with ScriptedChat("b") as chat, chat.serving() as url, raw_client(url) as client:
        client.initialize(options=NO_WAITING)
        client.open(URI, text)
        ask_for_completion(client, 1, 2, 4)
        (item,) = client.reply_to(1)["result"]["items"]
        assert (item["insertText"], item["range"]["start"]) == ("b", {"line": 2, "character": 4})
        assert item["range"]["end"] == {"line": 2, "character": 4}


def test_a_position_past_the_end_of_a_line_is_its_end() -> None:
    with ScriptedChat("b") as chat, chat.serving() as url, raw_client(url) as client:
        client.initialize(options=NO_WAITING)
        client.open(URI, "x = 0\nc =")
        change(client, 2, (1, 99, 1, 2**32 - 1, " "))
        change(client, 3, (77, 0, 99, 0, ""))
        ask_for_completion(client, 1, 1, 4)
        (item,) = client.reply_to(1)["result"]["items"]
        assert (item["insertText"], item["range"]["start"]) == ("b", {"line": 1, "character": 4})


def test_a_handler_sees_the_text_before_the_next_change() -> None:
    seen = "before_the_change"
    with ScriptedChat(forever=reply("1")) as chat, chat.serving() as url, raw_client(url) as client:
        client.initialize(options=NO_WAITING)
        client.open(URI, f"{seen} = \n")
        explain = {"command": "ptLsp.explain", "arguments": [{"textDocument": {"uri": URI}, "range": RANGE}]}
        identifier = {"uri": URI, "version": 2}
        client.send(
            {"id": 1, "method": "workspace/executeCommand", "params": explain},
            {
                "method": "textDocument/didChange",
                "params": {"textDocument": identifier, "contentChanges": [{"text": "after\n"}]},
            },
        )
        client.reply_to(1)
        assert seen in chat.requests[0].text


def test_inline_completion_and_virtual_documents_are_advertised() -> None:
    with raw_client() as client:
        told = client.initialize({"workspace": {"textDocumentContent": {}}})["capabilities"]
        assert told["inlineCompletionProvider"] == {}
        assert told["workspace"]["textDocumentContent"] == {"schemes": ["ptlsp"]}
        assert client.shut_down() == 0


def test_a_cancelled_command_ends() -> None:
    with ScriptedChat(hang()) as chat, chat.serving() as url, raw_client(url) as client:
        client.initialize()
        client.open(URI, "a = 1\n")
        command(client, 1, "explain", {"textDocument": {"uri": URI}, "range": RANGE})
        chat.wait_until(lambda: len(chat.requests) == 1)
        client.notify("$/cancelRequest", {"id": 1})
        assert code_of(client.reply_to(1)) == -32800
        chat.wait_until(lambda: len(chat.disconnect_times) == 1)


def test_a_late_answer_of_the_client_disturbs_nobody(client: RawClient) -> None:
    for answer in ({"result": None}, {"result": {"applied": True}}, {"error": {"code": 1, "message": ""}}):
        for msg_id in (1, 4711, "x", None):
            client.send({"id": msg_id, **answer})
    assert client.request(1, "textDocument/codeAction", ACTIONS)["result"] == []
    assert client.unread == []


def test_invalid_params_get_minus_32602(client: RawClient) -> None:
    wrong: tuple[Any, ...] = (None, [], {}, ACTIONS | {"range": "here"})
    for msg_id, params in enumerate(wrong):
        error = client.request(msg_id, "textDocument/codeAction", params)["error"]
        assert (error["code"], error["data"]) == (-32602, {"code": "invalidParams", "fix": "none"})


def test_a_command_s_wrong_argument_is_told_with_its_kind(client: RawClient) -> None:
    wrong: tuple[Any, ...] = (
        {"command": "ptLsp.nonsense"},
        {"command": "ptLsp.edit"},
        {"command": "ptLsp.edit", "arguments": [{"instruction": 3}]},
        {"command": "ptLsp.snooze", "arguments": [{"minutes": -1}]},
    )
    for msg_id, params in enumerate(wrong):
        error = client.request(msg_id, "workspace/executeCommand", params)["error"]
        assert (error["code"], error["data"]) == (-32602, {"code": "invalidParams", "fix": "none"})


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_certificates_that_cannot_be_read_are_told_in_one_sentence(name: str) -> None:
    environ = {"SSL_CERT_FILE": "", name: "/no/such/place"}
    with raw_client("https://127.0.0.1:9/v1", **environ) as client:
        client.initialize()
        client.open(URI, "a = 1\n")
        command(client, 1, "explain", {"textDocument": {"uri": URI}, "range": RANGE})
        error = client.reply_to(1)["error"]
        assert (error["code"], error["data"]) == (-32803, {"code": "settingsError", "fix": "openSettings"})
        assert error["message"].startswith(f"{name} cannot be used: /no/such/place is not a readable ")


def test_malformed_json_gets_minus_32700(client: RawClient) -> None:
    for body in (b"{", b"\xff\xfe", b"[" * 100_000, b'{"jsonrpc": "2.0", "id": 1, "method": "shutdown"'):
        client.send_bytes(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        assert code_of(client.reply_to(None)) == -32700


def test_a_batch_gets_minus_32600(client: RawClient) -> None:
    client.send_bytes(encode([{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}]))
    assert code_of(client.reply_to(None)) == -32600


def test_an_unknown_method_gets_minus_32601(client: RawClient) -> None:
    assert code_of(client.request(1, "textDocument/nonsense", {})) == -32601


def test_a_header_in_lower_case_is_a_header(client: RawClient) -> None:
    body = b'{"jsonrpc":"2.0","id":1,"method":"textDocument/nonsense"}'
    client.send_bytes(b"content-length: %d\r\ncontent-type: x\r\n\r\n%b" % (len(body), body))
    assert code_of(client.reply_to(1)) == -32601


def test_a_length_without_measure_does_not_kill(client: RawClient) -> None:
    for claim in (b"9" * 17, b"9" * 400, b"-1", b"0x10", b""):
        client.send_bytes(b"Content-Length: " + claim + b"\r\n\r\n{}")
        assert client.request("next", "textDocument/codeAction", ACTIONS)["result"] == []
        assert code_of(client.unread.pop()) in {-32700, -32600}


def test_a_length_that_is_wrong_costs_one_message(client: RawClient) -> None:
    for surplus in (-7, -1, 1, 7, 4000):
        body = b'{"jsonrpc":"2.0","id":"lost","method":"x"}'
        client.send_bytes(b"Content-Length: %d\r\n\r\n%b" % (len(body) + surplus, body))
        reply = client.request(f"next {surplus}", "textDocument/codeAction", ACTIONS)
        assert reply["result"] == []


def test_an_envelope_inside_the_parameters_is_no_message(client: RawClient) -> None:
    nested = {"jsonrpc": "2.0", "id": 1, "method": "shutdown"}
    assert code_of(client.request(2, "workspace/executeCommand", nested)) == -32602
    assert client.unread == []


def test_bytes_one_by_one_are_a_message(client: RawClient) -> None:
    data = encode({"jsonrpc": "2.0", "id": 1, "method": "textDocument/codeAction", "params": ACTIONS})
    for index in range(len(data)):
        client.send_bytes(data[index : index + 1])
    assert client.reply_to(1)["result"] == []


def test_a_message_of_many_megabytes_is_taken(client: RawClient) -> None:
    client.open(URI, "x = 1\n" * 1_000_000)
    assert client.request(1, "textDocument/codeAction", ACTIONS)["result"]


def test_a_request_before_initialize_gets_minus_32002() -> None:
    with raw_client() as client:
        assert code_of(client.request(1, "textDocument/codeAction", ACTIONS)) == -32002
        client.notify("textDocument/didOpen", {})
        client.initialize()
        assert client.shut_down() == 0


def test_a_second_initialize_gets_minus_32600(client: RawClient) -> None:
    assert code_of(client.request(1, "initialize", {"capabilities": {}})) == -32600


def test_a_request_after_shutdown_gets_minus_32600() -> None:
    with raw_client() as client:
        client.initialize()
        assert client.request(1, "shutdown")["result"] is None
        assert code_of(client.request(2, "textDocument/codeAction", ACTIONS)) == -32600
        client.notify("exit")
        assert client.exit_code() == 0


def test_exit_without_shutdown_returns_1() -> None:
    with raw_client() as client:
        client.initialize()
        client.notify("exit")
        assert client.exit_code() == 1


def test_the_end_of_the_input_ends_the_server() -> None:
    with raw_client() as client:
        client.initialize()
        client.close_stdin()
        assert client.exit_code() == 1


def test_an_exit_in_the_first_breath_is_one() -> None:
    with raw_client() as client:
        client.send({"id": 1, "method": "initialize", "params": {"capabilities": {}}}, {"method": "exit"})
        assert client.exit_code() == 1


def test_garbage_in_the_first_breath_does_not_prevent_the_handshake() -> None:
    with raw_client() as client:
        client.send_bytes(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        client.send_bytes(b"Content-Length: 1\r\n\r\n{")
        assert client.initialize()["serverInfo"]["name"] == "pt-lsp"
        assert client.shut_down() == 0


def test_initialize_is_answered_once() -> None:
    with raw_client() as client:
        client.initialize()
        client.request(1, "textDocument/codeAction", ACTIONS)
        assert [message for message in client.unread if message.get("id") == "initialize"] == []
        assert client.shut_down() == 0


def test_a_client_that_closes_our_output_ends_the_server() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, "a = 1\n")
        client.pause_reading()
        command(client, 1, "status")
        assert client.process.stdout is not None
        client.process.stdout.close()
        deadline_s = time.monotonic() + TIMEOUT_S
        # Our end stays open as long as a read of it is under way, which takes some of the answers.
        while client.process.poll() is None and time.monotonic() < deadline_s:
            with suppress(BrokenPipeError):
                command(client, 2, "status")
            with suppress(subprocess.TimeoutExpired):
                client.process.wait(0.05)
        assert client.exit_code() == 1


def test_a_client_that_stops_reading_freezes_nobody() -> None:
    with ScriptedChat(forever=reply("1")) as chat, chat.serving() as url, raw_client(url) as client:
        client.initialize(options=NO_WAITING)
        client.open(URI, "a = \n")
        client.pause_reading()
        # Far more replies than a pipe holds, and each of our writes still goes through.
        for msg_id in range(1, 2001):
            client.send({"id": msg_id, "method": "textDocument/codeAction", "params": ACTIONS})
        command(client, 5000, "explain", {"textDocument": {"uri": URI}, "range": RANGE})
        chat.wait_until(lambda: len(chat.requests) == 1)
        client.resume_reading()
        client.reply_to(5000)
        assert [message["id"] for message in client.unread if "id" in message] == list(range(1, 2001))
        assert client.shut_down() == 0


def test_no_reply_overtakes_another_of_the_same_kind(client: RawClient) -> None:
    client.send(*({"id": n, "method": "textDocument/codeAction", "params": ACTIONS} for n in range(200)))
    assert [client.receive()["id"] for _ in range(200)] == list(range(200))


def test_a_slow_command_delays_nobody() -> None:
    with ScriptedChat(forever=hang()) as chat, chat.serving() as url, raw_client(url) as client:
        client.initialize()
        client.open(URI, "a = 1\n")
        for msg_id in range(20):
            command(client, msg_id, "explain", {"textDocument": {"uri": URI}, "range": RANGE})
        assert client.request("quick", "textDocument/codeAction", ACTIONS)["result"]
        chat.wait_until(lambda: len(chat.requests) > 0)
        assert client.shut_down() == 0
        replies = [*client.unread, *client.rest()]
        assert [code_of(message) for message in replies if "error" in message] == [-32800] * 20


def test_an_error_carries_no_traceback_and_pops_nothing_up(client: RawClient) -> None:
    client.open(URI, "a = 1\n")
    client.notify("textDocument/didChange", {"textDocument": 3})
    client.notify("window/workDoneProgress/cancel", {"token": []})
    command(client, 1, "edit", {"textDocument": {"uri": URI}, "range": RANGE, "instruction": "x"})
    error = client.reply_to(1)["error"]
    assert set(error) == {"code", "message", "data"}
    assert error["data"] == {"code": "unsupported", "fix": "none"}
    ask_for_completion(client, 2, 0, 5)
    client.reply_to(2)
    assert {message.get("method") for message in client.unread} <= {"window/logMessage"}


def test_the_users_code_is_not_in_the_log() -> None:
    with raw_client(arguments=["--log-level", "debug"]) as client:
        client.initialize()
        client.open(URI, "very_private_name = 1\n")
        change(client, 2, (0, 0, 0, 0, "another_private_name\n"))
        client.notify("textDocument/didOpen", {"textDocument": {"text": "very_private_name"}})
        command(client, 1, "edit", {"textDocument": {"uri": URI}, "range": RANGE, "instruction": "private"})
        client.reply_to(1)
        assert client.shut_down() == 0
        assert "workspace/executeCommand" in client.stderr
        assert "private" not in client.stderr + str(client.unread)


def test_the_death_of_the_parent_ends_the_server_though_its_input_stays_open() -> None:
    sleeper = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    with sleeper, raw_client() as client:
        client.initialize(processId=sleeper.pid)
        client.request(1, "textDocument/codeAction", ACTIONS)
        sleeper.kill()
        sleeper.wait()
        assert client.exit_code() == 1


def test_a_file_can_be_the_input(tmp_path: Path) -> None:
    """As in `pt-lsp serve < session`."""
    session = (
        {"id": 1, "method": "initialize", "params": {"capabilities": {}}},
        {"id": 2, "method": "shutdown"},
        {"method": "exit"},
    )
    path = tmp_path / "session"
    path.write_bytes(b"".join(encode({"jsonrpc": "2.0", **message}) for message in session))
    with path.open("rb") as file:
        command = [sys.executable, "-m", "pt_lsp", "serve"]
        ended = subprocess.run(command, stdin=file, capture_output=True, timeout=60, check=True)
    assert ended.stdout.count(b"Content-Length") == 2


def resident_kb(client: RawClient) -> int:
    n_pages = int(Path(f"/proc/{client.process.pid}/statm").read_text(encoding="ascii").split()[1])
    return n_pages * os.sysconf("SC_PAGE_SIZE") // 1024


@pytest.mark.repeats
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_nothing_leaks_after_10000_changes_and_1000_openings(client: RawClient) -> None:
    def work(n_changes: int, n_openings: int) -> int:
        for version in range(n_changes):
            change(client, version + 2, (0, 0, 0, 1 if version % 2 else 0, "" if version % 2 else "x"))
        for number in range(n_openings):
            client.open(f"untitled:{number}", "x = 1\n" * 100)
            client.notify("textDocument/didClose", {"textDocument": {"uri": f"untitled:{number}"}})
        client.request(f"done {time.monotonic()}", "textDocument/codeAction", ACTIONS)
        return resident_kb(client)

    client.open(URI, "x = 1\n" * 1000)
    before_kb = work(10_000, 1000)
    after_kb = work(10_000, 1000)
    # A leak of 1.8 kB for each change, as it was measured, would be 18 MB; the allocator's own is 2 MB.
    assert after_kb - before_kb < 6144
