import pytest

from pt_lsp.features.edit.actions.page import described
from pt_lsp.features.edit.actions.recipe import LONGEST_TITLE, Recipe
from pt_lsp.features.edit.actions.table import BY_ID, RECIPES

EACH = pytest.mark.parametrize("recipe", RECIPES, ids=list(BY_ID))


@EACH
def test_an_action_brings_its_own_words_and_takes_the_users_too(recipe: Recipe) -> None:
    assert recipe.takes == "words" or recipe.output == "explain" or recipe.worded(None)
    assert recipe.worded(" Mind the tests. ") == f"{recipe.worded(None)} Mind the tests.".strip()


@pytest.mark.parametrize(
    ("action", "words", "title"),
    [
        ("edit", None, "Rewrite"),
        ("edit", "Rename  x\nto price", "Rename x to price"),
        ("edit", "Rename the variable x to price everywhere", "Rename the variable x to..."),
        ("fix", "Mind the tests", "Fix"),
    ],
)
def test_an_edit_is_called_after_its_words(action: str, words: str | None, title: str) -> None:
    assert BY_ID[action].titled(words) == title


@EACH
@pytest.mark.parametrize("words", [None, "x" * 100, "word " * 20])
def test_titles_fit_into_the_label_of_an_edit(recipe: Recipe, words: str | None) -> None:
    assert len(recipe.titled(words)) <= LONGEST_TITLE == 40 - len("PowerTokens: ")


@EACH
def test_what_is_told_to_people_are_sentences_and_what_is_done_is_not(recipe: Recipe) -> None:
    assert recipe.does.endswith(".")
    assert not recipe.doing.endswith(".")
    assert recipe.example.before != recipe.example.after


def test_the_page_of_actions_tells_of_each_in_order_with_its_id_and_both_ends_of_its_example() -> None:
    page = described(RECIPES)
    titles = [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")]
    assert titles == [recipe.titled(None) for recipe in RECIPES]
    for recipe in RECIPES:
        assert f"{recipe.does} Its id in `actions.hidden` is `{recipe.id}`." in page
        assert recipe.example.before.rstrip() in page
        assert recipe.example.after.rstrip() in page
