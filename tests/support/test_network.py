import socket
import subprocess
import sys

import pytest

TRIES = """
import socket
from tests.support.network import NetworkGuard

guard = NetworkGuard()
for connect in (
    lambda: socket.create_connection(("192.0.2.1", 80)),
    lambda: socket.getaddrinfo("api.powertokens.ai", 443),
    lambda: socket.create_connection(("127.0.0.1", 1)),
):
    try:
        connect()
    except ConnectionRefusedError as error:
        print(error if error.errno is None else "refused by the machine itself")
print(guard.take_attempts(), guard.take_attempts())
"""


def test_only_loopback_is_reached_and_attempts_are_remembered_once() -> None:
    run = subprocess.run([sys.executable, "-c", TRIES], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == [
        "tests may not reach 192.0.2.1",
        "tests may not reach api.powertokens.ai",
        "refused by the machine itself",
        "['192.0.2.1', 'api.powertokens.ai'] []",
    ]


def test_a_name_that_cannot_exist_is_not_found() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("nowhere.invalid", 443)
