from pathlib import Path

import pytest

from pt_lsp.store import json_file
from pt_lsp.store.probes import Probes, probes_path

URL, MODEL = "https://api.example.org/v1", "qwen3-coder-plus"


def test_a_pair_that_was_never_probed_has_no_result(tmp_path: Path) -> None:
    assert Probes(tmp_path / "p.json").working_ways(URL, MODEL) is None


def test_results_are_kept_per_url_and_model(tmp_path: Path) -> None:
    Probes(tmp_path / "p.json").record(URL, MODEL, ("partial", "hole"))
    Probes(tmp_path / "p.json").record(URL, "other", ())
    probes = Probes(tmp_path / "p.json")
    assert probes.working_ways(URL, MODEL) == ("partial", "hole")
    assert probes.working_ways(URL, "other") == ()
    assert probes.working_ways("http://127.0.0.1:1/v1", MODEL) is None


def test_the_last_result_counts(tmp_path: Path) -> None:
    probes = Probes(tmp_path / "p.json")
    probes.record(URL, MODEL, ("hole",))
    probes.record(URL, MODEL, ("fim", "hole"))
    assert probes.working_ways(URL, MODEL) == ("fim", "hole")
    assert len(json_file.read(tmp_path / "p.json")["probes"]) == 1


def test_what_another_process_has_found_is_known_once_somebody_has_looked(tmp_path: Path) -> None:
    probes = Probes(tmp_path / "p.json")
    Probes(tmp_path / "p.json").record(URL, MODEL, ("fim",))
    assert probes.working_ways(URL, MODEL) is None
    probes.look()
    assert probes.working_ways(URL, MODEL) == ("fim",)


def test_the_oldest_results_are_forgotten(tmp_path: Path) -> None:
    probes = Probes(tmp_path / "p.json")
    for n in range(101):
        probes.record(URL, f"model-{n}", ("hole",))
    assert probes.working_ways(URL, "model-0") is None
    assert probes.working_ways(URL, "model-1") == ("hole",)


@pytest.mark.parametrize(
    ("content", "ways"),
    [
        ('{"probes": 3}', None),
        ('{"probes": [3, {"base_url": 1}]}', None),
        (f'{{"probes": [{{"base_url": "{URL}", "model": "{MODEL}", "ways": "hole"}}]}}', None),
        (
            f'{{"probes": [{{"base_url": "{URL}", "model": "{MODEL}", "ways": ["telepathy", [], "fim"]}}]}}',
            ("fim",),
        ),
    ],
    ids=["no list", "no pairs", "no ways", "unknown ways"],
)
def test_what_a_damaged_file_holds_is_passed_over(
    tmp_path: Path, content: str, ways: tuple[str, ...] | None
) -> None:
    (tmp_path / "p.json").write_text(content, encoding="utf-8")
    assert Probes(tmp_path / "p.json").working_ways(URL, MODEL) == ways


def test_the_file_lies_beside_the_statistics() -> None:
    assert probes_path() == json_file.state_folder() / "probes.json"
