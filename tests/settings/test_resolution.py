from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.settings.merging import SourceName
from pt_lsp.settings.options import Settings, declared_options, sections
from pt_lsp.settings.reserved_keys import RESERVED_KEYS
from pt_lsp.settings.resolution import Resolution, SettingsSource, environment_sources, resolve

PLACES: dict[SourceName, str] = {
    "user file": "config.toml",
    "project file": ".pt-lsp.toml",
    "editor's project": "the editor's workspace settings",
    "editor's folder": "the editor's settings of a folder",
    "editor": "the editor's settings",
    "environment": "the environment",
    "command line": "the command line",
}


def source(name: SourceName, values: dict[str, Any]) -> SettingsSource:
    return SettingsSource(name, values, PLACES[name])


def editor(values: dict[str, Any]) -> Resolution:
    return resolve([source("editor", values)])


def test_without_sources_the_defaults_hold() -> None:
    resolution = resolve([])
    assert resolution.settings == Settings()
    assert set(resolution.origins.values()) == {"default"}
    assert set(resolution.origins) == {option.key for option in declared_options()}


def test_a_later_place_overrules_an_earlier_one_whatever_the_order_of_arrival() -> None:
    ways = ("auto", "hole", "fim", "partial", "auto", "hole", "fim")
    sources = [
        source(name, {"completion": {"fill_mode": way}}) for name, way in zip(PLACES, ways, strict=True)
    ]
    for n, name in enumerate(PLACES, 1):
        resolution = resolve(list(reversed(sources[:n])))
        assert resolution.settings.completion.fill_mode == ways[n - 1]
        assert resolution.origins["completion.fillMode"] == name
        assert resolution.warnings == ()


def test_places_are_merged_setting_by_setting() -> None:
    resolution = resolve(
        [
            source("user file", {"completion": {"debounce_ms": 5, "multiline": "never"}}),
            source("editor", {"completion": {"debounceMs": 7}}),
        ]
    )
    assert resolution.settings.completion.debounce_ms == 7
    assert resolution.settings.completion.multiline == "never"
    assert resolution.origins["completion.multiline"] == "user file"
    assert resolution.origins["completion.enabled"] == "default"


OF_EDITS = "edits.streaming, edits.review, edits.lookups, edits.commentMarker"
MARKER = "a text on one line of at most 20 characters"


@pytest.mark.parametrize(
    "values",
    [
        {"completion": {"debounceMs": 0}},
        {"completion": {"debounce_ms": 0}},
        {"completion.debounceMs": 0},
        {"completion.debounce_ms": 0},
        {"ptLsp": {"completion": {"debounceMs": 0}}},
        {"ptLsp": {"completion.debounceMs": 0}},
        {"ptLsp.completion.debounceMs": 0},
        {"ptLsp.completion": {"debounceMs": 0}},
        {"pt_lsp": {"completion": {"debounce_ms": 0}}},
    ],
    ids=str,
)
def test_keys_may_be_nested_or_dotted_in_either_case_and_wrapped(values: dict[str, Any]) -> None:
    resolution = editor(values)
    assert resolution.settings.completion.debounce_ms == 0
    assert resolution.warnings == ()


def test_null_means_unset() -> None:
    resolution = resolve(
        [
            source("user file", {"completion": {"debounce_ms": 5}}),
            source("editor", {"completion": {"debounceMs": None}, "edits": None, "endpoint.model": None}),
        ]
    )
    assert resolution.settings.completion.debounce_ms == 5
    assert resolution.settings.endpoint.model == "qwen3-coder-plus"
    assert resolution.warnings == ()


@pytest.mark.parametrize(
    ("key", "value", "what_is_allowed"),
    [
        ("completion.debounceMs", -1, "a whole number from 0 to 5000"),
        ("completion.debounceMs", 5001, "a whole number from 0 to 5000"),
        ("completion.debounceMs", 1.5, "a whole number from 0 to 5000"),
        ("completion.debounceMs", True, "a whole number from 0 to 5000"),
        ("completion.debounceMs", "75", "a whole number from 0 to 5000"),
        ("completion.debounceMs", {"ms": 75}, "a whole number from 0 to 5000"),
        ("completion.debounceMs", float("inf"), "a whole number from 0 to 5000"),
        ("completion.enabled", 1, "true or false"),
        ("completion.multiline", "sometimes", "one of `auto`, `never`, `always`"),
        ("completion.multiline", ["auto"], "one of `auto`, `never`, `always`"),
        ("completion.disabledLanguages", [1], "a list of texts"),
        ("edits.commentMarker", "x" * 21, MARKER),
        ("edits.commentMarker", "pt:\nai:", MARKER),
        ("edits.commentMarker", 3, MARKER),
    ],
)
def test_a_bad_value_is_told_and_the_rest_stays_in_force(
    key: str, value: object, what_is_allowed: str
) -> None:
    resolution = editor({key: value, "edits": {"streaming": "never"}})
    assert resolution.settings.edits.streaming == "never"
    assert resolution.origins[key] == "default"
    assert resolution.warnings == (
        f"`{key}` in the editor's settings must be {what_is_allowed}; it is ignored.",
    )


