import pickle
from dataclasses import FrozenInstanceError

import pytest

from pt_lsp.settings.options import Settings, camel_case, declared_options
from pt_lsp.settings.values import fitting


def test_settings_are_frozen_hashable_values() -> None:
    settings = Settings()
    assert settings == Settings()
    assert hash(settings) == hash(Settings())
    assert pickle.loads(pickle.dumps(settings)) == settings
    with pytest.raises(FrozenInstanceError):
        settings.completion.max_tokens = 1  # type: ignore[misc]  # that it is refused is what is tested


@pytest.mark.parametrize("option", declared_options(), ids=lambda option: option.key)
def test_every_default_fits_its_own_option(option: object) -> None:
    for declared in declared_options():
        if declared == option and declared.default is not None:
            assert fitting(declared, declared.default) == declared.default


@pytest.mark.parametrize("option", declared_options(), ids=lambda option: option.key)
def test_every_option_has_a_doc_sentence(option: object) -> None:
    assert getattr(option, "doc", "").endswith(".")


def test_only_the_users_own_settings_reach_the_endpoint_and_the_budget() -> None:
    scopes = {(option.section, option.scope) for option in declared_options()}
    assert ("endpoint", "project") not in scopes
    assert ("budget", "project") not in scopes
    assert [o.key for o in declared_options() if o.section == "privacy" and o.scope == "project"] == [
        "privacy.exclude"
    ]


@pytest.mark.parametrize(
    ("written", "camel"),
    [
        ("debounce_ms", "debounceMs"),
        ("debounceMs", "debounceMs"),
        ("model", "model"),
        ("on_hover", "onHover"),
    ],
)
def test_names_in_snake_case_become_camel_case(written: str, camel: str) -> None:
    assert camel_case(written) == camel
