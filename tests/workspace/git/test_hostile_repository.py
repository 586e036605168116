"""A repository may name programs for almost everything that git does. None of them is started."""

import hashlib
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pt_lsp.errors import GitFailed
from pt_lsp.workspace.git.changes import staged_changes, working_changes
from pt_lsp.workspace.git.file_change import FileChange
from pt_lsp.workspace.git.history import recent_subjects
from pt_lsp.workspace.git.worktree import find_worktree
from tests.support.git_repository import commit, git, needs_git, new_repository, write
from tests.support.running import run

pytestmark = [needs_git, pytest.mark.skipif(sys.platform == "win32", reason="the programs are shell scripts")]

HOOKS = (
    *("post-index-change", "fsmonitor-watchman", "pre-commit", "prepare-commit-msg", "reference-transaction"),
    *("post-checkout", "pre-auto-gc", "query-watchman"),
)
PROGRAMS = {
    "core.fsmonitor": "fsmonitor",
    "core.pager": "pager",
    "core.editor": "editor",
    "core.askPass": "askpass",
    "core.sshCommand": "ssh",
    "core.gitProxy": "proxy",
    "core.alternateRefsCommand": "alternates",
    "sequence.editor": "sequence",
    "pager.log": "pager-log",
    "pager.diff": "pager-diff",
    "pager.ls-files": "pager-ls-files",
    "diff.external": "external",
    "diff.evil.command": "diff-command",
    "diff.evil.textconv": "textconv",
    "filter.evil.clean": "clean",
    "filter.evil.smudge": "smudge",
    "filter.evil.process": "process",
    "merge.evil.driver": "merge",
    "credential.helper": "credential",
    "gpg.program": "gpg",
    "gpg.ssh.program": "gpg-ssh",
    "interactive.diffFilter": "interactive",
    "remote.origin.uploadpack": "upload-pack",
    "alias.rev-parse": "alias-rev-parse",
    "alias.ls-files": "alias-ls-files",
    "uploadpack.packObjectsHook": "pack-objects",
    "trace2.eventTarget": "trace",
}
SETTINGS = {
    "log.showSignature": "true",
    "submodule.recurse": "true",
    "diff.submodule": "log",
    "status.submoduleSummary": "true",
    "core.untrackedCache": "true",
    "core.preloadIndex": "false",
    "core.repositoryFormatVersion": "1",
    "extensions.partialClone": "origin",
    "remote.origin.promisor": "true",
    "remote.origin.url": ".",
    "filter.evil.required": "true",
    "core.autocrlf": "input",
}

UNFILTERED = ("-c", "filter.evil.process=", "-c", "filter.evil.required=false")


def config_of(values: Mapping[str, str]) -> str:
    """As a configuration file of git has them."""
    text = ""
    for key, value in values.items():
        section, _, name = key.rpartition(".")
        section, _, subsection = section.partition(".")
        text += f'[{section} "{subsection}"]' if subsection else f"[{section}]"
        text += f"\n\t{name} = {value}\n"
    return text


class Hostile:
    """Names a program of its own for each of them, which writes down that it was started."""

    def __init__(self, folder: Path) -> None:
        self.top = new_repository(folder / "code", {"a.txt": "one\n", "b.py": "x = 1\n", "sub/c.txt": "c\n"})
        self._programs = folder / "programs"
        self._programs.mkdir()
        self._started = folder / "started"
        inner = new_repository(folder / "inner", {"i.txt": "i\n"})
        git(self.top, "submodule", "add", "-q", str(inner), "inner")
        commit(self.top, {".gitattributes": "* filter=evil diff=evil merge=evil\n"}, "Add attributes")
        self._sign_head()

    def _sign_head(self) -> None:
        """A commit that looks signed has `log.showSignature` start `gpg.program`."""
        raw = git(self.top, "cat-file", "commit", "HEAD")
        head, _, body = raw.partition("\n\n")
        signed = f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n{body}"
        made = subprocess.run(
            ["git", "-C", str(self.top), "hash-object", "-t", "commit", "-w", "--stdin"],
            input=signed.encode(),
            capture_output=True,
            check=True,
        )
        git(self.top, "update-ref", "HEAD", made.stdout.decode().strip())

    def arm(self) -> None:
        """From now on every git that is not careful starts something."""
        for name in (*PROGRAMS.values(), *HOOKS):
            program = self._programs / name
            program.write_text(f"#!/bin/sh\necho {name} >> '{self._started}'\nexit 1\n")
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
        programs = {key: str(self._programs / name) for key, name in PROGRAMS.items()}
        told = {**programs, **SETTINGS, "core.hooksPath": str(self._programs)}
        included = self._programs / "config"
        included.write_text(config_of({"core.fsmonitor": programs["core.fsmonitor"]}))
        for folder in (self.top / ".git", self.top / ".git" / "modules" / "inner"):
            with (folder / "config").open("a") as config:
                config.write(config_of({**told, "include.path": str(included)}))

    @property
    def started(self) -> set[str]:
        """The programs that were, since the last call."""
        names = self._started.read_text().split() if self._started.exists() else []
        self._started.unlink(missing_ok=True)
        return set(names)