def test_a_bad_value_leaves_an_earlier_places_value_in_force() -> None:
    resolution = resolve(
        [
            source("user file", {"completion": {"max_tokens": 9}}),
            source("editor", {"completion.maxTokens": "many"}),
        ]
    )
    assert resolution.settings.completion.max_tokens == 9
    assert resolution.origins["completion.maxTokens"] == "user file"


@pytest.mark.parametrize(
    ("key", "value", "held"),
    [
        ("completion.debounceMs", 75.0, 75),
        ("completion.disabledLanguages", "python", ("python",)),
        ("endpoint.connectTimeoutS", 2, 2.0),
        ("endpoint.apiKeyCommand", ["pass", "show"], ("pass", "show")),
        ("endpoint.apiKeyCommand", "pass show", "pass show"),
        ("context.instructions", "", ""),
        ("edits.commentMarker", " AI! ", "AI!"),
        ("edits.commentMarker", " ", ""),
        ("endpoint.proxy", "http://127.0.0.1:3128", "http://127.0.0.1:3128"),
    ],
)
def test_values_are_held_in_the_options_own_type(key: str, value: object, held: object) -> None:
    resolution = editor({key: value})
    (option,) = [option for option in declared_options() if option.key == key]
    in_force = getattr(getattr(resolution.settings, option.section), option.name)
    assert in_force == held
    assert type(in_force) is type(held)


@pytest.mark.parametrize(
    ("values", "warning"),
    [
        (
            {"edits": {"vie": "never"}},
            f"`edits.vie` in the editor's settings is not a setting; there are {OF_EDITS}",
        ),
        (
            {"edits": {"review": "never", "a.b": 1}},
            f"`edits.a.b` in the editor's settings is not a setting; there are {OF_EDITS}",
        ),
        ({"edits": 3}, "`edits` in the editor's settings must be a table of settings"),
        (
            {"completion": 3},
            "`completion` in the editor's settings must be a table of settings",
        ),
    ],
)
def test_what_is_no_setting_is_told_with_what_there_is(values: dict[str, Any], warning: str) -> None:
    assert editor(values).warnings == (f"{warning}; it is ignored.",)


@pytest.mark.parametrize(
    "values",
    [{"colour": 1}, {"": 1}, {"colour": {"red": 1}}, {"project": {"colour": 1}}, {3: 1}],
    ids=str,
)
def test_an_unknown_section_is_told_with_the_sections_there_are(values: dict[str, Any]) -> None:
    (warning,) = editor(values).warnings
    assert warning.endswith(
        "in the editor's settings is not a setting; "
        f"the sections are {', '.join(name for name, _ in sections())}; it is ignored."
    )


@pytest.mark.parametrize("key", RESERVED_KEYS)
def test_what_a_later_version_brings_is_accepted_silently(key: str) -> None:
    section, _, name = key.partition(".")
    for values in ({key: {"a": 1}}, {section: {name or "command": ["x"]}}, {f"{key}.deeper": 1}):
        assert editor(values).warnings == ()
        told = resolve([source("project file", values)]).warnings
        assert len(told) == (0 if RESERVED_KEYS[key] else 1)
        assert all("a project may not set it" in warning for warning in told)


def test_reserved_keys_of_the_initialization_options_are_skipped() -> None:
    assert editor({"extensions": ["groupedUndo"], "apiKey": "secret-1"}).warnings == ()


@pytest.mark.parametrize("values", [{"api_key": "secret-1"}, {"endpoint": {"apiKey": "secret-1"}}])
def test_a_key_in_a_settings_file_is_refused_without_repeating_it(values: dict[str, Any]) -> None:
    (warning,) = resolve([source("user file", values)]).warnings
    assert "the API key is never read from settings" in warning
    assert "secret-1" not in warning


def test_environment_variables_overrule_the_editor() -> None:
    environment = environment_sources(
        {"PT_LSP_BASE_URL": "http://127.0.0.1:1/v1", "PT_LSP_MODEL": "", "PATH": "/bin"}
    )
    resolution = resolve(
        [*environment, source("editor", {"endpoint": {"baseUrl": "https://x.example", "model": "m"}})]
    )
    assert resolution.settings.endpoint.base_url == "http://127.0.0.1:1/v1"
    assert resolution.origins["endpoint.baseUrl"] == "environment"
    assert resolution.settings.endpoint.model == "m"


KEYS = st.sampled_from(
    [
        "ptLsp",
        "completion",
        "debounceMs",
        "debounce_ms",
        "privacy.exclude",
        "exclude",
        "endpoint",
        "baseUrl",
        "project",
        "",
        ".",
    ]
) | st.text(max_size=4)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, JSON, max_size=5), st.sampled_from(list(PLACES)))
def test_no_value_whatever_raises_or_breaks_a_type(values: dict[str, Any], name: SourceName) -> None:
    resolution = resolve([source(name, values)])
    debounce = resolution.settings.completion.debounce_ms
    assert debounce is None or 0 <= debounce <= 5000
    assert all(isinstance(pattern, str) for pattern in resolution.settings.privacy.exclude)
