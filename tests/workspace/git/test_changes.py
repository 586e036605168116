import random
import subprocess
import time
from pathlib import Path

import pytest

from pt_lsp.errors import GitFailed
from pt_lsp.workspace.git.changes import (
    DEFAULT_LIMITS,
    ChangeLimits,
    Changes,
    staged_changes,
    working_changes,
)
from pt_lsp.workspace.git.command import run_git
from pt_lsp.workspace.git.file_change import FileChange
from pt_lsp.workspace.git.history import recent_subjects
from pt_lsp.workspace.git.worktree import find_worktree
from tests.support.git_repository import commit, git, needs_git, new_repository, write
from tests.support.running import run

pytestmark = needs_git


async def both(top: Path, limits: ChangeLimits = DEFAULT_LIMITS) -> tuple[Changes, Changes]:
    worktree = await find_worktree(top)
    staged = await staged_changes(worktree, lambda _: True, limits)
    return staged, await working_changes(worktree, lambda _: True, limits)


def staged(top: Path) -> list[FileChange]:
    return list(run(both(top))[0].files)


def working(top: Path) -> list[FileChange]:
    return list(run(both(top))[1].files)


def kinds(changes: list[FileChange]) -> dict[str, str]:
    return {each.path: each.textless or each.kind for each in changes}


FILES = {"a.txt": "one\ntwo\n", "b/c.py": "x = 1\n", "d.txt": "long enough to be told again\n" * 3}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return new_repository(tmp_path / "code", FILES)


def test_what_is_staged_and_what_is_not_are_told_apart(top: Path) -> None:
    write(top, {"a.txt": "one\n2\n", "new.txt": "n\n"})
    git(top, "add", "-A")
    write(top, {"a.txt": "one\n3\n", "newer.txt": "n\n", "b/c.py": None})
    assert staged(top) == [
        FileChange("a.txt", "a.txt", "modified", "one\ntwo\n", "one\n2\n"),
        FileChange("new.txt", "new.txt", "added", None, "n\n"),
    ]
    assert working(top) == [
        FileChange("a.txt", "a.txt", "modified", "one\n2\n", "one\n3\n"),
        FileChange("b/c.py", "b/c.py", "deleted", "x = 1\n", None),
        FileChange("newer.txt", "newer.txt", "added", None, "n\n"),
    ]


def test_before_the_first_commit_all_is_new(tmp_path: Path) -> None:
    top = new_repository(tmp_path / "code")
    assert run(both(top)) == (Changes(top, (), 0, 0), Changes(top, (), 0, 0))
    write(top, {"a.txt": "a\n", "empty.txt": ""})
    assert kinds(working(top)) == {"a.txt": "added", "empty.txt": "added"}
    git(top, "add", "-A")
    assert kinds(staged(top)) == {"a.txt": "added", "empty.txt": "added"}
    assert run(recent(top)) == ()


async def recent(top: Path) -> tuple[str, ...]:
    return await recent_subjects(await find_worktree(top), 3)


def test_the_last_subjects_are_told_newest_first_and_without_merges(top: Path) -> None:
    git(top, "checkout", "-q", "-b", "side")
    commit(top, {"s.txt": "s"}, "Über die Seite")
    git(top, "checkout", "-q", "main")
    commit(top, {"m.txt": "m"}, "fix: two\n\nbody\n")
    git(top, "merge", "-q", "--no-edit", "side")
    assert sorted(run(recent(top))) == ["Add what there is", "fix: two", "Über die Seite"]


def test_a_renamed_file_is_one_change(top: Path) -> None:
    git(top, "mv", "a.txt", "z.txt")
    git(top, "mv", "d.txt", "b/d.txt")
    write(top, {"b/d.txt": FILES["d.txt"] + "more\n"})
    git(top, "add", "-A")
    assert [(each.old_path, each.path, each.kind) for each in staged(top)] == [
        ("d.txt", "b/d.txt", "renamed"),
        ("a.txt", "z.txt", "renamed"),
    ]
    assert working(top) == []


@pytest.mark.parametrize(
    "name", ["ä ö\n.txt", '"quoted".txt', "-rf", ":(top)x", "\udcff\udc80.txt", "tab\t.txt"]
)
def test_a_name_may_be_any_bytes(top: Path, name: str) -> None:
    write(top, {name: "n\n"})
    assert working(top) == [FileChange(name, name, "added", None, "n\n")]
    git(top, "add", "-A")
    assert staged(top) == [FileChange(name, name, "added", None, "n\n")]


