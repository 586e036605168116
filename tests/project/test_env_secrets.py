import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

from pt_lsp.project.env_secrets import EnvSecrets
from pt_lsp.project.revalidating_cache import EVERY_S
from tests.support.running import run

FIRST, SECOND = "a1b2c3d4e5f6a7b8", "0011aa22bb33cc44"


class Told:
    """What redaction was told, and a clock."""

    def __init__(self) -> None:
        self.values: list[list[str]] = []
        self.now_s = 100.0
        self.secrets = EnvSecrets(self.know, now_s=lambda: self.now_s)

    def know(self, values: Mapping[str, str]) -> None:
        self.values.append(list(values))


def write(folder: Path, secret: str) -> None:
    path = folder / ".env"
    path.write_text(f"API_KEY={secret}\n", encoding="utf-8")
    os.utime(path, (len(secret), int(secret[:4], 16)))


def test_the_first_prompt_waits_until_the_files_are_read(tmp_path: Path) -> None:
    async def scenario() -> None:
        told = Told()
        write(tmp_path, FIRST)
        told.secrets.look_into([tmp_path])
        await asyncio.gather(told.secrets.refresh(), told.secrets.refresh())
        assert told.values == [[FIRST]]

    run(scenario())


def test_later_ones_have_them_read_again_after_a_while(tmp_path: Path) -> None:
    async def scenario() -> None:
        told = Told()
        write(tmp_path, FIRST)
        told.secrets.look_into([tmp_path])
        await told.secrets.refresh()
        write(tmp_path, SECOND)
        await told.secrets.refresh()
        await told.secrets.aclose()
        assert told.values == [[FIRST]]
        told.now_s += EVERY_S
        await told.secrets.refresh()
        await told.secrets.aclose()
        await told.secrets.refresh()
        assert told.values == [[FIRST], [SECOND]]

    run(scenario())


def test_other_folders_are_waited_for_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        told = Told()
        for name, secret in (("a", FIRST), ("b", SECOND)):
            (tmp_path / name).mkdir()
            write(tmp_path / name, secret)
        told.secrets.look_into([tmp_path / "a"])
        running = asyncio.create_task(told.secrets.refresh())
        await asyncio.sleep(0)
        told.secrets.look_into([tmp_path / "a", tmp_path / "b"])
        await told.secrets.refresh()
        await running
        assert told.values == [[FIRST, SECOND]]
        told.secrets.look_into([])
        await told.secrets.refresh()
        assert told.values[-1] == []

    run(scenario())


def test_folders_that_come_back_are_waited_for_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        told = Told()
        for name, secret in (("a", FIRST), ("b", SECOND)):
            (tmp_path / name).mkdir()
            write(tmp_path / name, secret)
            told.secrets.look_into([tmp_path / name])
            await told.secrets.refresh()
        write(tmp_path / "a", SECOND)
        write(tmp_path / "b", FIRST)
        told.secrets.look_into([tmp_path / "a"])
        await told.secrets.refresh()
        told.secrets.look_into([tmp_path / "b"])
        await told.secrets.refresh()
        assert told.values == [[FIRST], [SECOND], [FIRST]]

    run(scenario())


def test_without_a_folder_nothing_is_read() -> None:
    async def scenario() -> None:
        told = Told()
        await told.secrets.refresh()
        await told.secrets.aclose()
        assert told.values == []

    run(scenario())
