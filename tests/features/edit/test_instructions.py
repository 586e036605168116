import pytest

from pt_lsp.features.edit.instructions import TITLES, Command, instruction_for, title_for

LABEL_CHARACTERS = 40 - len("PowerTokens: ")


@pytest.mark.parametrize("command", ["fix", "document", "implement"])
def test_commands_bring_their_own_words_and_take_the_users_too(command: Command) -> None:
    own = instruction_for(command, None)
    assert own
    assert instruction_for(command, " Mind the tests. ") == f"{own} Mind the tests."


def test_a_rewrite_is_what_the_user_says() -> None:
    assert instruction_for("edit", "Rename it.") == "Rename it."


def test_a_fix_without_a_list_of_problems_does_not_speak_of_one() -> None:
    assert "above" in instruction_for("fix", None)
    assert "above" not in instruction_for("fix", None, has_problems=False)


@pytest.mark.parametrize(
    ("command", "words", "title"),
    [
        ("edit", None, "Rewrite"),
        ("edit", "Rename  x\nto price", "Rename x to price"),
        ("edit", "Rename the variable x to price everywhere", "Rename the variable x to..."),
        ("fix", "Mind the tests", "Fix"),
    ],
)
def test_an_edit_is_called_after_its_words(command: Command, words: str | None, title: str) -> None:
    assert title_for(command, words) == title


@pytest.mark.parametrize("words", [None, "x" * 100, "word " * 20])
def test_titles_fit_into_the_label_of_an_edit(words: str | None) -> None:
    assert all(len(title) <= LABEL_CHARACTERS for title in TITLES.values())
    assert len(title_for("edit", words)) <= LABEL_CHARACTERS
