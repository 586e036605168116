"""A project narrows what the user allows: how, option by option, and that it never does more."""

from itertools import product
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.settings.merging import OF_PROJECTS, SourceName
from pt_lsp.settings.options import Option, Settings, declared_options
from pt_lsp.settings.own_actions import OwnAction
from pt_lsp.settings.resolution import Resolution, SettingsSource, resolve
from pt_lsp.settings.tables import Table
from pt_lsp.settings.values import fitting

UNSET = None
REFUSED = "is ignored: a project may not set it, only your own settings may."

TRANSLATE: dict[str, Any] = {"id": "translate", "title": "Translate", "instruction": "Into French."}

ROWS: dict[str, tuple[tuple[Any, Any, Any, str], ...]] = {
    # key: what the user says, what the project says, what is in force, how a warning ends ("": there is none)
    "endpoint.baseUrl": ((UNSET, "http://evil.example", "https://api.powertokens.ai/v1", REFUSED),),
    "endpoint.model": (("mine", "theirs", "mine", REFUSED),),
    "endpoint.models": ((UNSET, {"edit": "theirs"}, None, REFUSED),),
    "endpoint.profile": ((UNSET, "vllm", "auto", REFUSED),),
    "endpoint.allowInsecure": ((UNSET, True, False, REFUSED), (True, False, True, REFUSED)),
    "endpoint.apiKeyCommand": ((UNSET, "rm -r /", None, REFUSED),),
    "endpoint.caFile": ((UNSET, "evil.pem", None, REFUSED),),
    "endpoint.proxy": ((UNSET, "http://evil.example", None, REFUSED),),
    "endpoint.connectTimeoutS": ((UNSET, 100, 3.0, REFUSED),),
    "endpoint.idleTimeoutS": ((UNSET, 1, 30.0, REFUSED),),
    "endpoint.answerTimeoutS": ((UNSET, 1, 600.0, REFUSED),),
    "endpoint.headers": ((UNSET, {"X-Evil": "1"}, None, REFUSED),),
    "endpoint.extraBody": ((UNSET, {"logit_bias": {}}, None, REFUSED),),
    "endpoint.topP": ((UNSET, 0.1, None, REFUSED),),
    "endpoint.seed": ((7, 8, 7, REFUSED),),
    "endpoint.images": ((UNSET, True, False, REFUSED), (True, False, True, REFUSED)),
    "endpoint.search": ((UNSET, True, False, REFUSED), (True, False, True, REFUSED)),
    "endpoint.price": ((UNSET, {"currency": "USD", "input": 0, "output": 0}, None, REFUSED),),
    "completion.enabled": (
        (UNSET, False, False, ""),
        (True, False, False, ""),
        (False, True, False, "a project may only turn it off; `false` stays in force."),
        (False, False, False, ""),
    ),
    "completion.automatic": (
        (UNSET, False, False, ""),
        (False, True, False, "a project may only turn it off; `false` stays in force."),
    ),
    "completion.debounceMs": (
        (100, 200, 200, ""),
        (100, 50, 100, "a project may only raise it; `100` stays in force."),
        (0, 0, 0, ""),
        (UNSET, 5000, 5000, ""),
        (UNSET, 0, None, "a project may only raise it; it stays unset."),
    ),
    "completion.maxTokens": (
        (UNSET, 255, 255, ""),
        (UNSET, 257, 256, "a project may only lower it; `256` stays in force."),
        (9, 10, 9, "a project may only lower it; `9` stays in force."),
        (1000, 500, 500, ""),
    ),
    "completion.multiline": ((UNSET, "always", "always", ""), ("never", "always", "always", "")),
    "completion.fillMode": (("hole", "fim", "fim", ""),),
    "completion.disabledLanguages": ((UNSET, ["c"], ("c",), ""), (["a"], ["c"], ("a", "c"), "")),
    "edits.streaming": (("never", "always", "always", ""),),
    "edits.review": (
        (UNSET, "always", "always", ""),
        ("never", "auto", "auto", ""),
        (
            "always",
            "auto",
            "always",
            'a project may only move it towards `always`; `"always"` stays in force.',
        ),
        (UNSET, "never", "auto", 'a project may only move it towards `always`; `"auto"` stays in force.'),
    ),
    "edits.lookups": (
        (UNSET, "never", "never", ""),
        ("never", "auto", "never", 'a project may only move it towards `never`; `"never"` stays in force.'),
    ),
    "edits.commentMarker": (
        (UNSET, "AI:", "AI:", ""),
        ("mine:", " theirs: ", "theirs:", ""),
        ("mine:", "", "", ""),
        (
            "",
            "AI:",
            "",
            'a project may only set it where you have not turned it off; `""` stays in force.',
        ),
    ),
    "explain.onHover": (
        (UNSET, True, False, "a project may only turn it off; `false` stays in force."),
        (True, False, False, ""),
        (True, True, True, ""),
    ),
    "context.budgetTokens": (
        (UNSET, 500, 500, ""),
        (UNSET, 200_000, 6000, "a project may only lower it; `6000` stays in force."),
        (100_000, 200_000, 100_000, "a project may only lower it; `100000` stays in force."),
    ),
    "context.openFiles": ((False, True, False, "a project may only turn it off; `false` stays in force."),),
    "context.workspaceFiles": (
        (UNSET, False, False, ""),
        (False, True, False, "a project may only turn it off; `false` stays in force."),
    ),
    "context.exclude": (
        (["a/"], ["b/"], ("a/", "b/"), ""),
        (
            ["a/"],
            ["!a/", "b/"],
            ("a/", "b/"),
            "may only add patterns; those that start with `!` are ignored.",
        ),
        (["a/"], [], ("a/",), ""),
    ),
    "context.instructions": (
        (UNSET, "RULES.md", "RULES.md", ""),
        ("MINE.md", "", "", ""),
        (
            "",
            "RULES.md",
            "",
            'a project may only set it where you have not turned it off; `""` stays in force.',
        ),
        ("", "", "", ""),
    ),
    "actions.hidden": (
        (UNSET, ["fix"], ("fix",), ""),
        (["document"], ["fix"], ("document", "fix"), ""),
        (["document"], [], ("document",), ""),
    ),
    "actions.fromProject": ((UNSET, True, False, REFUSED), (True, False, True, REFUSED)),
    "actions.own": (
        (
            [TRANSLATE],
            [{**TRANSLATE, "id": "theirs"}],
            (OwnAction(**TRANSLATE),),
            "a project may only add to it where `actions.fromProject` is on.",
        ),
        (UNSET, [TRANSLATE], (), "a project may only add to it where `actions.fromProject` is on."),
    ),
    "privacy.redactSecrets": ((UNSET, False, True, REFUSED),),
    "privacy.exclude": (
        (UNSET, ["b/"], ("b/",), ""),
        (["a/"], [" !a/", "!*", "b/"], ("a/", "b/"), "those that start with `!` are ignored."),
    ),
    "privacy.logPrompts": ((UNSET, True, False, REFUSED),),
    "budget.tokensPerMinute": ((5, 6, 5, REFUSED),),
    "budget.tokensPerDay": ((5, 4, 5, REFUSED),),
}
OPTIONS = {option.key: option for option in declared_options()}
USERS = tuple(name for name in get_args(SourceName) if name not in OF_PROJECTS)


