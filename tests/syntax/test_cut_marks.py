import pytest

from pt_lsp.syntax.cut_marks import cut_mark, is_cut_mark, may_become_cut_mark

FORMS = {
    "python": "# ... lines left out ...",
    "typescriptreact": "// ... lines left out ...",
    "sql": "-- ... lines left out ...",
    "css": "/* ... lines left out ... */",
    "html": "<!-- ... lines left out ... -->",
    "json": "... lines left out ...",
    "markdown": "... lines left out ...",
    "something-new": "... lines left out ...",
}


@pytest.mark.parametrize("language_id", FORMS)
def test_the_mark_is_a_comment_where_the_language_has_them(language_id: str) -> None:
    assert cut_mark(language_id) == FORMS[language_id]
    assert cut_mark(language_id, "\t") == "\t" + FORMS[language_id]


@pytest.mark.parametrize("language_id", FORMS)
def test_it_is_known_again_as_it_is_and_from_each_of_its_beginnings(language_id: str) -> None:
    mark = cut_mark(language_id, "    ")
    assert is_cut_mark(mark)
    begun = mark.index("...") + 1
    assert all(may_become_cut_mark(mark[:end]) for end in range(begun, mark.index(" ...", begun) + 4))


@pytest.mark.parametrize(
    "line", ["// \u2026 lines left out", "#... Lines left out ...", "{/* ... lines left out ... */}"]
)
def test_what_models_make_of_it_is_known_too(line: str) -> None:
    assert is_cut_mark(line)


@pytest.mark.parametrize(
    "line", ["...", "# ...", "# lines left out", "x = '... lines left out ...'", "", "#" * 9_000]
)
def test_other_lines_are_no_marks(line: str) -> None:
    assert not is_cut_mark(line)


@pytest.mark.parametrize("line", ["", "#", "x", "...args", "# a", ". lines"])
def test_what_goes_on_otherwise_is_not_held_for_one(line: str) -> None:
    assert not may_become_cut_mark(line)
