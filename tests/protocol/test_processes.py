import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from pt_lsp.protocol import processes
from pt_lsp.protocol.processes import death_of
from tests.support.raw_client import raw_client
from tests.support.running import run


@pytest.fixture
def process() -> Iterator["subprocess.Popen[bytes]"]:
    """A process that lives until its input is closed."""
    command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


@pytest.fixture(params=["as the system does it", "by asking again and again"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_POLL_S", 0.01)
    if request.param == "by asking again and again":
        monkeypatch.delattr(os, "pidfd_open", raising=False)


@pytest.mark.usefixtures("_way")
def test_the_death_of_a_process_is_noticed(process: "subprocess.Popen[bytes]") -> None:
    async def scenario() -> None:
        death = asyncio.create_task(death_of(process.pid))
        await asyncio.wait([death], timeout=0.05)
        assert not death.done()
        process.kill()
        # Here the test is the parent too, and a process that nobody has waited for still counts as alive.
        await asyncio.to_thread(process.wait)
        await death

    run(scenario())


@pytest.mark.usefixtures("_way")
def test_a_process_that_is_gone_already_counts_as_dead(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    run(death_of(process.pid))


def test_a_system_that_refuses_to_tell_is_asked_again_and_again(
    process: "subprocess.Popen[bytes]", monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_pid: int) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "pidfd_open", refuse, raising=False)
    process.kill()
    process.wait()
    run(death_of(process.pid))


def test_a_process_of_somebody_else_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(_pid: int, _signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", forbid)
    assert processes.is_alive(1)


def test_a_parent_that_this_machine_does_not_know_ends_nothing() -> None:
    """As that of an editor whose server runs in a container."""
    sleeper = subprocess.Popen([sys.executable, "-c", ""])
    sleeper.wait()
    for pid in (sleeper.pid, 2**40, 0, -5):
        with raw_client() as client:
            client.initialize(processId=pid)
            assert "result" in client.request(1, "workspace/executeCommand", {"command": "ptLsp.status"})
            assert client.shut_down() == 0, client.stderr
