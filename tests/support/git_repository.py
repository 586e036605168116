"""Real repositories for tests, made by git itself."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git itself makes the repositories")

_IDENTITY = ("-c", "user.name=A Person", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")


def git(folder: Path, *arguments: str, **environ: str) -> str:
    """What git prints; it must not fail."""
    done = subprocess.run(
        ["git", *_IDENTITY, "-C", str(folder), *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, **environ},
    )
    return done.stdout.decode(errors="surrogateescape")


def new_repository(top: Path, files: Mapping[str, str] | None = None) -> Path:
    """A repository with one commit of the files; with none where there are no files."""
    top.mkdir(parents=True, exist_ok=True)
    git(top, "init", "-q", "-b", "main")
    if files is not None:
        commit(top, files, "Add what there is")
    return top


def write(top: Path, files: Mapping[str, str | None]) -> None:
    """Have the files as given in the working tree; None removes one."""
    for path, text in files.items():
        file = top / path
        if text is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())


def commit(top: Path, files: Mapping[str, str | None], subject: str) -> None:
    """One more commit, in which the files are as given."""
    write(top, files)
    git(top, "add", "-A")
    git(top, "commit", "-q", "--allow-empty", "-m", subject)
