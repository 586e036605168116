import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from pt_lsp.protocol.capabilities import initialize_result
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.wire.early import answer_initialize
from pt_lsp.protocol.wire.framing import FrameDecoder, encode

INITIALIZE = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}
HEAVY = {
    "asyncio",
    "pygls",
    "lsprotocol",
    "httpx",
    "attrs",
    "cattrs",
    "logging",
    "tree_sitter",
    "ssl",
}


@pytest.fixture
def pipes() -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The client's and ours; each with its reading and its writing end."""
    both = os.pipe(), os.pipe()
    yield both
    for end in (*both[0], *both[1]):
        with suppress(OSError):  # the test may have closed it
            os.close(end)


def test_initialize_is_answered_and_what_follows_is_handed_over(pipes: Any) -> None:
    (theirs, ours) = pipes
    os.write(theirs[1], encode(INITIALIZE) + encode({"next": 1}) + b"Content-")
    start = answer_initialize(theirs[0], ours[1])
    (reply,) = FrameDecoder().feed(os.read(ours[0], 65536))
    assert reply == {"jsonrpc": "2.0", "id": 1, "result": initialize_result(Client())}
    assert start.is_answered
    assert start.messages == [INITIALIZE, {"next": 1}]
    assert list(start.decoder.feed(b"Length: 2\r\n\r\n{}")) == [{}]


@pytest.mark.parametrize(
    "message",
    [
        [INITIALIZE],
        {},
        INITIALIZE | {"jsonrpc": "1.0"},
        INITIALIZE | {"method": "shutdown"},
        INITIALIZE | {"id": None},
        INITIALIZE | {"id": True},
        INITIALIZE | {"params": None},
        INITIALIZE | {"params": {"capabilities": 3}},
    ],
)
def test_anything_else_is_left_to_the_server(pipes: Any, message: Any) -> None:
    (theirs, ours) = pipes
    os.write(theirs[1], encode(message))
    start = answer_initialize(theirs[0], ours[1])
    assert (start.is_answered, start.messages) == (False, [message])
    os.close(ours[1])
    assert os.read(ours[0], 1) == b""


def test_an_end_before_any_message_is_handed_over(pipes: Any) -> None:
    (theirs, ours) = pipes
    os.close(theirs[1])
    assert answer_initialize(theirs[0], ours[1]).messages == []


def test_a_client_that_is_gone_already_raises_nothing(pipes: Any) -> None:
    (theirs, ours) = pipes
    os.write(theirs[1], encode(INITIALIZE))
    os.close(ours[0])
    assert answer_initialize(theirs[0], ours[1]).is_answered


def test_nothing_heavy_is_imported_before_the_answer() -> None:
    code = (
        "import sys; before = set(sys.modules); import pt_lsp.protocol.wire.early;"
        "print(*set(sys.modules) - before)"
    )
    found = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True)
    assert {name.split(".")[0] for name in found.stdout.split()} & HEAVY == set()


def test_what_only_a_request_needs_is_not_loaded_before_the_first_message() -> None:
    code = (
        "import sys, pt_lsp.protocol.serving; from pt_lsp.cli.services import make_server;"
        "make_server(); print(*sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    late = {
        "pt_lsp.privacy.detectors.tokens",
        "pt_lsp.privacy.detectors.assignments",
        "pt_lsp.privacy.detectors.logins",
        "httpx",
    }
    assert late & set(found.stdout.split()) == set()
