import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath

import pytest

from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.workspace.ignoring import IgnoreTree
from pt_lsp.workspace.scanning import FolderScanner, Found, Limits, WorkspaceFolder
from pt_lsp.workspace.skip_reasons import Skips, summary


def wants(name: str) -> bool:
    return name.endswith(".py")


def write(root: Path, files: Mapping[str, str]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def touch(root: Path, *names: str) -> None:
    write(root, dict.fromkeys(names, ""))


def folder(path: Path, exclude: Iterable[str] = ()) -> WorkspaceFolder:
    return WorkspaceFolder(path, Exclusion((tuple(exclude),)).reason)


def walk(
    scanner: FolderScanner, folders: Sequence[WorkspaceFolder], near: Sequence[PurePath] = ()
) -> tuple[list[str], Skips]:
    """The paths in the order in which they are found, relative to the first folder, and what is left out."""
    skipped = Skips()
    found = [each for batch in scanner.walk(folders, near, skipped) for each in batch]
    return [os.path.relpath(each.path, folders[0].path).replace(os.sep, "/") for each in found], skipped


def age(root: Path) -> None:
    """Have all folders look as if nothing had come or gone for a while."""
    for path, _, _ in os.walk(root):
        os.utime(path, (time.time() - 60, time.time() - 60))


def test_sources_are_found_with_what_tells_their_versions_apart(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x = 1\n", "pkg/b.py": "", "pkg/c.txt": ""})
    skipped = Skips()
    (first,), (second,) = FolderScanner(wants, IgnoreTree()).walk([folder(tmp_path)], [], skipped)
    assert first == Found(str(tmp_path / "a.py"), (tmp_path / "a.py").stat().st_mtime_ns, 6)
    assert second.path == str(tmp_path / "pkg" / "b.py")
    assert skipped == {"no known language": 1}


def test_each_way_of_being_left_out_is_counted(tmp_path: Path) -> None:
    touch(
        tmp_path,
        "a.py",
        "gen/b.py",
        "node_modules/x/c.py",
        ".git/d.py",
        "keys/id_rsa.py",
        "old/e.py",
        "f.bin",
    )
    write(tmp_path, {".gitignore": "gen/\n", "sub/.gitignore": "*.py\n!keep.py\n"})
    touch(tmp_path, "sub/g.py", "sub/keep.py")
    write(tmp_path, {"big.py": "x" * 300_001})
    found, skipped = walk(FolderScanner(wants, IgnoreTree()), [folder(tmp_path, ["old/"])])
    assert found == ["a.py", "sub/keep.py"]
    assert skipped == {
        "excluded": 2,
        "heavy folder": 2,
        "ignored": 2,
        "no known language": 3,
        "too large": 1,
    }
    assert summary(Skips({"binary": 1, "link": 20})) == "20 link, 1 binary"


@pytest.mark.parametrize("mark", ["pyvenv.cfg", "CACHEDIR.TAG"])
def test_environments_and_caches_are_known_by_their_marks(tmp_path: Path, mark: str) -> None:
    touch(tmp_path, "a.py", "my-env/b.py", f"my-env/{mark}", "my-env/lib/c.py")
    found, skipped = walk(FolderScanner(wants, IgnoreTree()), [folder(tmp_path)])
    assert found == ["a.py"]
    assert skipped == {"heavy folder": 1}


def test_a_build_folder_is_left_out_unless_ignore_files_say_what_is_built(tmp_path: Path) -> None:
    touch(tmp_path, "a.py", "build/b.py")
    assert walk(FolderScanner(wants, IgnoreTree()), [folder(tmp_path)])[0] == ["a.py"]
    write(tmp_path, {".gitignore": "*.log\n"})
    assert walk(FolderScanner(wants, IgnoreTree()), [folder(tmp_path)])[0] == ["a.py", "build/b.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_links_are_not_followed_wherever_they_lead(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    touch(root, "pkg/a.py")
    touch(outside, "secret.py")
    (root / "loop").symlink_to(root)
    (root / "pkg" / "up").symlink_to("..")
    (root / "out").symlink_to(outside)
    (root / "out.py").symlink_to(outside / "secret.py")
    (root / "inside.py").symlink_to("pkg/a.py")
    (root / "nowhere.py").symlink_to("nowhere")
    found, skipped = walk(FolderScanner(wants, IgnoreTree()), [folder(root)])
    assert found == ["pkg/a.py"]
    assert skipped == {"link": 6}


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_workspace_folder_may_be_a_link_itself_and_keeps_its_name(tmp_path: Path) -> None:
    touch(tmp_path / "real", "a.py")
    (tmp_path / "name").symlink_to("real")
    skipped = Skips()
    ((found,),) = FolderScanner(wants, IgnoreTree()).walk([folder(tmp_path / "name")], [], skipped)
    assert found.path == str(tmp_path / "name" / "a.py")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_could_not_stand_in_a_prompt_are_left_out(tmp_path: Path) -> None:
    touch(tmp_path, "grün.py", "two\nlines.py", os.fsdecode(b"half\xe2.py"))
    found, skipped = walk(FolderScanner(wants, IgnoreTree()), [folder(tmp_path)])
    assert (found, skipped) == (["grün.py"], {"odd name": 2})


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders there")
def test_special_files_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    found, skipped = walk(FolderScanner(wants, IgnoreTree()), [folder(tmp_path)])
    assert (found, skipped) == ([], {"special file": 1})


def test_missing_folders_and_files_in_the_place_of_folders_are_no_failure(tmp_path: Path) -> None:
    touch(tmp_path, "file", "a/b.py")
    folders = [folder(tmp_path / "a"), folder(tmp_path / "nowhere"), folder(tmp_path / "file")]
    assert walk(FolderScanner(wants, IgnoreTree()), folders) == (["b.py"], {"unreadable": 2})


def test_folders_inside_each_other_are_walked_once_each_with_its_own_rules(tmp_path: Path) -> None:
    touch(tmp_path, "a.py", "inner/b.py", "inner/c.py")
    folders = [folder(tmp_path), folder(tmp_path / "inner", ["c.py"]), folder(tmp_path)]
    assert walk(FolderScanner(wants, IgnoreTree()), folders) == (
        ["a.py", "inner/b.py"],
        {"excluded": 1, "link": 1},
    )


def test_what_is_near_to_open_documents_and_roots_comes_first(tmp_path: Path) -> None:
    touch(tmp_path, "top.py", "a/b/c/far.py", "z/near.py", "z/y/x/open.py", "z/y/x/w/below.py")
    near = [tmp_path / "z" / "y" / "x"]
    found, _ = walk(FolderScanner(wants, IgnoreTree()), [folder(tmp_path)], near)
    assert found == ["top.py", "z/near.py", "z/y/x/open.py", "z/y/x/w/below.py", "a/b/c/far.py"]


def test_a_walk_stops_at_its_limits_and_says_so(tmp_path: Path) -> None:
    write(tmp_path, {f"p{n}/m{m}.py": "x" * 100 for n in range(10) for m in range(10)})
    for limits, n_found, reason in (
        (Limits(files=25), 25, "too many files"),
        (Limits(bytes=3_050), 30, "too much text"),
        (Limits(entries=40), 30, "too many entries"),
        (Limits(entries_in_a_folder=5), 25, "too many entries"),
    ):
        found, skipped = walk(FolderScanner(wants, IgnoreTree(), limits), [folder(tmp_path)])
        assert len(found) == n_found
        assert reason in skipped


def test_a_walk_stops_where_ignore_files_take_too_much_room(tmp_path: Path) -> None:
    write(tmp_path, {f"p{n}/.gitignore": f"*.{'o' * 98}" for n in range(10)} | {".gitignore": "# " * 500})
    write(tmp_path, {f"p{n}/m{m}.py": "" for n in range(10) for m in range(10)})
    limits = Limits(bytes_of_rules=650)
    found, skipped = walk(FolderScanner(wants, IgnoreTree(), limits), [folder(tmp_path)])
    assert len(found) == 70
    assert skipped["too much text"] == 1


def test_of_a_tree_of_20_000_entries_no_more_is_looked_at_than_is_taken(tmp_path: Path) -> None:
    for n in range(200):
        (tmp_path / f"p{n}").mkdir()
        for m in range(100):
            (tmp_path / f"p{n}" / f"m{m}.py").touch()
    asked: list[str] = []

    def wants_and_tells(name: str) -> bool:
        asked.append(name)
        return wants(name)

    found, skipped = walk(FolderScanner(wants_and_tells, IgnoreTree()), [folder(tmp_path)])
    assert len(found) == 5_000
    assert skipped == {"too many files": 1}
    assert len(asked) <= 5_100
    asked.clear()
    assert (
        len(
            walk(
                FolderScanner(wants_and_tells, IgnoreTree(), Limits(entries=8_000)), [folder(tmp_path / "p7")]
            )[0]
        )
        == 100
    )
    assert len(asked) == 100


def test_a_second_walk_looks_at_no_entry_of_an_unchanged_folder(tmp_path: Path) -> None:
    touch(tmp_path, "a.py", "pkg/b.py", "pkg/c.txt")
    asked: list[str] = []

    def wants_and_tells(name: str) -> bool:
        asked.append(name)
        return wants(name)

    scanner = FolderScanner(wants_and_tells, IgnoreTree())
    age(tmp_path)
    first = walk(scanner, [it := folder(tmp_path)])
    asked.clear()
    assert walk(scanner, [it]) == first
    assert asked == []
    touch(tmp_path, "pkg/d.py")
    assert walk(scanner, [it])[0] == ["a.py", "pkg/b.py", "pkg/d.py"]
    assert sorted(asked) == ["b.py", "c.txt", "d.py"]


def test_a_second_walk_sees_other_rules_and_other_contents(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "b.py": "", "pkg/c.py": "", ".gitignore": "x\n"})
    age(tmp_path)
    scanner = FolderScanner(wants, IgnoreTree())
    it = folder(tmp_path)
    assert walk(scanner, [it])[0] == ["a.py", "b.py", "pkg/c.py"]
    write(tmp_path, {".gitignore": "a.py\n/pkg/c.py\n"})
    assert walk(scanner, [it])[0] == ["b.py"]
    assert walk(scanner, [folder(tmp_path, ["b.py"])])[0] == []
    write(tmp_path, {"b.py": "longer\n"})
    batches = list(scanner.walk([it], [], Skips()))
    assert [found.size for batch in batches for found in batch] == [7]


def test_after_some_minutes_an_unchanged_folder_is_looked_at_again(tmp_path: Path) -> None:
    now_s = 0.0
    scanner = FolderScanner(wants, IgnoreTree(), clock=lambda: now_s)
    age(tmp_path)
    status = tmp_path.stat()
    it = folder(tmp_path)
    assert walk(scanner, [it])[0] == []
    touch(tmp_path, "new.py")
    os.utime(tmp_path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert walk(scanner, [it])[0] == []
    now_s = 301.0
    assert walk(scanner, [it])[0] == ["new.py"]


def test_a_single_file_is_judged_as_by_a_walk(tmp_path: Path) -> None:
    touch(tmp_path, "pkg/a.py", "gen/b.py", "node_modules/c/d.py", "pkg/key.pem.py")
    write(tmp_path, {".gitignore": "gen/\n", "pkg/.gitignore": "ignored.py\n"})
    scanner = FolderScanner(wants, IgnoreTree())
    walk(scanner, [folder(tmp_path, ["excluded.py"])])
    touch(tmp_path, "pkg/new.py", "pkg/ignored.py", "pkg/excluded.py", "pkg/sub/e.py", "node_modules/f/g.py")
    touch(tmp_path, "gen/deep/h.py")

    def find(name: str) -> object:
        found = scanner.find(str(tmp_path / name))
        return "found" if isinstance(found, Found) else found

    assert find("pkg/a.py") == find("pkg/new.py") == "found"
    assert find("pkg/ignored.py") == "ignored"
    assert find("pkg/excluded.py") == "excluded"
    assert find("pkg/text.txt") == "unreadable"
    assert find("gen/new.py") == find("gen/deep/h.py") == find("node_modules/f/g.py") == "ignored"
    assert find("pkg") is None
    assert find("pkg/sub/e.py") is None
    assert FolderScanner(wants, IgnoreTree()).find(str(tmp_path / "pkg" / "a.py")) is None
