import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.project.instructions import Instructions
from pt_lsp.project.revalidating_cache import EVERY_S
from pt_lsp.settings.options import ContextSettings, PrivacySettings, Settings
from pt_lsp.workspace.ignoring import IgnoreTree
from tests.support.running import run

PRIVATE = PrivacySettings(exclude=("AGENTS.*",))


class Kept:
    """The keeper, and a clock."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.instructions = Instructions(IgnoreTree(), now_s=lambda: self.now_s)


def snapshot(settings: Settings | None = None) -> Snapshot:
    return Snapshot("untitled:1", "python", 1, Text.of(""), settings or Settings())


def write(folder: Path, content: str, name: str = "AGENTS.md") -> None:
    (folder / name).write_text(content, encoding="utf-8")


def test_the_first_prompt_waits_until_the_file_is_read(tmp_path: Path) -> None:
    async def scenario() -> None:
        kept = Kept()
        write(tmp_path, "Be short.")
        asked = [kept.instructions.of(snapshot(), tmp_path) for _ in range(3)]
        assert await asyncio.gather(*asked) == ["Be short."] * 3

    run(scenario())


def test_later_ones_have_it_read_again_after_a_while(tmp_path: Path) -> None:
    async def scenario() -> None:
        kept = Kept()
        write(tmp_path, "old")
        assert await kept.instructions.of(snapshot(), tmp_path) == "old"
        write(tmp_path, "new")
        assert await kept.instructions.of(snapshot(), tmp_path) == "old"
        await kept.instructions.aclose()
        assert kept.instructions.known(snapshot(), tmp_path) == "old"
        kept.now_s += EVERY_S
        assert await kept.instructions.of(snapshot(), tmp_path) == "old"
        await kept.instructions.aclose()
        assert kept.instructions.known(snapshot(), tmp_path) == "new"
        (tmp_path / "AGENTS.md").unlink()
        kept.now_s += EVERY_S
        kept.instructions.known(snapshot(), tmp_path)
        await kept.instructions.aclose()
        assert kept.instructions.known(snapshot(), tmp_path) == ""

    run(scenario())


def test_a_keystroke_does_not_wait_and_has_the_file_read(tmp_path: Path) -> None:
    async def scenario() -> None:
        kept = Kept()
        write(tmp_path, "Be short.")
        assert kept.instructions.known(snapshot(), tmp_path) == ""
        await kept.instructions.aclose()
        assert kept.instructions.known(snapshot(), tmp_path) == "Be short."

    run(scenario())


def test_each_workspace_folder_has_its_own(tmp_path: Path) -> None:
    async def scenario() -> None:
        kept = Kept()
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            write(tmp_path / name, name)
        for name in ("a", "b", "a"):
            assert await kept.instructions.of(snapshot(), tmp_path / name) == name
        assert await kept.instructions.of(snapshot(), None) == ""

    run(scenario())


def test_the_settings_name_the_file_or_none(tmp_path: Path) -> None:
    async def scenario() -> None:
        kept = Kept()
        write(tmp_path, "Be short.")
        write(tmp_path, "Be kind.", "rules.md")
        for name, expected in ((None, "Be short."), ("rules.md", "Be kind."), ("", ""), ("x.md", "")):
            settings = Settings(context=ContextSettings(instructions=name))
            assert await kept.instructions.of(snapshot(settings), tmp_path) == expected

    run(scenario())


@pytest.mark.parametrize(
    ("settings", "gitignore"),
    [
        (Settings(privacy=PRIVATE), ""),
        (Settings(context=ContextSettings(exclude=("AGENTS.*",))), ""),
        (Settings(privacy=PRIVATE, context=ContextSettings(exclude=("!AGENTS.md",))), ""),
        (Settings(context=ContextSettings(instructions=".env")), ""),
        (Settings(context=ContextSettings(instructions="linked.md")), ""),
        (Settings(), "/AGENTS.md\n"),
    ],
)
def test_a_file_that_is_excluded_is_not_used(tmp_path: Path, settings: Settings, gitignore: str) -> None:
    async def scenario() -> None:
        write(tmp_path, "KEY=1", ".env")
        write(tmp_path, "private")
        write(tmp_path, gitignore, ".gitignore")
        (tmp_path / "linked.md").symlink_to(".env")
        assert await Kept().instructions.of(snapshot(settings), tmp_path) == ""
        others = replace(settings, privacy=PrivacySettings(), context=ContextSettings(instructions="b.md"))
        write(tmp_path, "public", "b.md")
        assert await Kept().instructions.of(snapshot(others), tmp_path) == "public"

    run(scenario())
