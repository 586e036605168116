"""Holds tests to loopback: anything else is refused and remembered. Child processes are out of its reach."""

import ipaddress
import socket
import sys
from typing import Any


class NetworkGuard:
    """Refuses connections and name look-ups outside loopback, from when it is made until the process ends.

    A name under `.invalid` is refused as a resolver would (RFC 6761), without being held against the test.
    """

    def __init__(self) -> None:
        self._attempts: list[str] = []
        sys.addaudithook(self._audit)

    def take_attempts(self) -> list[str]:
        """Hosts that were tried since the last call; for code that swallows the refusal."""
        attempts, self._attempts = self._attempts, []
        return attempts

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            address = arguments[1]
            if isinstance(address, tuple):
                self._check(str(address[0]))
        elif event == "socket.getaddrinfo" and arguments[0] is not None:
            host = arguments[0]
            self._check(host.decode() if isinstance(host, bytes) else str(host))

    def _check(self, host: str) -> None:
        if host.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if not _is_loopback(host):
            self._attempts.append(host)
            raise ConnectionRefusedError(f"tests may not reach {host}")


def _is_loopback(host: str) -> bool:
    if host in {"", "localhost", "0.0.0.0", "::"}:  # the wildcard addresses lead to this machine
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False
