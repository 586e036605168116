import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pt_lsp.errors import SettingsError
from pt_lsp.store import json_file, originals
from pt_lsp.store.originals import MAX_AGE_S, MAX_RECORDS, OriginalRecord, Originals, originals_folder

URI = "file:///c%3A/project/a%20b.py"
PIECES = [("same", "def f():\n", 0), ("old", "    pass\n", 1), ("new", "    return 1\n", 1)]


def record(edit_id: str = "edit-1", *, uri: str = URI, age_s: float = 0.0, text: str = "") -> OriginalRecord:
    candidates = ([*PIECES, ("typed", text, 0)], [("same", "def f():\n", 0)])
    return OriginalRecord(edit_id, uri, "python", "Fix", time.time() - age_s, candidates)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_was_kept_is_found_by_another_server(tmp_path: Path) -> None:
    kept = record()
    Originals(tmp_path / "deep" / "originals").keep(kept)
    assert Originals(tmp_path / "deep" / "originals").of(URI) == [kept]


def test_only_the_edits_of_the_document_are_given_the_oldest_first(tmp_path: Path) -> None:
    store = Originals(tmp_path)
    newest, oldest = record("b", age_s=1), record("a", age_s=9)
    for each in (newest, record("c", uri="file:///other.py"), oldest):
        store.keep(each)
    assert store.of(URI) == [oldest, newest]


def test_an_edit_is_kept_once_as_it_was_last_whatever_its_document_is_called(tmp_path: Path) -> None:
    store = Originals(tmp_path)
    store.keep(record())
    store.keep(changed := record(text="typed"))
    assert store.of(URI) == [changed]
    store.keep(renamed := record(uri="untitled:Untitled-1"))
    assert store.of(URI) == []
    assert store.of("untitled:Untitled-1") == [renamed]
    assert len(files(tmp_path)) == 1


def test_a_dropped_edit_leaves_no_trace(tmp_path: Path) -> None:
    store = Originals(tmp_path)
    store.keep(record())
    store.drop("edit-2")
    assert len(files(tmp_path)) == 1
    store.drop("edit-1")
    store.drop("edit-1")
    assert files(tmp_path) == []


def test_nothing_was_kept_where_no_folder_is(tmp_path: Path) -> None:
    store = Originals(tmp_path / "none")
    store.drop("edit-1")
    assert store.of(URI) == []
    assert not (tmp_path / "none").exists()


def test_any_id_uri_and_text_can_be_kept(tmp_path: Path) -> None:
    store = Originals(tmp_path)
    odd = record(
        '../../a:b*?"<>|\ud800', uri="ptlsp:/\ud83d\x00/" + "x" * 5000, text="\ud83d \x00\r\n\u2028é"
    )
    store.keep(odd)
    assert store.of(odd.uri) == [odd]
    (name,) = files(tmp_path)
    assert set(name) <= set("0123456789abcdef-.json")


def test_the_newest_are_kept(tmp_path: Path) -> None:
    store = Originals(tmp_path)
    for number in range(MAX_RECORDS + 2):
        store.keep(record(f"edit-{number}", age_s=1000 - number))
    kept = store.of(URI)
    assert [each.edit_id for each in kept] == [f"edit-{number}" for number in range(2, MAX_RECORDS + 2)]
    assert len(files(tmp_path)) == MAX_RECORDS


def test_after_a_week_they_are_given_no_more_and_removed_by_the_next(tmp_path: Path) -> None:
    store = Originals(tmp_path)
    store.keep(record("old", age_s=MAX_AGE_S - 60))
    assert len(store.of(URI)) == 1
    store.keep(replace(record("older"), saved_s=time.time() - MAX_AGE_S - 60))
    assert [each.edit_id for each in store.of(URI)] == ["old"]
    assert len(files(tmp_path)) == 1


def test_one_that_is_too_big_is_not_kept_nor_what_it_was_before(tmp_path: Path) -> None:
    store = Originals(tmp_path)
    store.keep(record())
    store.keep(record(text="x" * originals.MAX_BYTES))
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b'{"format": 1, "edit_id": "edit-1"',
        b"[]",
        b"\xff\xfe",
        b'{"format": 1}',
        b'{"format": 2}',
        b'{"format": 1, "edit_id": "", "uri": "", "title": "", "saved_s": 0, "candidates": []}',
        b'{"format": 1, "edit_id": "", "uri": "", "title": "", "saved_s": 0, "candidates": [3]}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_removed_and_the_others_are_given(tmp_path: Path, damage: bytes) -> None:
    store = Originals(tmp_path)
    store.keep(record("damaged"))
    (path,) = tmp_path.iterdir()
    store.keep(sound := record("sound"))
    path.write_bytes(damage)
    assert store.of(URI) == [sound]
    assert not path.exists()


def test_what_others_have_put_there_is_left_alone(tmp_path: Path) -> None:
    foreign = ["notes.json", "0" * 24 + "-" + "0" * 23 + ".json", "original-1.json", "x.new"]
    for name in foreign:
        (tmp_path / name).write_text("mine", encoding="utf-8")
        os.utime(tmp_path / name, (0, 0))
    (tmp_path / ("0" * 24 + "-" + "0" * 24 + ".json")).mkdir()
    store = Originals(tmp_path)
    store.keep(record())
    assert len(store.of(URI)) == 1
    store.drop("edit-1")
    assert sorted(foreign) == [name for name in files(tmp_path) if name in foreign]


def test_a_write_that_fails_leaves_what_was_kept_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Originals(tmp_path)
    store.keep(kept := record())

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "utime", fail)
    with pytest.raises(SettingsError, match="cannot be written: No space left"):
        store.keep(record(text="more"))
    assert store.of(URI) == [kept]
    assert len(files(tmp_path)) == 1


def test_a_crash_in_the_middle_of_a_write_leaves_what_was_kept(tmp_path: Path) -> None:
    Originals(tmp_path).keep(kept := record())
    code = (
        "import os, sys, pathlib, time; from pt_lsp.store.originals import *\n"
        "os.utime = lambda *_: os._exit(9)\n"
        "store = Originals(pathlib.Path(sys.argv[1]))\n"
        f"store.keep(OriginalRecord('edit-1', {URI!r}, '', '', time.time(), ()))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == 9
    store = Originals(tmp_path)
    assert store.of(URI) == [kept]
    (left,) = (path for path in tmp_path.iterdir() if path.suffix == ".new")
    store.keep(record("edit-2"))
    assert left.exists(), "another server may be writing it just now"
    os.utime(left, (time.time() - 4000,) * 2)
    store.keep(record("edit-3"))
    assert not left.exists()


def test_servers_that_share_the_folder_lose_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, time; from pt_lsp.store.originals import *\n"
        "store, name = Originals(pathlib.Path(sys.argv[1])), sys.argv[2]\n"
        "for n in range(40):\n"
        "    for each in ('a', 'b'):\n"
        f"        store.keep(OriginalRecord(name + each, {URI!r}, '', str(n), time.time(), ()))\n"
        f"    assert name + 'a' in [record.edit_id for record in store.of({URI!r})]\n"
        "    store.drop(name + 'b')\n"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "xyz"]
    assert [process.wait() for process in processes] == [0, 0, 0]
    kept = Originals(tmp_path).of(URI)
    assert sorted((each.edit_id, each.title) for each in kept) == [("xa", "39"), ("ya", "39"), ("za", "39")]
    assert len(files(tmp_path)) == 3


def test_the_folder_lies_beside_the_statistics() -> None:
    assert originals_folder() == json_file.state_folder() / "originals"
