from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.actions.recipe import LONGEST_TITLE
from pt_lsp.features.edit.own_actions import has_variable, recipe_of, title_of, with_values
from pt_lsp.features.edit.request import edit_request
from pt_lsp.settings.options import Settings
from pt_lsp.settings.own_actions import OwnAction

VALUES = {"selection": "a + {path}", "language": "go", "path": "src/{selection}.go", "diagnostics": "(none)"}
NAMES = ("selection", "language", "path", "diagnostics")


def test_variables_are_replaced_and_other_braces_stay() -> None:
    told = "Turn {selection} of {path} into {language} like { path }, {Path}, ${other}, {{language}} and {}."
    assert with_values(told, VALUES) == (
        "Turn a + {path} of src/{selection}.go into go like { path }, {Path}, ${other}, {go} and {}."
    )


def test_a_variable_whose_value_nobody_knows_stays() -> None:
    assert with_values("{path}: {language}", {"language": "go"}) == "{path}: go"


def test_it_is_told_which_variables_an_instruction_has() -> None:
    assert has_variable("Fix {diagnostics}.", "diagnostics")
    assert not has_variable("Fix {Diagnostics} and diagnostics.", "diagnostics")


@given(
    st.lists(st.text(max_size=20), min_size=5, max_size=5), st.dictionaries(st.sampled_from(NAMES), st.text())
)
def test_values_come_in_as_they_are_whatever_is_in_them(parts: list[str], values: dict[str, str]) -> None:
    values = dict.fromkeys(NAMES, "") | values
    words = [part.replace("{", "").replace("}", "") for part in parts]
    instruction, expected = words[0], words[0]
    for name, word in zip(NAMES, words[1:], strict=True):
        instruction += f"{{{name}}}{word}"
        expected += values[name] + word
    assert with_values(instruction, values) == expected


def test_a_projects_action_is_told_from_the_users_own() -> None:
    assert title_of(OwnAction("a", "Translate", "Do.")) == "Translate"
    assert title_of(OwnAction("a", "Translate", "Do.", project="shop")) == "Translate (shop)"


def test_its_own_title_fits_into_the_label_of_an_edit() -> None:
    own = OwnAction("a", "Translate all of the comments into French", "Do.")
    snapshot = Snapshot("file:///a.py", "python", 1, Text.of("x = 1\n"), Settings())
    request = edit_request(snapshot, recipe_of(own), Span(0, 5))
    assert request.title == "Translate all of the com..."
    assert len(request.title) <= LONGEST_TITLE
    assert request.instruction == "Do."