def source(name: SourceName, values: dict[str, Any]) -> SettingsSource:
    return SettingsSource(name, values, f"the {name}")


def in_force(resolution: Resolution, key: str) -> Any:
    option = OPTIONS[key]
    return getattr(getattr(resolution.settings, option.section), option.name)


def test_every_option_has_a_row() -> None:
    assert list(ROWS) == list(OPTIONS)


@pytest.mark.parametrize(("key", "row"), [(key, row) for key, rows in ROWS.items() for row in rows])
def test_a_project_narrows_as_the_row_says(key: str, row: tuple[Any, Any, Any, str]) -> None:
    users, projects, expected, warning = row
    for user, project in product(USERS, OF_PROJECTS):
        resolution = resolve([source(user, {key: users}), source(project, {key: projects})])
        may_replace = OPTIONS[key].project_may.startswith("replace")
        is_overruled = may_replace and users not in (UNSET, "") and user != "user file"
        assert in_force(resolution, key) == (users if is_overruled else expected)
        assert len(resolution.warnings) == (1 if warning else 0)
        for told in resolution.warnings:
            assert told.startswith(f"`{key}` in the {project} ")
            assert told.endswith(warning)


def test_an_editors_project_counts_as_what_the_project_says() -> None:
    told = {"completion": {"maxTokens": 100}, "context.exclude": ["c/"], "endpoint": {"model": "theirs"}}
    for section in (
        {"project": told, "context": {"exclude": ["a/"]}},
        {"ptLsp": {"project": told, "context.exclude": ["a/"]}},
        {"context.exclude": ["a/"], **{f"project.{key}": value for key, value in told.items()}},
    ):
        resolution = resolve([source("editor", section), source("project file", {"context.exclude": ["b/"]})])
        assert resolution.settings.completion.max_tokens == 100
        assert resolution.settings.context.exclude == ("a/", "b/", "c/")
        assert resolution.origins["context.exclude"] == "editor, project file, editor's project"
        assert resolution.origins["completion.maxTokens"] == "editor's project"
        assert resolution.warnings == (f"`project.endpoint.model` in the editor {REFUSED}",)