def test_what_is_no_text_is_named_with_a_reason(top: Path) -> None:
    write(top, {"binary": "a\0b", "min.js": "x" * 9_000, "large.txt": "line\n" * 70_000})
    (top / "latin.txt").write_bytes(b"\xe4\n")
    (top / "link").symlink_to("a.txt")
    reasons = {
        "binary": "binary",
        "large.txt": "too large",
        "latin.txt": "not UTF-8",
        "link": "link",
        "min.js": "long lines",
    }
    assert kinds(working(top)) == reasons
    git(top, "add", "-A")
    assert kinds(staged(top)) == reasons


def test_a_file_that_becomes_a_program_has_changed_its_mode(top: Path) -> None:
    (top / "a.txt").chmod(0o755)
    assert working(top) == [FileChange("a.txt", "a.txt", "mode", None, None)]
    git(top, "config", "core.fileMode", "false")
    assert working(top) == []
    git(top, "update-index", "--chmod=+x", "a.txt")
    assert kinds(staged(top)) == {"a.txt": "mode"}


def test_what_was_only_touched_has_not_changed(top: Path) -> None:
    write(top, {"a.txt": "other\n"})
    write(top, FILES)
    assert working(top) == []


def test_a_change_that_no_time_stamp_and_no_size_tells_is_seen(top: Path) -> None:
    for n in range(10):
        write(top, {"a.txt": f"{n:02}\n"})
        git(top, "add", "a.txt")
        write(top, {"a.txt": f"{n + 1:02}\n"})
        assert [each.new for each in working(top)] == [f"{n + 1:02}\n"]


def test_line_ends_that_git_converts_are_no_change(top: Path) -> None:
    git(top, "config", "core.autocrlf", "true")
    write(top, {"a.txt": "one\r\ntwo\r\n", "b/c.py": "x = 1\r\ny = 2\r\n"})
    assert working(top) == [FileChange("b/c.py", "b/c.py", "modified", "x = 1\n", "x = 1\ny = 2\n")]


def test_a_conflict_is_named(top: Path) -> None:
    git(top, "checkout", "-q", "-b", "side")
    commit(top, {"a.txt": "side\n"}, "Side")
    git(top, "checkout", "-q", "main")
    commit(top, {"a.txt": "main\n"}, "Main")
    with pytest.raises(subprocess.CalledProcessError):
        git(top, "merge", "-q", "side")
    assert kinds(staged(top)) == kinds(working(top)) == {"a.txt": "conflict"}


def test_a_file_to_be_added_later_is_not_staged(top: Path) -> None:
    write(top, {"later.txt": "l\n"})
    git(top, "add", "-N", "later.txt")
    assert staged(top) == []
    assert working(top) == [FileChange("later.txt", "later.txt", "added", None, "l\n")]


def test_what_the_user_told_git_to_leave_alone_is(top: Path) -> None:
    git(top, "update-index", "--assume-unchanged", "a.txt")
    git(top, "update-index", "--skip-worktree", "b/c.py")
    write(top, {"a.txt": "changed\n", "b/c.py": None})
    assert working(top) == []


def test_a_sparse_checkout_has_deleted_nothing(top: Path) -> None:
    git(top, "sparse-checkout", "set", "--sparse-index", "b")
    assert run(both(top))[1].files == ()


def test_ignored_files_and_repositories_inside_are_left_out(top: Path) -> None:
    write(top, {".gitignore": "*.log\n", "x.log": "x\n"})
    inner = new_repository(top / "inner", {"i.txt": "i\n"})
    write(inner, {"i.txt": "changed\n"})
    assert kinds(working(top)) == {".gitignore": "added"}


