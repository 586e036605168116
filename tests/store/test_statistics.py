import json
import subprocess
import sys
from pathlib import Path

import pytest

from pt_lsp.errors import SettingsError
from pt_lsp.store import json_file
from pt_lsp.store.statistics import Counts, Statistics, statistics_path

COMPLETED = Counts(asked=1, shown=1, prompt_tokens=500, completion_tokens=20, cached_tokens=100)


def test_counts_add_up_per_purpose_and_in_all(tmp_path: Path) -> None:
    statistics = Statistics(tmp_path / "s.json")
    statistics.add("inline completion", COMPLETED)
    statistics.add("inline completion", Counts(reused=1, accepted=1, kept=1))
    statistics.add("edit", COMPLETED)
    assert statistics.by_purpose() == {
        "inline completion": Counts(1, 1, 1, 1, 1, 500, 20, 100),
        "edit": COMPLETED,
    }
    assert statistics.total() == Counts(2, 1, 2, 1, 1, 1000, 40, 200)


def test_counts_are_written_by_flush_only_and_outlive_the_process(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "s.json"
    statistics = Statistics(path)
    statistics.flush()
    statistics.add("edit", COMPLETED)
    assert not path.exists()
    statistics.flush()
    statistics.flush()
    assert Statistics(path).by_purpose() == statistics.by_purpose() == {"edit": COMPLETED}


def test_two_owners_of_one_file_do_not_lose_each_others_counts(tmp_path: Path) -> None:
    one, other = Statistics(tmp_path / "s.json"), Statistics(tmp_path / "s.json")
    for statistics in (one, other, one):
        statistics.add("edit", Counts(asked=1))
        statistics.flush()
    assert one.total() == other.total() == Counts(asked=3)


def test_processes_that_write_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from pt_lsp.store.statistics import *\n"
        "s = Statistics(pathlib.Path(sys.argv[1]))\n"
        "for _ in range(50): s.add('edit', Counts(asked=1)); s.flush()"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "s.json")]
    processes = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert Statistics(tmp_path / "s.json").total() == Counts(asked=150)


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "{",
        "[]",
        '{"purposes": 3}',
        '{"purposes": {"edit": 3}}',
        '{"purposes": {"edit": {"asked": "x", "shown": -1, "other": 1}}}',
        "[" * 100_000,
        "\x00",
    ],
    ids=range(8),
)
def test_a_damaged_file_counts_as_empty_and_is_written_anew(tmp_path: Path, damaged: str) -> None:
    path = tmp_path / "s.json"
    path.write_text(damaged, encoding="utf-8")
    statistics = Statistics(path)
    assert statistics.total() == Counts()
    statistics.add("edit", COMPLETED)
    statistics.flush()
    assert Statistics(path).total() == COMPLETED


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    statistics = Statistics(tmp_path / "file" / "s.json")
    statistics.add("edit", COMPLETED)
    with pytest.raises(SettingsError, match=r"s\.json cannot be written: "):
        statistics.flush()
    assert statistics.total() == COMPLETED


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    json_file.update(path, lambda _: {"a": 1})
    (tmp_path / "s.json.new").mkdir()
    with pytest.raises(SettingsError):
        json_file.update(path, lambda _: {"a": 2})
    assert json.loads(path.read_text(encoding="utf-8")) == {"a": 1}


def test_the_file_lies_in_the_state_folder_of_the_platform() -> None:
    assert statistics_path().name == "statistics.json"
    assert statistics_path().parent == json_file.state_folder()
    assert "pt-lsp" in json_file.state_folder().parts
