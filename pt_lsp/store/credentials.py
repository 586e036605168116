"""Where the API key comes from, and the `Key` that does not show itself.

Refuses to remember a key: who asks keeps it. Nothing here puts a key, or a command's output, into a sentence.
"""

import asyncio
import logging
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

from pt_lsp.errors import SettingsError
from pt_lsp.settings.options import Settings
from pt_lsp.store import system_keyring

KEY_VARIABLE = "POWERTOKENS_API_KEY"


class Key:
    """Holds an API key; only `reveal` gives it out, and it is never written into a pickle or a copy."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The key itself, for the one place that sends it."""
        return self._value

    def __repr__(self) -> str:
        return "Key(hidden)"

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("A key is not written out.")


async def find_key(
    settings: Settings, environ: Mapping[str, str], editor_key: str | None, *, asks_keyring: bool = True
) -> Key | None:
    """The key of the first place that has one: environment, command, system keyring, editor.

    SettingsError when the command fails, or when what was found cannot be a key.
    """
    if value := environ.get(KEY_VARIABLE, "").strip():
        return _key(value, f"the environment variable {KEY_VARIABLE}")
    if command := split_command(settings.endpoint.api_key_command, is_windows=os.name == "nt"):
        return _key(await _first_line(command, environ), "the command in endpoint.apiKeyCommand")
    if asks_keyring and (stored := await _keyring_value(environ)):
        return _key(stored, "the system keyring")
    if editor_key and (value := editor_key.strip()):
        return _key(value, "the editor")
    return None


def save_key(value: str) -> None:
    """Stores a key in the system keyring; SettingsError when that is impossible."""
    system_keyring.save(_key(value.strip(), "your input").reveal())


def delete_key() -> bool:
    """Whether the system keyring held a key that is gone now; SettingsError when it cannot be asked."""
    return system_keyring.delete()


def split_command(command: str | tuple[str, ...] | None, *, is_windows: bool) -> list[str]:
    """The arguments of a command as set; empty when there is none. SettingsError for an unclosed quote."""
    if command is None or not isinstance(command, str):
        return list(command or ())
    try:
        words = shlex.split(command, posix=not is_windows)
    except ValueError:
        raise SettingsError("The command in endpoint.apiKeyCommand has a quote that is not closed.") from None
    # Without the POSIX rules a backslash is a backslash, but quotes stay where they were.
    return [word.strip("\"'") for word in words] if is_windows else words


_COMMAND_TIMEOUT_S = 10.0
_KEYRING_TIMEOUT_S = 5.0
_MOST_BYTES = 65_536

_log = logging.getLogger(__name__)


def _key(value: str, place: str) -> Key:
    if not value or not value.isascii() or not value.isprintable() or " " in value:
        raise SettingsError(
            f"What came as the API key from {place} is not one: a key is one printable ASCII word."
        )
    return Key(value)


async def _first_line(command: list[str], environ: Mapping[str, str]) -> str:
    try:
        code, output = await _output_of(command, environ, _COMMAND_TIMEOUT_S)
    except TimeoutError:
        raise SettingsError(
            f"The command in endpoint.apiKeyCommand gave no key within {_COMMAND_TIMEOUT_S:.0f} s."
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "not a valid command"
        raise SettingsError(f"The command in endpoint.apiKeyCommand cannot be started: {why}.") from None
    if code != 0:
        raise SettingsError(f"The command in endpoint.apiKeyCommand failed with exit code {code}.")
    line = output.decode("utf-8", "replace").strip().split("\n", 1)[0].strip()
    if not line:
        raise SettingsError(
            "The command in endpoint.apiKeyCommand printed nothing; its first line is the key."
        )
    return line


async def _keyring_value(environ: Mapping[str, str]) -> str | None:
    if not system_keyring.is_installed():
        return None
    # -P: a folder that happens to be the working directory must not be able to bring its own `keyring`.
    command = (sys.executable, "-P", "-m", system_keyring.__name__)
    try:
        code, output = await _output_of(command, environ, _KEYRING_TIMEOUT_S)
    except (OSError, TimeoutError) as error:
        _log.warning("The system keyring did not answer (%s).", type(error).__name__)
        return None
    if code != 0:
        _log.warning("The system keyring cannot be read (exit code %s).", code)
        return None
    return output.decode("utf-8", "replace").strip()


async def _output_of(
    command: Sequence[str], environ: Mapping[str, str], timeout_s: float
) -> tuple[int | None, bytes]:
    """Exit code and output, without a shell, a console window or our own stdin; of it 64 KiB are kept.

    OSError when it cannot be started, TimeoutError when it takes too long; it is killed then, and when
    cancelled.
    """
    loop = asyncio.get_running_loop()
    transport, run = await loop.subprocess_exec(
        _Run,
        *command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=dict(environ),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        async with asyncio.timeout(timeout_s):
            await run.closed.wait()
        return transport.get_returncode(), bytes(run.output)
    finally:
        transport.close()
        # Killed by now; waiting here keeps its end from being told to a loop that is closed already.
        await asyncio.wait_for(run.exited.wait(), 1)


class _Run(asyncio.SubprocessProtocol):
    def __init__(self) -> None:
        self.output = bytearray()
        self.exited = asyncio.Event()
        self.closed = asyncio.Event()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        del fd
        self.output += data[: _MOST_BYTES - len(self.output)]

    def process_exited(self) -> None:
        self.exited.set()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.closed.set()
