"""Runs the embedded model in a process of its own, so that neither its memory nor a crash is ours.

Refuses to know the engine: it starts the child, reads where it serves, and ends it.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self, cast

from pt_lsp.errors import EndpointTimeout, EndpointUnreachable
from pt_lsp.local_model.model_file import locate_model
from pt_lsp.local_model.serving import LOCAL_KEY_VARIABLE, new_key

START_TIMEOUT_S = 120.0  # a cold disk reads 100 MB; a person may name a far larger file
STOP_TIMEOUT_S = 3.0


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A running model: `base_url` is what `endpoint.baseUrl` takes, `key` its API key, `pid` its process."""

    base_url: str
    pid: int
    key: str = field(repr=False)

    @classmethod
    @asynccontextmanager
    async def start(cls, model_path: Path | None = None, port: int = 0) -> AsyncIterator[Self]:
        """A model that answers, until the context is left; it also ends with this process, however that ends.

        Raises SettingsError if something is not installed, EndpointUnreachable or EndpointTimeout if it
        does not start.
        """
        command = [sys.executable, "-m", "pt_lsp.local_model", "--port", str(port)]
        command += ["--model", str(locate_model(model_path))]
        key = new_key()
        # It ends with its input; Ctrl+C is for this process.
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=PIPE,
            stdout=PIPE,
            env={**os.environ, LOCAL_KEY_VARIABLE: key},
            start_new_session=True,
        )
        try:
            yield cls(await base_url_of(process), process.pid, key)
        finally:
            await asyncio.shield(stop(process))


async def base_url_of(process: Process, timeout_s: float = START_TIMEOUT_S) -> str:
    """Where the child serves: its first line. Another line, the end or silence is raised as a ModelError."""
    stdout = cast("asyncio.StreamReader", process.stdout)
    try:
        line = await asyncio.wait_for(stdout.readline(), timeout_s)
    except TimeoutError as error:
        raise EndpointTimeout(
            f"The embedded model did not start within {timeout_s:.0f} s: try a smaller file."
        ) from error
    first_line = line.decode().strip()
    if first_line.startswith("http://"):
        return first_line
    raise EndpointUnreachable(
        first_line or f"The embedded model ended while starting (exit code {await process.wait()})."
    )


async def stop(process: Process, timeout_s: float = STOP_TIMEOUT_S) -> None:
    """End the child: by the end of its input, and by force after `timeout_s`."""
    cast("asyncio.StreamWriter", process.stdin).close()
    try:
        await asyncio.wait_for(process.wait(), timeout_s)
    except TimeoutError:
        process.kill()
        await process.wait()