def test_worktrees_and_submodules_have_changes_of_their_own(top: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(top, "worktree", "add", "-q", str(other))
    git(top, "submodule", "add", "-q", str(new_repository(tmp_path / "source", {"i.txt": "i\n"})), "inner")
    write(other, {"a.txt": "changed\n"})
    write(top / "inner", {"i.txt": "changed\n"})
    assert kinds(working(other)) == {"a.txt": "modified"}
    assert kinds(working(top / "inner")) == {"i.txt": "modified"}
    assert kinds(staged(top)) == {".gitmodules": "added", "inner": "submodule"}
    assert working(top) == []


def test_of_what_may_not_be_told_nothing_is(top: Path) -> None:
    write(top, {"a.txt": "changed\n", "private.txt": "p\n"})

    async def told(name: str) -> Changes:
        return await working_changes(await find_worktree(top), lambda path: path != name)

    changes = run(told("private.txt"))
    assert (kinds(list(changes.files)), changes.n_untold) == ({"a.txt": "modified"}, 1)


def test_limits_bound_what_is_listed_and_what_is_read(top: Path) -> None:
    write(top, {f"n{n}.txt": f"{n}" * 50 + "\n" for n in range(8)})
    git(top, "add", "-A")
    changes = run(both(top, ChangeLimits(files=5, bytes=120)))[0]
    assert (len(changes.files), changes.n_more) == (5, 3)
    assert [each.textless for each in changes.files].count("too much text") == 3


@pytest.mark.parametrize("place", ["outside", "code/.git", "missing"])
def test_a_folder_without_files_of_a_repository_is_a_sentence(top: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "outside").mkdir()
    with pytest.raises(GitFailed, match=r"^.+[.]$"):
        run(find_worktree(tmp_path / place))


def test_without_git_there_is_a_sentence(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", ".")
    with pytest.raises(GitFailed, match="install it"):
        run(find_worktree(top))


def test_what_takes_too_long_ends_with_all_that_it_started(top: Path, tmp_path: Path) -> None:
    told = tmp_path / "pid"
    git(top, "config", "alias.wait", f"!sleep 600 & echo $! > '{told}'; wait")
    for timeout_s in (0.5, 5, 50):  # until one was enough for something to be started
        with pytest.raises(GitFailed, match="within"):
            run(run_git(top, "wait", timeout_s=timeout_s), timeout_s=90)
        if told.exists() and (pid := told.read_text().strip()):
            break
    else:
        raise AssertionError("nothing was started")
    end_s = time.monotonic() + 60
    while state_of(pid) not in {b"", b"Z"}:  # the system takes a moment to end what is killed
        assert time.monotonic() < end_s
        time.sleep(0.02)


def state_of(pid: str) -> bytes:
    state = subprocess.run(["ps", "-o", "stat=", "-p", pid], check=False, capture_output=True)
    return state.stdout.strip()


def test_variables_of_another_repository_mislead_nobody(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = new_repository(tmp_path / "other", {"o.txt": "o\n"})
    write(other, {"o.txt": "changed\n"})
    for name, value in {
        "DIR": ".git",
        "WORK_TREE": "",
        "INDEX_FILE": ".git/index",
        "OBJECT_DIRECTORY": "x",
    }.items():
        monkeypatch.setenv(f"GIT_{name}", str(other / value))
    write(top, {"a.txt": "changed\n"})
    for name in ("DIR", "WORK_TREE", "OBJECT_DIRECTORY"):
        assert kinds(working(top)) == {"a.txt": "modified"}
        monkeypatch.delenv(f"GIT_{name}")


def test_the_index_of_a_commit_that_is_being_made_counts(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`git commit -a` has one of its own while its editor is open."""
    write(top, {"a.txt": "changed\n"})
    lock = top / ".git" / "index.lock"
    lock.write_bytes((top / ".git" / "index").read_bytes())
    git(top, "add", "a.txt", GIT_INDEX_FILE=str(lock))
    assert staged(top) == []
    monkeypatch.setenv("GIT_INDEX_FILE", str(lock))
    assert kinds(staged(top)) == {"a.txt": "modified"}


@pytest.mark.repeats
@pytest.mark.parametrize("seed", range(8))
def test_random_changes_are_those_that_git_sees(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    names = [f"{chance.choice(['', 'a/', 'a/b/', 'ü/'])}{n}.txt" for n in range(12)]
    top = new_repository(tmp_path / "code", {name: some_text(chance) for name in names})
    for _ in range(2):
        for name in chance.sample(names, 5):
            change(chance, top / name)
        if chance.random() < 0.7:
            git(top, "add", *chance.sample(["-A", "-u", "-N"], 1), ".")
    expected_staged = git(top, "diff", "--cached", "--name-only", "-z", "--no-renames")
    expected_working = git(top, "diff", "--name-only", "-z", "--no-renames")
    untracked = git(top, "ls-files", "-o", "-z")
    assert paths_of(staged(top)) == {*expected_staged.split("\0")} - {""}
    assert paths_of(working(top)) == {*expected_working.split("\0"), *untracked.split("\0")} - {""}


def paths_of(changes: list[FileChange]) -> set[str]:
    return {path for each in changes for path in (each.path, each.old_path)}


def some_text(chance: random.Random) -> str:
    return "".join(
        f"{chance.choice('abcdef') * chance.randrange(1, 9)}\n" for _ in range(chance.randrange(9))
    )


def change(chance: random.Random, file: Path) -> None:
    what = chance.random()
    if what < 0.25:
        file.unlink(missing_ok=True)
    elif what < 0.4 and file.exists():
        file.rename(file.with_name(f"moved-{file.name}"))
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(some_text(chance))
