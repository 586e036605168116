"""What protects is never guessed: a value that cannot be read stops requests, whoever wrote it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.settings.merging import SourceName
from pt_lsp.settings.options import Option, declared_options
from pt_lsp.settings.resolution import Resolution, SettingsSource, environment_sources, resolve
from pt_lsp.settings.tables import Table
from pt_lsp.settings.values import Unfit, fitting

PROTECTING = [option for option in declared_options() if option.is_protecting]
USERS: tuple[SourceName, ...] = ("user file", "editor", "command line")
UNTIL = "; nothing is sent until it is corrected."


def says(values: object, name: SourceName = "editor") -> Resolution:
    return resolve([SettingsSource(name, values, f"the {name}")])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://models.example/v1", "https://models.example/v1"),
        (" https://models.example/v1/ \n", "https://models.example/v1"),
        ("https://models.example/v1//", "https://models.example/v1"),
        ("https://models.example///", "https://models.example"),
        ("HTTPS://models.example/v1", "https://models.example/v1"),
        ("http://127.0.0.1:8000/v1/chat/completions", "http://127.0.0.1:8000/v1"),
        ("http://127.0.0.1:8000/v1//chat/completions//", "http://127.0.0.1:8000/v1"),
        ("http://chat/completions", "http://chat/completions"),
        ("http://[::1]:8000/openai", "http://[::1]:8000/openai"),
    ],
)
def test_an_address_that_can_mean_one_place_only_is_read(written: str, read: str) -> None:
    resolution = says({"endpoint": {"baseUrl": written}})
    assert resolution.settings.endpoint.base_url == read
    assert resolution.settings.refusal is None


NO_ADDRESSES = [
    *("127.0.0.1:8000/v1", "localhost:8000/v1", "api.example/v1", "//api.example/v1", "/v1", "https:", "x"),
    *("http:/127.0.0.1:8000/v1", "http:127.0.0.1", "https//api.example/v1", "https://", "https:///v1"),
    *("htp://api.example/v1", "ftp://api.example/v1", "file:///v1", "ws://api.example/v1"),
    *("${env:X}", "${PT_LSP_BASE_URL}", "https://${env:HOST}/v1", "https://api.example/${env:VERSION}"),
    *("https://api .example/v1", "https://api.example/v 1", "https://api.exa\nmple/v1", "https://a\tb/v1"),
    *("https://user:secret-1@api.example/v1", "https://secret-1@api.example/v1"),
    *("https://api.example/v1?key=secret-1", "https://api.example/v1?", "https://api.example/v1#"),
    *("https://api.example:0/v1", "https://api.example:99999/v1", "https://api.example:port/v1"),
    *("https://[::1/v1", "https://api..example/v1", "https://mödels.example/v1", "https://-.example\\@x/v1"),
    *('"https://api.example/v1"', "<https://api.example/v1>", "https://<host>/v1", "", " "),
    *("https://api.example/v1, https://b.example/v1", "https://api.example/v1\x00"),
]


@pytest.mark.parametrize("name", USERS)
@pytest.mark.parametrize("written", NO_ADDRESSES)
def test_an_address_that_cannot_be_read_stops_requests(written: str, name: SourceName) -> None:
    resolution = says({"endpoint": {"base_url": written}, "edits": {"streaming": "never"}}, name)
    refusal = str(resolution.settings.refusal)
    assert refusal.startswith(f"`endpoint.base_url` in the {name} must ")
    assert refusal.endswith(UNTIL)
    assert "secret-1" not in refusal
    assert resolution.settings.edits.streaming == "never"
    assert resolution.warnings == ()


@pytest.mark.parametrize("written", [written for written in NO_ADDRESSES if written and "\0" not in written])
def test_an_address_of_the_environment_stops_requests_whatever_others_say(written: str) -> None:
    file = SettingsSource("user file", {"endpoint.base_url": "https://mine.example/v1"}, "config.toml")
    flag = SettingsSource("command line", {"endpoint.base_url": "https://flag.example"}, "the command line")
    for others in ([], [file], [file, flag]):
        refusal = str(resolve([*environment_sources({"PT_LSP_BASE_URL": written}), *others]).settings.refusal)
        assert refusal.startswith("`endpoint.baseUrl` in the environment variable PT_LSP_BASE_URL must ")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("customers/", ("customers/",)),
        ([" customers/** ", "\tkeys/\n", ""], ("customers/**", "keys/", "")),
        (["./customers/", "a//b/", "a/./b"], ("/customers/", "a/b/", "a/b")),
        (["!a", "# note", "*.{x}", "{{name}}/", "\\#a", "a\\ ", "[!a]b"], None),
        ([], ()),
        ({}, ()),
    ],
)
def test_patterns_are_read_without_what_says_nothing(written: object, read: tuple[str, ...] | None) -> None:
    settings = says({"privacy": {"exclude": written}}).settings
    assert settings.refusal is None
    assert settings.privacy.exclude == (tuple(written) if read is None else read)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [*USERS, "project file"])
@pytest.mark.parametrize(
    "written",
    [
        *(["customers/**", 3], [["customers/**"]], {"0": "customers/**"}, 3, True, [None]),
        *("customers/, keys/", "customers/;keys/", "customers/\nkeys/"),
        *(["[a"], ["a\\"], ["!"], ["/"], ["."], ["a[]b"]),
        *(["customers\\secret"], ["customers\\**"], ["C:\\work\\x"], ["C:/work/x"], ["~/x"], ["../x"]),
        *(["a/../b"], ["*.{pem,key}"], ["${workspaceFolder}/x"], ["file:///home/me/x"], "*.{pem,key}"),
    ],
    ids=str,
)
def test_patterns_that_would_leave_out_nothing_stop_requests(written: object, name: SourceName) -> None:
    for values in ({"privacy": {"exclude": written}}, {"privacy.exclude": written}):
        refusal = str(says(values, name).settings.refusal)
        assert refusal.startswith(f"`privacy.exclude` in the {name} ")
        assert refusal.endswith(UNTIL)


@pytest.mark.parametrize("name", [*USERS, "project file"])
@pytest.mark.parametrize("key", ["privacy.exclude", "context.exclude", "completion.disabledLanguages"])
@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (["a/"] * 1_001, "has more than 1,000 patterns"),
        (["a" * 1_001], "has a pattern of more than 1,000 characters"),
        (["*a" * 400] * 76, "has more than 30,000 wildcards"),
    ],
    ids=["patterns", "characters", "wildcards"],
)
def test_more_patterns_than_can_be_looked_at_stop_requests(
    key: str, written: list[str], fault: str, name: SourceName
) -> None:
    refusal = says({key: written}, name).settings.refusal
    assert refusal == f"`{key}` in the {name} {fault}{UNTIL}"
    assert says({key: written[:1]} if len(written) > 1 else {}, name).settings.refusal is None


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("endpoint.model", 3, "must be a text"),
        ("endpoint.model", "", "must not be empty; leave it out to have it unset"),
        ("endpoint.model", "${env:MODEL}", "must be written out, for `${` is not replaced in it"),
        ("endpoint.profile", "azure", "must be one of "),
        ("endpoint.allowInsecure", "yes", "must be true or false"),
        ("endpoint.apiKeyCommand", 3, "must be a text or a list of texts"),
        ("endpoint.apiKeyCommand", ["pass", 3], "must be a text or a list of texts"),
        ("endpoint.proxy", "proxy.example:3128", "must be an http or https URL"),
        ("endpoint.proxy", "socks5://proxy.example", "must be an http or https URL"),
        ("endpoint.proxy", "http://a/b", "must be the address of a proxy without a path"),
        ("endpoint.caFile", ["ca.pem"], "must be a text"),
        ("endpoint.idleTimeoutS", float("nan"), "must be a number from 1 to 600"),
        ("endpoint.idleTimeoutS", 10**400, "must be a number from 1 to 600"),
        ("privacy.redactSecrets", "on", "must be true or false"),
        ("privacy.redactSecrets", 1, "must be true or false"),
        ("privacy.logPrompts", [], "must be true or false"),
        ("budget.tokensPerDay", "many", "must be a whole number of at least 1"),
        ("budget.tokensPerDay", 0, "must be a whole number of at least 1"),
        ("budget.tokensPerDay", -1, "must be a whole number of at least 1"),
        ("budget.tokensPerMinute", 1.5, "must be a whole number of at least 1"),
        ("budget.tokensPerMinute", True, "must be a whole number of at least 1"),
    ],
)
def test_a_bad_value_of_what_protects_is_no_default(key: str, value: object, fault: str) -> None:
    for name in USERS:
        refusal = str(says({key: value}, name).settings.refusal)
        assert refusal.startswith(f"`{key}` in the {name} {fault}")
        assert refusal.endswith(UNTIL)


@pytest.mark.parametrize("section", ["endpoint", "privacy", "budget"])
@pytest.mark.parametrize("value", ["x", 3, ["a"], [{"exclude": ["a"]}], True])
def test_a_section_that_is_no_table_stops_requests(section: str, value: object) -> None:
    refusal = says({section: value, "completion": {"maxTokens": 9}}).settings.refusal
    assert refusal == f"`{section}` in the editor must be a table of settings{UNTIL}"


@pytest.mark.parametrize("values", ["x", 3, ["a"], {"ptLsp": 3}, {"pt_lsp": "x"}])
def test_what_is_no_table_at_all_stops_requests(values: object) -> None:
    refusal = says(values).settings.refusal
    assert refusal == f"The section `ptLsp` in the editor must be a table of settings{UNTIL}"


@pytest.mark.parametrize(
    "values", [None, {}, [], (), {"ptLsp": []}, {"endpoint": [], "privacy": None, "budget": ()}]
)
def test_what_is_empty_says_nothing(values: object) -> None:
    resolution = says(values)
    assert (resolution.settings.refusal, resolution.warnings) == (None, ())


@pytest.mark.parametrize("key", ["endpoint.baseUrl.host", "privacy.exclude.0", "budget.tokens_per_day.max"])
def test_a_value_below_an_option_stops_requests(key: str) -> None:
    assert f"`{key}`" in str(says({key: "x"}).settings.refusal)


@pytest.mark.parametrize("key", ["privacy.excludes", "endpoint.colour", "budget.tokenPerDay", "edits.x"])
def test_a_key_that_does_not_exist_is_a_warning(key: str) -> None:
    resolution = says({key: "x"})
    assert resolution.settings.refusal is None
    assert len(resolution.warnings) == 1


@pytest.mark.parametrize(
    ("values", "is_stopped"),
    [
        ({"privacy.exclude": 3}, True),
        ({"privacy": "customers/"}, True),
        ({"endpoint": "x", "budget": 3, "endpoint.model": 3, "privacy.redactSecrets": "x"}, False),
        ({"completion.maxTokens": "many"}, False),
    ],
)
def test_a_project_stops_requests_by_what_it_may_set_alone(
    values: dict[str, Any], *, is_stopped: bool
) -> None:
    for resolution in (says(values, "project file"), says({"project": values})):
        assert (resolution.settings.refusal is not None) is is_stopped
        assert resolution.refusals or resolution.warnings


def test_an_editors_project_that_is_no_table_stops_requests() -> None:
    assert "`project` in the editor" in str(says({"project": 3}).settings.refusal)


def test_a_place_that_cannot_be_read_stops_requests_and_what_it_said_before_holds() -> None:
    source = SettingsSource(
        "user file", {"edits.streaming": "never"}, "config.toml", "config.toml is broken."
    )
    settings = resolve([source]).settings
    assert (settings.refusal, settings.edits.streaming) == ("config.toml is broken.", "never")


def test_the_first_of_several_faults_is_the_refusal_and_all_are_told() -> None:
    resolution = says({"endpoint.model": 3, "budget.tokensPerDay": 0})
    assert len(resolution.refusals) == 2
    assert resolution.settings.refusal == resolution.refusals[0]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


@given(st.sampled_from(PROTECTING), ANYTHING)
def test_whatever_is_written_of_what_protects_is_in_force_or_stops_requests(
    option: Option, value: object
) -> None:
    settings = says({option.section: {option.name: value}}).settings
    in_force = getattr(getattr(settings, option.section), option.name)
    try:
        expected = option.default if value is None else fitting(option, value)
    except Unfit:
        assert settings.refusal is not None
    else:
        assert settings.refusal is None
        assert in_force == expected
        assert value is None or isinstance(in_force, Table) or fitting(option, in_force) == in_force


def test_members_of_a_table_may_be_written_one_by_one() -> None:
    resolution = says(
        {
            "endpoint.models.edit": "m",
            "endpoint": {"models": {"explain": "n"}},
            "endpoint.headers.X-Team": "a",
        }
    )
    assert resolution.settings.refusal is None
    models, headers = resolution.settings.endpoint.models, resolution.settings.endpoint.headers
    assert models is not None
    assert headers is not None
    assert (models.completion, models.edit, models.explain) == (None, "m", "n")
    assert [header.name for header in headers.headers] == ["X-Team"]


@pytest.mark.parametrize(
    "values",
    [
        {"endpoint.models.edit": 3},
        {"endpoint.models.colour": "m"},
        {"endpoint.models.edit.x": "m"},
        {"endpoint": {"models": "m"}},
        {"endpoint.headers.Authorization": "secret-1"},
        {"endpoint.extraBody.stream": False},
        {"endpoint.price": {"input": 1}},
    ],
    ids=str,
)
def test_a_table_with_a_bad_member_stops_requests(values: dict[str, Any]) -> None:
    refusal = str(says(values).settings.refusal)
    assert refusal.endswith(UNTIL)
    assert "secret-1" not in refusal


def test_an_empty_table_may_be_written_as_a_list() -> None:
    assert says({"endpoint": {"models": [], "headers": {}}}).settings.refusal is None


@pytest.mark.parametrize(
    "values",
    [
        {"endpoint": {"baseURL": "https://x.example/v1"}},
        {"Endpoint": {"base-url": "https://x.example/v1"}},
        {"ENDPOINT.BASE_URL": "https://x.example/v1"},
        {"ptLsp": {"endpoint.BaseUrl": "https://x.example/v1"}},
    ],
    ids=str,
)
def test_letter_case_and_hyphens_make_no_other_key(values: dict[str, Any]) -> None:
    resolution = says(values)
    assert resolution.settings.endpoint.base_url == "https://x.example/v1"
    assert (resolution.settings.refusal, resolution.warnings) == (None, ())


def test_a_project_may_set_nothing_more_by_another_spelling() -> None:
    resolution = says({"Endpoint": {"base-URL": "https://evil.example"}}, "project file")
    assert "evil" not in resolution.settings.endpoint.base_url
    assert "a project may not set it" in resolution.warnings[0]


def test_a_setting_that_stands_twice_in_one_place_stops_requests_if_it_says_two_things() -> None:
    twice = {"privacy": {"exclude": ["a/"]}, "privacy.exclude": ["b/"]}
    assert "twice" in str(says(twice).settings.refusal)
    assert says({"privacy": {"exclude": ["a/"]}, "privacy.exclude": ["a/"]}).settings.refusal is None
    later = [SettingsSource("editor", {"privacy.exclude": [each]}, each) for each in ("a/", "b/")]
    assert resolve(later).settings.privacy.exclude == ("b/",)