def test_what_an_editor_says_of_its_project_later_counts_alone() -> None:
    first, later = ({"project": {"completion": {"maxTokens": n}}} for n in (10, 20))
    resolution = resolve([source("editor", first), source("editor", later)])
    assert resolution.settings.completion.max_tokens == 20
    assert resolution.warnings == ()


def test_a_user_file_has_no_project_in_it() -> None:
    (warning,) = resolve([source("user file", {"project": {"completion.maxTokens": 1}})]).warnings
    assert "is not a setting" in warning


def values_of(option: Option) -> st.SearchStrategy[Any]:
    """Values that fit the option, and some that do not."""
    patterns = st.lists(st.sampled_from(["a", "!a", " !b", "b/", "**", "!"]), max_size=3)
    kinds: list[st.SearchStrategy[Any]] = [st.none(), st.text(max_size=3), patterns, st.booleans()]
    if get_origin(option.type) is Literal:
        kinds.append(st.sampled_from(get_args(option.type)))
    if option.key == "actions.own":
        action = st.fixed_dictionaries(
            {
                "id": st.sampled_from(["a", "b", "c", "d e"]),
                "title": st.just("A"),
                "instruction": st.just("Do."),
            }
        )
        kinds.append(st.lists(action, max_size=3))
    if option.minimum is not None:
        kinds.append(st.integers(int(option.minimum) - 1, int(option.maximum or 1000) + 1))
        kinds.append(st.sampled_from([option.minimum, option.maximum, option.default]))
    return st.one_of(kinds)


ANYTHING: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {}, optional={key: values_of(option) for key, option in OPTIONS.items()}
)


def allows_no_more(option: Option, value: Any, limit: Any) -> bool:
    """Written again, from the contract: what each option's value allows."""
    if option.project_may == "replace":
        return True
    if option.key in {"context.instructions", "edits.commentMarker"}:
        return bool(limit != "" or value == "")
    if isinstance(limit, tuple) and option.name in {"exclude", "disabled_languages", "hidden"}:
        added = value[len(limit) :]
        return bool(value[: len(limit)] == limit and not any(p.strip().startswith("!") for p in added))
    if choices := {"edits.review": ("never", "auto", "always"), "edits.lookups": ("auto", "never")}.get(
        option.key
    ):
        return choices.index(value) >= choices.index(limit)
    if option.key == "completion.debounceMs":
        return bool(value == limit or (value is not None and value > (limit or 0)))
    if option.key in {
        "completion.enabled",
        "completion.automatic",
        "explain.onHover",
        "context.openFiles",
        "context.workspaceFiles",
    }:
        return limit or not value
    if option.key in {"completion.maxTokens", "context.budgetTokens"}:
        return bool(value <= limit)
    return bool(value == limit)


def is_behind_what_the_user_has(value: tuple[OwnAction, ...], limit: tuple[OwnAction, ...]) -> bool:
    """Written again: where the user lets projects, what they bring is marked, and replaces nothing."""
    added = value[len(limit) :]
    ids = [each.id for each in value]
    return value[: len(limit)] == limit and all(each.project for each in added) and len(ids) == len(set(ids))


@given(st.dictionaries(st.sampled_from(USERS), ANYTHING), ANYTHING, ANYTHING)
def test_whatever_a_project_says_allows_no_more_than_without_it(
    users: dict[SourceName, dict[str, Any]], project_file: dict[str, Any], workspace: dict[str, Any]
) -> None:
    own = [source(name, values) for name, values in users.items()]
    told = [source("project file", project_file), source("editor", {"project": workspace})]
    without, resolution = resolve(own), resolve([*own, *told])
    for key, option in OPTIONS.items():
        value, limit = in_force(resolution, key), in_force(without, key)
        if key == "actions.own" and without.settings.actions.from_project:
            assert is_behind_what_the_user_has(value, limit)
        else:
            assert allows_no_more(option, value, limit), key
        assert value is None or isinstance(value, Table) or fitting(option, value) == value


@given(ANYTHING)
def test_a_project_that_says_it_twice_says_no_more(values: dict[str, Any]) -> None:
    once = resolve([source("project file", values)])
    narrowed = resolve([source("project file", values), source("editor's project", values)])
    for key, option in OPTIONS.items():
        assert allows_no_more(option, in_force(narrowed, key), in_force(once, key))


def test_without_any_word_the_defaults_are_in_force() -> None:
    assert resolve([source("project file", {}), source("editor", {"project": {}})]).settings == Settings()
