"""What a repository holds neither stops the server nor lets a file out: patterns, settings, no files."""

import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.client_kinds import VSCODE
from tests.support.lsp_client import LspClient, LspError
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import editor_with_server

pytestmark = pytest.mark.repeats

NAME = f"{'a' * 200}.py"
STARS = f"{'*a' * 30}Z"
LONGEST_PING_S = 2.0
"""Of a machine that does other things as well; what is tried here took seconds, or for ever."""

Maker = Callable[[Path], None]


def holding(name: str, content: str | bytes) -> Maker:
    def make(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content.encode() if isinstance(content, str) else content)

    return make


def as_large_as(name: str, n_bytes: int) -> Maker:
    def make(root: Path) -> None:
        (root / name).touch()
        os.truncate(root / name, n_bytes)

    return make


def large_files(root: Path) -> None:
    for name in ("AGENTS.md", ".env"):
        as_large_as(name, 100_000_000)(root)


def with_pipes(*names: str) -> Maker:
    def make(root: Path) -> None:
        for name in names:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            os.mkfifo(root / name)

    return make


def with_links(target: str, *names: str) -> Maker:
    def make(root: Path) -> None:
        for name in names:
            (root / name).symlink_to(target or name)

    return make


def odd_names(root: Path) -> None:
    for name in (
        b"a\nb.py",
        b"\xff\xfe.py",
        "e\u0301.py".encode(),
        b"\x1b]52;c;YQ==\x07.py",
        b"\\",
        b"a\r.py",
    ):
        Path(os.fsdecode(os.fsencode(root) + b"/" + name)).write_text("x = 1\n")


def deep_folders(root: Path) -> None:
    path = root
    for _ in range(400):
        path /= "d"
        path.mkdir()
    (path / "a.py").write_text("x = 1\n")
    (path / "up").symlink_to(root)


def many_ignore_files(root: Path) -> None:
    for n in range(60):
        holding(f"s{n}/.gitignore", "\n".join(f"*{n}x{m}*y" for m in range(500)))(root)


LISTS: dict[str, str | bytes] = {
    "twelve thousand lines": "\n".join(f"*.{n:x}" if n % 2 else f"{n:x}/" for n in range(12_000)),
    "stars": STARS,
    "many stars": "\n".join(f"*a*[ab]*{n}" for n in range(3_000)),
    "long stars": "\n".join(["*a" * 490 + "[b]"] * 30),
    "sets": "\n".join(["[a-z]" * 190] * 100),
    "question marks": "\n".join(["?" * 990] * 20),
    "folders": "\n".join(["**/a/" * 190 + "?"] * 30),
    "bytes": b"\xff*\xfe\n\0\na\0*\n" * 2_000,
}
TOO_LONG = {
    "lines": ("a\n" * 50_000, "has more than 20,000 patterns"),
    "megabytes": ("a\n" * 2_500_000, "is larger than 500 kB"),
    "a long line": ("*a" * 32_000, "has a pattern of more than 1,000 characters"),
    "wildcards": ("*a*b*c\n" * 15_000, "has more than 30,000 wildcards"),
}
SETTINGS = {
    "stars": (f'privacy.exclude = ["{STARS}"]\ncontext.exclude = ["{STARS}"]', None),
    "many": (f"privacy.exclude = {[f'a*b{n}' for n in range(999)]}", None),
    "too many": (f"context.exclude = {['a/'] * 2_000}", "has more than 1,000 patterns"),
    "too long": (f'privacy.exclude = ["{"*a" * 600}"]', "has a pattern of more than 1,000 characters"),
    "a deep key": (f"{'a.' * 15_000}a = 1", "dots outside of texts"),
    "deep lists": (f"a = {'[' * 10_000}", "is not a TOML file"),
    "a long number": (f"a = {'1' * 9_000}", "is not a TOML file"),
    "a large file": ("# much\n" * 10_000, "too large for a settings file"),
}
CASES: dict[str, tuple[Maker, str | None]] = {
    **{f".gitignore: {name}": (holding(".gitignore", lines), None) for name, lines in LISTS.items()},
    **{f".gitignore: {name}": (holding(".gitignore", lines), why) for name, (lines, why) in TOO_LONG.items()},
    **{f"settings: {name}": (holding(".pt-lsp.toml", text), why) for name, (text, why) in SETTINGS.items()},
    "settings: 100 MB": (as_large_as(".pt-lsp.toml", 100_000_000), "too large for a settings file"),
    "settings: a pipe": (with_pipes(".pt-lsp.toml"), "is not a regular file"),
    "settings: a circle": (with_links("", ".pt-lsp.toml"), "cannot be read"),
    "settings: a device": (with_links("/dev/zero", ".pt-lsp.toml"), "is not a regular file"),
    "100 MB": (large_files, None),
    "pipes": (with_pipes(".gitignore", "AGENTS.md", ".env", ".git", "b.py"), None),
    "pipes in .git": (with_pipes(".git/HEAD", ".git/info/exclude", ".git/commondir"), None),
    "devices": (with_links("/dev/zero", ".gitignore", "AGENTS.md", ".env", ".git", "b.py"), None),
    "circles": (with_links("", ".gitignore", "AGENTS.md", ".env", ".git", "b.py"), None),
    "gitdir: itself": (holding(".git", "gitdir: .git\n"), None),
    "gitdir: a device": (holding(".git", "gitdir: /dev/zero\n"), None),
    "gitdir: elsewhere": (holding(".git", "gitdir: ../../../../../etc\n"), None),
    "gitdir: long": (holding(".git", f"gitdir: {'/a' * 200_000}"), None),
    "gitdir: null": (holding(".git", "gitdir: a\0b\n"), None),
    "odd names": (odd_names, None),
    "deep folders": (deep_folders, None),
    "many ignore files": (many_ignore_files, None),
}


async def longest_ping_s(editor: LspClient, until: asyncio.Future[Any]) -> float:
    longest_s = 0.0
    while not until.done():
        asked_s = time.monotonic()
        await editor.command("pause", {"on": False})
        longest_s = max(longest_s, time.monotonic() - asked_s)
    return longest_s


@pytest.mark.parametrize("case", CASES)
def test_a_repository_neither_stops_the_server_nor_lets_out_what_may_be_excluded(case: str) -> None:
    make, why = CASES[case]

    async def scenario(root: Path) -> None:
        chat = ScriptedChat(forever="x")
        options = {"completion": {"debounceMs": 0}}
        async with (
            chat.serve() as url,
            editor_with_server(url, root, kind=VSCODE, options=options, environ={}, settings=None) as editor,
        ):
            document = editor.open("def f():\n    return <|>\n", NAME)
            completing = asyncio.ensure_future(editor.complete(document, is_invoked=True))
            assert await longest_ping_s(editor, completing) < LONGEST_PING_S
            assert bool(await completing) is (why is None)
            explaining = editor.command("explain", document.target)
            if why is None:
                assert (await explaining)["markdown"]
            else:
                (reason, *_) = (await editor.command("whyNoCompletion"))["reasons"]
                assert why in reason["detail"]
                with pytest.raises(LspError, match=why):
                    await explaining
                assert chat.requests == []

    with tempfile.TemporaryDirectory(prefix="pt-lsp-root-") as folder:
        root = Path(folder).resolve()
        make(root)
        run(scenario(root), timeout_s=100)
