"""The first signal ends in order, the second at once."""

import signal
import subprocess
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has none of these signals", allow_module_level=True)

STUBBORN = """
import asyncio
from pt_lsp.cli.signals import run_until_signalled

async def work():
    try:
        print("begun", flush=True)
        await asyncio.sleep(60)
    finally:
        print("ending", flush=True)
        await asyncio.sleep(60 * {is_stubborn})

try:
    run_until_signalled(work())
except KeyboardInterrupt:
    raise SystemExit(130)
"""
SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("is_stubborn", [False, True])
def test_a_second_signal_ends_at_once(number: signal.Signals, is_stubborn: bool) -> None:
    command = [sys.executable, "-c", STUBBORN.format(is_stubborn=is_stubborn)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        process.send_signal(number)
        assert process.stdout.readline() == b"ending\n"
        if is_stubborn:
            process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (-number if is_stubborn else 130, b"")


def test_what_was_ignored_from_the_start_stays_so() -> None:
    code = STUBBORN.format(is_stubborn=False)
    ignoring = ["/bin/sh", "-c", 'trap "" HUP; exec "$0" "$@"', sys.executable, "-c", code]
    with subprocess.Popen(ignoring, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)
        assert process.stdout.readline() == b"ending\n"
        assert process.wait(60) == 130
