"""Runs git: the one place that does, and only to read what a repository has recorded.

A repository comes with the code, and its configuration, attributes and hooks may name programs: monitors of
the file system, filters, drivers of diffs, pagers, signers, transports. None of them is started here. Refuses
to compare the working tree, for which git would run filters, to write, to fetch, to ask a person anything,
and to wait for ever.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pt_lsp.errors import GitFailed

_TIMEOUT_S = 20.0
_END_TIMEOUT_S = 2.0
_MOST_COMPLAINT = 4_000
MOST_BYTES = 20_000_000
"""Of one answer: what a repository of a hundred thousand files lists."""

_OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.sshCommand=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "credential.helper="),
    *("-c", "log.showSignature=false"),
    *("-c", "submodule.recurse=false"),
    # A folder that looks like a repository may be some of the code that was opened.
    *("-c", "safe.bareRepository=explicit"),
)
_SET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # Of a partial clone what is missing stays so. Before git 2.45 only the second one holds.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
    "LANGUAGE": "",
}
_KEPT = frozenset({
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"),
    *("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"),
})  # fmt: skip
"""What tells the user's own configuration. The others, which git sets for what it starts, may be about
another repository than the one that is asked about."""


class GitOutput(NamedTuple):
    """What git has printed."""

    code: int
    output: bytes
    complaint: str
    """In English, for telling one failure from another."""
    is_cut: bool
    """Whether there was more output than asked for; git was ended then."""


async def run_git(
    folder: Path,
    *arguments: str,
    given: bytes = b"",
    index_file: str | None = None,
    most_bytes: int = MOST_BYTES,
    timeout_s: float = _TIMEOUT_S,
) -> GitOutput:
    """What git says in the folder; `given` is its input, `index_file` another index than the repository's.

    GitFailed where git is missing or takes too long. Whatever it has started ends with it.
    """
    environ = environment(os.environ)
    if index_file is not None:
        environ["GIT_INDEX_FILE"] = index_file
    run = _Run(most_bytes)
    transport = await _start(run, (*_OPTIONS, "-C", str(folder), *arguments), environ)
    try:
        async with asyncio.timeout(timeout_s):
            _give(transport, given)
            await run.done.wait()
            if not run.is_cut:
                await run.exited.wait()
    except TimeoutError:
        raise GitFailed(f"git gave no answer within {timeout_s:g} s; try again.") from None
    finally:
        await _end(transport, run)
    complaint = run.complaint.decode("utf-8", "replace")
    return GitOutput(transport.get_returncode() or 0, bytes(run.output), complaint, run.is_cut)


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What git gets to know of ours."""
    kept = {name: value for name, value in environ.items() if not name.startswith("GIT_") or name in _KEPT}
    return kept | _SET


class _Run(asyncio.SubprocessProtocol):
    def __init__(self, most_bytes: int) -> None:
        self.output = bytearray()
        self.complaint = bytearray()
        self.is_cut = False
        self.exited = asyncio.Event()
        self.done = asyncio.Event()
        """There is no more to read."""
        self._most_bytes = most_bytes

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if fd == 1:
            room = self._most_bytes - len(self.output)
            self.output += data[:room]
            if len(data) > room:
                self.is_cut = True
                self.done.set()
        else:
            self.complaint += data[: _MOST_COMPLAINT - len(self.complaint)]

    def process_exited(self) -> None:
        self.exited.set()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.done.set()


async def _start(
    run: _Run, arguments: Sequence[str], environ: Mapping[str, str]
) -> asyncio.SubprocessTransport:
    try:
        transport, _ = await asyncio.get_running_loop().subprocess_exec(
            lambda: run,
            _program(environ),
            *arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environ,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "the folder has no usable name"
        raise GitFailed(f"git cannot be started: {why}.") from None
    return transport


def _program(environ: Mapping[str, str]) -> str:
    """Where git is; a working directory, which may be a repository, is no place to find programs in."""
    name = "git.exe" if sys.platform == "win32" else "git"
    for folder in os.get_exec_path(dict(environ)):
        path = os.path.join(folder, name)  # noqa: PTH118 - what is no path is passed over
        if os.path.isabs(folder) and os.path.isfile(path) and os.access(path, os.X_OK):  # noqa: PTH113, PTH117
            return path
    raise GitFailed("git was not found; install it, or add the folder that it is in to PATH.")


def _give(transport: asyncio.SubprocessTransport, given: bytes) -> None:
    pipe = transport.get_pipe_transport(0)
    if isinstance(pipe, asyncio.WriteTransport):
        pipe.write(given)
        pipe.close()  # what is written before is sent first


async def _end(transport: asyncio.SubprocessTransport, run: _Run) -> None:
    """End git with all that it may have started."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(transport.get_pid(), signal.SIGKILL)
    transport.close()
    # Its end must not be told to a loop that is closed already.
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(run.exited.wait(), _END_TIMEOUT_S)
