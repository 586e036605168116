import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pt_lsp.errors import SettingsError
from pt_lsp.store import json_file
from pt_lsp.store.counts import Cost
from pt_lsp.store.statistics import Counts, Statistics, Subject, statistics_path

COMPLETED = Counts(asked=1, shown=1, prompt_tokens=500, completion_tokens=20, cached_tokens=100)


def test_counts_add_up_per_purpose_and_language_and_in_all(tmp_path: Path) -> None:
    statistics = Statistics(tmp_path / "s.json")
    statistics.add("inline completion", COMPLETED, "rust")
    statistics.add("inline completion", Counts(reused=1, accepted=1, kept=1), "rust")
    statistics.add("inline completion", COMPLETED, "go")
    statistics.add("edit", COMPLETED)
    assert statistics.by_subject() == {
        Subject("inline completion", "rust"): COMPLETED + Counts(reused=1, accepted=1, kept=1),
        Subject("inline completion", "go"): COMPLETED,
        Subject("edit"): COMPLETED,
    }
    assert statistics.total().asked == 3


def test_counts_are_written_by_flush_only_and_outlive_the_process(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "s.json"
    statistics = Statistics(path)
    statistics.flush()
    statistics.add("edit", COMPLETED, "c")
    assert not path.exists()
    statistics.flush()
    statistics.flush()
    known = {Subject("edit", "c"): COMPLETED}
    assert Statistics(path).by_subject() == statistics.by_subject() == known


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


def test_what_is_counted_while_a_thread_writes_is_counted_once(tmp_path: Path) -> None:
    statistics = Statistics(tmp_path / "s.json")
    is_done = threading.Event()

    def flush() -> None:
        while not is_done.is_set():
            statistics.flush()

    writer = threading.Thread(target=flush)
    writer.start()
    for _ in range(3000):
        statistics.add("edit", spend(2))
    is_done.set()
    writer.join()
    statistics.flush()
    assert Statistics(tmp_path / "s.json").total().asked == 3000
    assert Statistics(tmp_path / "s.json").spent_elsewhere() == 6000
    assert statistics.spent_elsewhere() == 0


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "{",
        "[]",
        '{"counts": 3, "days": []}',
        '{"counts": {"edit": 3}, "days": {"2026-11-24": "x"}}',
        '{"counts": {"edit": {"c": {"asked": "x", "shown": -1, "kept": true, "other": 1}, "d": 3}}}',
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


DAY_S = 24 * 3600
NOON_S = 1_795_521_600.0


class Clock:
    def __init__(self) -> None:
        self.now = NOON_S

    def __call__(self) -> float:
        return self.now


def spend(tokens: int) -> Counts:
    return Counts(asked=1, prompt_tokens=tokens - 1, completion_tokens=1)


def test_the_day_s_tokens_outlive_a_restart(tmp_path: Path) -> None:
    clock = Clock()
    first = Statistics(tmp_path / "s.json", clock)
    first.add("edit", spend(100))
    first.flush()
    assert first.spent_elsewhere() == 0
    assert Statistics(tmp_path / "s.json", clock).spent_elsewhere() == 100
    clock.now += DAY_S
    assert Statistics(tmp_path / "s.json", clock).spent_elsewhere() == 0


def test_servers_see_what_the_others_have_spent_today_and_not_their_own(tmp_path: Path) -> None:
    clock = Clock()
    servers = [Statistics(tmp_path / "s.json", clock) for _ in range(3)]
    for server, tokens in zip(servers, (100, 20, 3), strict=True):
        server.add("edit", spend(tokens))
        server.flush()
    for server in servers:
        server.flush()
    assert [server.spent_elsewhere() for server in servers] == [23, 103, 120]
    servers[0].add("edit", spend(7))
    assert servers[0].spent_elsewhere() == 23


def test_what_could_not_be_written_today_is_spent_only_once(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    statistics = Statistics(path, Clock())
    (tmp_path / "s.json.new").mkdir()
    statistics.add("edit", spend(10))
    with pytest.raises(SettingsError):
        statistics.flush()
    (tmp_path / "s.json.new").rmdir()
    statistics.flush()
    assert statistics.spent_elsewhere() == 0
    assert Statistics(path, Clock()).spent_elsewhere() == 10


def test_only_the_last_month_is_kept_by_day(tmp_path: Path) -> None:
    clock = Clock()
    statistics = Statistics(tmp_path / "s.json", clock)
    for _ in range(40):
        statistics.add("edit", spend(2))
        statistics.flush()
        clock.now += DAY_S
    days = json_file.read(tmp_path / "s.json")["days"]
    assert len(days) == 31
    assert max(days) == "2027-01-02"


def test_languages_without_end_are_counted_together(tmp_path: Path) -> None:
    statistics = Statistics(tmp_path / "s.json")
    for n in range(300):
        statistics.add("edit", Counts(asked=1), f"language {n}")
        statistics.flush()
    statistics.add("edit", Counts(asked=1), "x" * 1000)
    counts = statistics.by_subject()
    assert len(counts) <= 101
    assert statistics.total() == Counts(asked=301)
    assert counts[Subject("edit", "other")].asked > 100


def test_what_was_counted_before_there_were_currencies_was_yuan(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    old = {"asked": 3, "priced": 2, "cost_nano_cny": 5_000}
    path.write_text(json.dumps({"counts": {"edit": {"c": old, "go": {"asked": 1, "priced": 1}}}}))
    statistics = Statistics(path)
    statistics.add("edit", Counts(asked=1, costs=(Cost("USD", 1, 7),)), "c")
    for _ in range(2):
        assert statistics.by_subject() == {
            Subject("edit", "c"): Counts(asked=4, costs=(Cost("CNY", 2, 5_000), Cost("USD", 1, 7))),
            Subject("edit", "go"): Counts(asked=1, costs=(Cost("CNY", 1, 0),)),
        }
        statistics.flush()
    assert Statistics(path).total().costs == (Cost("CNY", 3, 5_000), Cost("USD", 1, 7))


@pytest.mark.parametrize(
    "costs",
    [
        3,
        [],
        {"USD": 3},
        {"USD": [1]},
        {"$": [1, 2]},
        *({"USD": pair} for pair in ([1, "2"], [True, 2], [1, -2])),
    ],
)
def test_damaged_costs_are_passed_over(tmp_path: Path, costs: object) -> None:
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"counts": {"edit": {"c": {"asked": 1, "costs": costs}}}}))
    assert Statistics(path).total() == Counts(asked=1)
