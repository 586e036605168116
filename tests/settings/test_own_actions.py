"""Actions that people write: what fits, what is said of what does not, and whose they are."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.settings.own_actions import OwnAction, read_actions
from pt_lsp.settings.resolution import Resolution, SettingsSource, resolve

GOOD: dict[str, Any] = {"id": "translate", "title": "Translate", "instruction": "Translate the comments."}
LET = {"actions": {"fromProject": True}}


def user(written: object) -> Resolution:
    said = SettingsSource("user file", {"actions": {"own": written}}, "config.toml")
    return resolve([said], action_ids=["edit", "explain"])


def with_project(users: dict[str, Any], *projects: object) -> Resolution:
    told = [
        SettingsSource("project file", {"actions": {"own": projects[0]}}, "/work/shop/.pt-lsp.toml"),
        *(
            SettingsSource("editor", {"project": {"actions.own": each}}, "the editor")
            for each in projects[1:]
        ),
    ]
    return resolve([SettingsSource("user file", users, "config.toml"), *told], project="shop")


def test_what_is_left_out_has_its_default_and_what_is_written_is_held() -> None:
    whole = GOOD | {
        "id": "risks-2",
        "kind": "refactor.rewrite.mine",
        "output": "explain",
        "region": "definition",
        "languages": ["go", "rust"],
    }
    resolution = user([GOOD, whole, GOOD | {"id": "c", "languages": "go", "kind": None}])
    assert resolution.warnings == ()
    first, second, third = resolution.settings.actions.own
    assert first == OwnAction("translate", "Translate", "Translate the comments.", "refactor.rewrite", "edit")
    assert (first.region, first.languages, first.project) == ("selection", (), "")
    assert (second.kind, second.output, second.region) == ("refactor.rewrite.mine", "explain", "definition")
    assert (second.languages, third.languages) == (("go", "rust"), ("go",))


def test_a_file_of_settings_holds_them_as_a_list_of_tables() -> None:
    text = '[[actions.own]]\nid = "a"\ntitle = "A"\ninstruction = """\nDo this.\nAnd that."""\n'
    (action,) = user(tomllib.loads(text)["actions"]["own"]).settings.actions.own
    assert action.instruction == "Do this.\nAnd that."


@pytest.mark.parametrize("empty", [[], {}, ()])
def test_no_action_is_a_list_too(empty: object) -> None:
    resolution = user(empty)
    assert (resolution.settings.actions.own, resolution.warnings) == ((), ())


def changed(name: str, *values: object) -> list[dict[str, Any]]:
    return [GOOD | {name: value} for value in values]


BAD: list[tuple[object, str, str]] = [
    (3, "", "must be a table of `id`, `title`, `instruction`, `kind`, `output`, `region`, `languages`"),
    ({"title": "A", "instruction": "Do."}, ".id", "is missing"),
    (GOOD | {"id": None}, ".id", "is missing"),
    (GOOD | {"langauges": ["go"]}, "", "holds something that is none of `id`"),
    (GOOD | {"project": "x"}, "", "holds something that is none of `id`"),
    *((bad, ".id", "must be a name of letters") for bad in changed("id", "", "a b", "1a", "a" * 61, 3, "é")),
    *(
        (bad, ".title", "must be a text on one line")
        for bad in changed("title", "", " ", "a\nb", "x" * 61, 1, "\x1b[31mred")
    ),
    *((bad, ".instruction", "must be a text") for bad in changed("instruction", "", " \n", "x" * 4001, [])),
    *(
        (bad, ".kind", "must be `quickfix`, `refactor`, `source` or below one")
        for bad in changed("kind", "", "rewrite", "refactor.", "refactoring", "source.fixAll", 3)
    ),
    (GOOD | {"kind": "source.organizeImports.x"}, ".kind", "must be `quickfix`"),
    *((bad, ".output", "must be `edit` or `explain`") for bad in changed("output", "poem", "", True, [])),
    *(
        (bad, ".region", "must be `selection`, `definition` or `place`")
        for bad in changed("region", "file", 1, {})
    ),
    (GOOD | {"output": "explain", "region": "place"}, ".region", "must be `selection` or `definition` where"),
    *(
        (bad, ".languages", "must be a list of language identifiers")
        for bad in changed("languages", 3, [3], [""], ["x"] * 51, {"go": 1})
    ),
    (GOOD | {"id": "explain"}, ".id", "is the id of another action"),
    (GOOD, ".id", "is the id of another action"),
]


@pytest.mark.parametrize(("bad", "place", "complaint"), BAD)
def test_a_bad_one_is_named_by_its_place_and_leaves_the_others_in_force(
    bad: object, place: str, complaint: str
) -> None:
    resolution = user([GOOD, bad, GOOD | {"id": "last"}])
    assert [each.id for each in resolution.settings.actions.own] == ["translate", "last"]
    assert resolution.refusals == ()
    (warning,) = resolution.warnings
    assert warning.startswith(f"`actions.own[1]{place}` in config.toml {complaint}")
    assert warning.endswith("; the action is left out.")


@pytest.mark.parametrize("bad", ["translate", 3, True, GOOD])
def test_what_is_no_list_is_ignored_with_a_word(bad: object) -> None:
    resolution = user(bad)
    assert resolution.settings.actions.own == ()
    (warning,) = resolution.warnings
    assert warning.startswith("`actions.own` in config.toml must be a list of tables")


def test_there_is_an_end_to_how_many_are_kept() -> None:
    resolution = user([GOOD | {"id": f"a{n}"} for n in range(60)])
    assert len(resolution.settings.actions.own) == 50
    (warning,) = resolution.warnings
    assert "`actions.own[50]`" in warning
    assert "50 can be kept" in warning


def test_no_warning_repeats_what_was_written() -> None:
    marked: list[object] = [
        "MARKED",
        {"MARKED": "MARKED"},
        *(GOOD | {name: "MARKED\n\0"} for name in ("id", "title", "kind", "output", "region")),
    ]
    resolution = user(marked)
    assert len(resolution.warnings) == len(marked)
    assert "MARKED" not in str(resolution.warnings)


def test_a_projects_actions_stand_behind_the_users_own_and_bear_its_name_where_it_may_bring_some() -> None:
    users = LET | {"actions": {"fromProject": True, "own": [GOOD]}}
    theirs = [GOOD | {"title": "Evil"}, GOOD | {"id": "lint", "title": "Lint"}]
    resolution = with_project(users, theirs)
    assert [(each.id, each.title, each.project) for each in resolution.settings.actions.own] == [
        ("translate", "Translate", ""),
        ("lint", "Lint", "shop"),
    ]
    assert resolution.origins["actions.own"] == "user file, project file"
    (warning,) = resolution.warnings
    assert warning.endswith("has ids that other actions have; those are left out.")


@pytest.mark.parametrize("users", [{}, {"actions": {"fromProject": False}}, {"actions": {"own": [GOOD]}}])
def test_a_project_brings_none_where_the_user_has_not_said_so(users: dict[str, Any]) -> None:
    resolution = with_project(users, [GOOD | {"id": "lint"}], [GOOD | {"id": "more"}])
    assert [each.id for each in resolution.settings.actions.own] in ([], ["translate"])
    assert len(resolution.warnings) == 2
    assert all("where `actions.fromProject` is on" in each for each in resolution.warnings)


def test_a_project_cannot_let_itself() -> None:
    theirs = SettingsSource("project file", {"actions": {"fromProject": True, "own": [GOOD]}}, ".pt-lsp.toml")
    assert resolve([theirs]).settings.actions.own == ()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=20,
)
ENTRY = st.fixed_dictionaries(
    {},
    optional={
        name: ANYTHING | st.sampled_from(["a", "edit", "explain", "selection", "refactor", "go"])
        for name in ("id", "title", "instruction", "kind", "output", "region", "languages", "project")
    },
)


@given(ANYTHING | st.lists(ENTRY | ANYTHING, max_size=5))
def test_whatever_is_written_is_an_action_or_a_fault_once_each(written: object) -> None:
    read = read_actions(written)
    if read.actions is None:
        return
    n_written = len(written) if isinstance(written, list) else 0
    assert len(read.actions) + len(read.faults) == n_written
    assert read_actions(read.actions) == type(read)(read.actions)
    assert not any(each.project for each in read.actions)
