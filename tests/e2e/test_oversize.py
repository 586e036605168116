"""A message over the size limit closes nothing: what it was about is unknown, and everything else goes on."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pt_lsp.protocol.wire.framing import MAX_BODY_BYTES
from tests.support.raw_client import RawClient, raw_client

BIG, SMALL = "file:///tmp/big.py", "file:///tmp/small.py"
TOO_MUCH = "x" * (MAX_BODY_BYTES + 1)
UNKNOWN = "is unknown until it is closed and opened again"


@pytest.fixture(scope="module")
def client() -> Iterator[RawClient]:
    with raw_client() as client:
        client.initialize({"workspace": {"applyEdit": True}})
        yield client
        assert client.shut_down() == 0
        assert "Traceback" not in client.stderr


@pytest.fixture(autouse=True)
def documents(client: RawClient) -> Iterator[None]:
    client.unread.clear()
    for uri in (BIG, SMALL):
        client.open(uri, "value = 1\n")
    yield
    for uri in (BIG, SMALL):
        client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


def send(client: RawClient, **message: Any) -> None:
    """Quicker than the client's own way for so much text, and in the order of the arguments."""
    body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
    client.send_bytes(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))


def is_known(client: RawClient, uri: str) -> bool:
    """Whether an explanation gets as far as asking a model; completions agree."""
    position = {"line": 0, "character": 0}
    document = {"textDocument": {"uri": uri}}
    context = {"position": position, "context": {"triggerKind": 1}}
    completed = client.request("completion", "textDocument/inlineCompletion", {**document, **context})
    assert completed["result"] == {"items": []}
    why = client.request("why", "workspace/executeCommand", {"command": "ptLsp.whyNoCompletion"})["result"]
    argument = {**document, "range": {"start": position, "end": position}, "instruction": "do it"}
    command = {"command": "ptLsp.edit", "arguments": [argument]}
    error = client.request("edit", "workspace/executeCommand", command)["error"]
    is_unknown = error["data"]["code"] == "textUnknown"
    assert is_unknown == (UNKNOWN in error["message"])
    assert is_unknown == (why["reasons"][0]["reason"] == "text unknown")
    assert is_unknown == (UNKNOWN in why["reasons"][0]["detail"])
    return not is_unknown


def said(client: RawClient) -> list[str]:
    return [each["params"]["message"] for each in client.unread if each.get("method") == "window/logMessage"]


def test_a_document_that_is_too_large_is_unknown_and_another_is_not(client: RawClient) -> None:
    item = {"uri": BIG, "languageId": "python", "version": 1, "text": TOO_MUCH}
    send(client, method="textDocument/didOpen", params={"textDocument": item})
    assert not is_known(client, BIG)
    assert is_known(client, SMALL)
    (sentence,) = [each for each in said(client) if UNKNOWN in each]
    assert sentence.startswith("big.py is too large to be read (16 MB, and the limit is 16 MB)")
    change = {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}, "text": ""}
    identifier = {"uri": BIG, "version": 2}
    client.notify("textDocument/didChange", {"textDocument": identifier, "contentChanges": [change]})
    assert not is_known(client, BIG)
    client.open(BIG, "value = 1\n", 3)
    assert is_known(client, BIG)


@pytest.mark.parametrize("is_text_first", [False, True])
def test_a_change_that_is_too_large_loses_its_document_until_all_of_it_is_told(
    client: RawClient, is_text_first: bool
) -> None:
    parts = {"textDocument": {"version": 2, "uri": BIG}, "contentChanges": [{"text": TOO_MUCH}]}
    names = sorted(parts, reverse=not is_text_first)
    send(client, method="textDocument/didChange", params={name: parts[name] for name in names})
    assert not is_known(client, BIG)
    assert is_known(client, SMALL)
    change = {"text": "value = 2\n"}
    client.notify(
        "textDocument/didChange", {"textDocument": {"uri": BIG, "version": 3}, "contentChanges": [change]}
    )
    assert is_known(client, BIG)


def test_a_change_of_nobody_can_tell_which_document_loses_all(client: RawClient) -> None:
    change = {"text": TOO_MUCH}
    between = {"contentChanges": [change], "textDocument": {"uri": BIG, "version": 2}, "more": [change]}
    send(client, method="textDocument/didChange", params=between)
    assert not is_known(client, BIG)
    assert not is_known(client, SMALL)


@pytest.mark.parametrize("order", [("id", "method", "params"), ("params", "method", "id")])
def test_a_request_that_is_too_large_has_one_error_for_an_answer(
    client: RawClient, order: tuple[str, ...]
) -> None:
    params = {"command": "ptLsp.edit", "arguments": [{"id": 3, "instruction": TOO_MUCH}]}
    message = {"id": "large", "method": "workspace/executeCommand", "params": params}
    send(client, **{name: message[name] for name in order})
    reply = client.reply_to("large")
    assert reply["error"]["code"] == -32600
    assert "too large" in reply["error"]["message"]
    assert is_known(client, BIG)
    assert [each for each in client.unread if "error" in each] == []


def test_anything_else_that_is_too_large_is_told_and_ignored(client: RawClient) -> None:
    send(client, method="textDocument/didSave", params={"textDocument": {"uri": BIG}, "text": TOO_MUCH})
    assert is_known(client, BIG)
    assert [
        each for each in said(client) if each.startswith("A textDocument/didSave notification was ignored")
    ]


def test_a_long_line_within_the_limit_is_taken_and_completed_nowhere(client: RawClient) -> None:
    item = {"uri": BIG, "languageId": "python", "version": 2, "text": "x" * (MAX_BODY_BYTES - 1000)}
    send(client, method="textDocument/didOpen", params={"textDocument": item})
    assert is_known(client, BIG)
