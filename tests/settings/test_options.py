import ast
import pickle
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from pt_lsp.settings.options import Settings, camel_case, declared_options
from pt_lsp.settings.reserved_keys import RESERVED_KEYS
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


def test_no_key_is_reserved_that_is_an_option_already() -> None:
    declared = {option.key for option in declared_options()}
    assert not [key for key in declared for reserved in RESERVED_KEYS if f"{key}.".startswith(f"{reserved}.")]


def test_every_option_is_read_somewhere_so_that_what_is_offered_has_an_effect() -> None:
    trees = [
        ast.parse(path.read_text(encoding="utf-8"))
        for path in (Path(__file__).parents[2] / "pt_lsp").rglob("*.py")
        if path.parent.name != "settings" or path.name == "options.py"  # whose methods read some
    ]
    read = {node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    read.add("from_project")  # by which it is decided what of `actions.own` is in force
    assert not {option.key for option in declared_options() if option.name not in read}


@pytest.mark.parametrize(
    ("written", "camel"),
    [
        ("debounce_ms", "debounceMs"),
        ("debounceMs", "debounceMs"),
        ("model", "model"),
        ("tokens_per_day", "tokensPerDay"),
    ],
)
def test_names_in_snake_case_become_camel_case(written: str, camel: str) -> None:
    assert camel_case(written) == camel