@pytest.fixture
def hostile(tmp_path: Path) -> Hostile:
    made = Hostile(tmp_path)
    write(made.top, {"b.py": "x = 2\n"})
    git(made.top, "add", "b.py")
    write(made.top, {"a.txt": "one\ntwo\n", "inner/i.txt": "changed\n", "new.txt": "new\n"})
    made.arm()
    return made


def all_that_is_read(top: Path) -> tuple[list[str], list[str], list[str]]:
    async def read() -> tuple[list[str], list[str], list[str]]:
        worktree = await find_worktree(top)
        staged = await staged_changes(worktree, lambda _: True)
        working = await working_changes(worktree, lambda _: True)
        subjects = await recent_subjects(worktree, 20)
        return [each.path for each in staged.files], [each.path for each in working.files], list(subjects)

    return run(read())


def test_no_program_of_a_repository_is_started(hostile: Hostile) -> None:
    staged, working, subjects = all_that_is_read(hostile.top)
    assert (staged, working) == (["b.py"], ["a.txt", "new.txt"])
    assert subjects == ["Add attributes", "Add what there is"]
    assert hostile.started == set()


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["status"], {"fsmonitor"}),
        (["diff"], {"fsmonitor", "process"}),
        ([*UNFILTERED, "diff"], {"diff-command", "post-index-change"}),
        ([*UNFILTERED, "diff", "--cached", "--no-ext-diff"], {"textconv"}),
        (["check-ignore", "a.txt"], {"fsmonitor"}),
        (["log", "-1"], {"gpg"}),
        (["add", "a.txt"], {"process"}),
    ],
)
def test_plain_git_starts_them(hostile: Hostile, command: list[str], expected: set[str]) -> None:
    subprocess.run(["git", "-C", str(hostile.top), *command], check=False, capture_output=True)
    assert expected <= hostile.started


def test_what_a_partial_clone_lacks_is_not_fetched(hostile: Hostile) -> None:
    name = git(hostile.top, "-c", "core.fsmonitor=false", "rev-parse", "HEAD:b.py").strip()
    assert hostile.started == set()
    (hostile.top / ".git" / "objects" / name[:2] / name[2:]).unlink()
    staged, _, _ = all_that_is_read(hostile.top)
    assert staged == ["b.py"]
    assert hostile.started == set()
    subprocess.run(["git", "-C", str(hostile.top), "cat-file", "-p", name], check=False, capture_output=True)
    assert "upload-pack" in hostile.started


def test_a_repository_does_not_tell_which_files_are_read(tmp_path: Path) -> None:
    outside = new_repository(tmp_path / "outside", {"secret.txt": "s\n"})
    inside = new_repository(outside / "inside", {"a.txt": "a\n"})
    for elsewhere in (outside, tmp_path):
        git(inside, "config", "core.worktree", str(elsewhere))
        with pytest.raises(GitFailed, match=r"core\.worktree"):
            run(find_worktree(inside))


def test_what_only_looks_like_a_repository_is_none(tmp_path: Path) -> None:
    outer = new_repository(tmp_path / "code", {"a.txt": "a\n"})
    git(outer, "init", "-q", "--bare", "docs")
    git(outer / "docs", "config", "core.bare", "false")
    git(outer / "docs", "config", "core.worktree", str(tmp_path))
    with pytest.raises(GitFailed):
        run(find_worktree(outer / "docs"))


def test_no_link_leads_out_of_the_working_tree(tmp_path: Path) -> None:
    top = new_repository(tmp_path / "code", {"a/b.txt": "b\n", "c.txt": "c\n"})
    private = tmp_path / "private"
    write(private, {"b.txt": "private\n"})
    write(top, {"a/b.txt": None, "c.txt": None})
    (top / "a").rmdir()
    (top / "a").symlink_to(private)
    (top / "c.txt").symlink_to(private / "b.txt")
    changes = run(changes_in(top))
    assert [(each.path, each.kind, each.textless) for each in changes] == [
        ("a", "added", "link"),
        ("a/b.txt", "deleted", None),
        ("c.txt", "modified", "link"),
    ]
    assert all(each.new is None for each in changes)


async def changes_in(top: Path) -> tuple[FileChange, ...]:
    return (await working_changes(await find_worktree(top), lambda _: True)).files


def test_no_index_names_a_place_outside(tmp_path: Path) -> None:
    top = new_repository(tmp_path / "code", {"xx/private.txt": "x\n"})
    (tmp_path / "private.txt").write_text("private\n")
    index = top / ".git" / "index"
    raw = index.read_bytes()[:-20].replace(b"xx/private.txt", b"../private.txt")
    index.write_bytes(raw + hashlib.sha1(raw, usedforsecurity=False).digest())
    assert all(each.new is None or each.path.startswith("xx/") for each in run(changes_in(top)))
