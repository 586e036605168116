"""Tells whether other processes live: the editor, whose death our input may not show, and other servers.

Refuses to end a process, ours included.
"""

import asyncio
import contextlib
import os
import sys

_POLL_S = 3.0


async def death_of(pid: int) -> None:
    """Return when process `pid` has ended (LSP: `InitializeParams.processId`)."""
    if hasattr(os, "pidfd_open"):
        # An old kernel or a sandbox may refuse; polling works everywhere.
        with contextlib.suppress(OSError):
            await _readable(os.pidfd_open(pid))
            return
    while is_alive(pid):  # noqa: ASYNC110 - nobody sets an event when a process ends
        await asyncio.sleep(_POLL_S)


async def _readable(fd: int) -> None:
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(fd, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(fd)
        os.close(fd)


if sys.platform == "win32":
    import ctypes

    _SYNCHRONIZE = 0x00100000
    _WAIT_TIMEOUT = 0x102

    def is_alive(pid: int) -> bool:
        """Whether a process has that id."""
        kernel32 = ctypes.windll.kernel32
        handle = kernel32.OpenProcess(_SYNCHRONIZE, False, pid)
        if not handle:
            return False
        try:
            return bool(kernel32.WaitForSingleObject(handle, 0) == _WAIT_TIMEOUT)
        finally:
            kernel32.CloseHandle(handle)

else:

    def is_alive(pid: int) -> bool:
        """Whether a process has that id."""
        try:
            os.kill(pid, 0)
        except (ProcessLookupError, OverflowError):
            return False
        except PermissionError:
            return True
        return True
