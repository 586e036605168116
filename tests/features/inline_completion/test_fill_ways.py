from pathlib import Path

import pytest

from pt_lsp.features.inline_completion.fill_ways import FillWays
from pt_lsp.llm.extras import takes_partial
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.options import FillWay
from pt_lsp.settings.tables import JobModels
from pt_lsp.store.probes import Probes

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
ENDPOINT = EndpointSettings(base_url=URL)


def fill_ways(folder: Path) -> FillWays:
    return FillWays(Probes(folder / "p.json"), takes_partial)


def test_hole_is_the_way_until_something_was_probed(tmp_path: Path) -> None:
    assert fill_ways(tmp_path).way(ENDPOINT) == "hole"


@pytest.mark.parametrize(
    ("working", "way"),
    [
        (("hole", "fim", "partial"), "partial"),
        (("hole", "fim"), "fim"),
        (("hole",), "hole"),
        ((), "hole"),
    ],
)
def test_the_best_way_that_works_is_taken_and_remembered_by_later_servers(
    tmp_path: Path, working: tuple[FillWay, ...], way: str
) -> None:
    ways = fill_ways(tmp_path)
    ways.way(ENDPOINT)
    ways.remember(ENDPOINT, working)
    assert ways.way(ENDPOINT) == fill_ways(tmp_path).way(ENDPOINT) == way


def test_endpoints_and_models_are_told_apart_and_a_slash_at_the_end_makes_no_other(tmp_path: Path) -> None:
    ways = fill_ways(tmp_path)
    ways.remember(ENDPOINT, ("fim",))
    assert ways.way(EndpointSettings(base_url=URL + "/")) == "fim"
    assert ways.way(EndpointSettings(base_url=URL, model="other")) == "hole"
    assert ways.way(EndpointSettings()) == "hole"


def test_the_model_of_completions_is_the_one_that_was_probed(tmp_path: Path) -> None:
    both = EndpointSettings(model="large", models=JobModels(completion="small"))
    fill_ways(tmp_path).remember(both, ("fim",))
    assert fill_ways(tmp_path).way(both) == "fim"
    assert fill_ways(tmp_path).way(EndpointSettings(model="small")) == "fim"
    assert fill_ways(tmp_path).way(EndpointSettings(model="large")) == "hole"


def test_a_profile_that_does_not_allow_the_partial_way_counts_more_than_a_probe(tmp_path: Path) -> None:
    ways = fill_ways(tmp_path)
    ways.remember(ENDPOINT, ("fim", "partial"))
    assert ways.way(ENDPOINT) == "partial"
    assert ways.way(EndpointSettings(base_url=URL, profile="powertokens")) == "fim"
