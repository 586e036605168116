"""Write tests: for the code at a place, in the file where this project has them."""

from pt_lsp.features.edit.actions.recipe import BeforeAfter, Recipe

WRITE_TESTS = Recipe(
    id="writeTests",
    title="Write Tests",
    does="Writes tests in the file where the project has them, which is created if need be.",
    doing="Writing tests",
    kind="source",
    menu="add",
    region="definition",
    offer="code to test",
    takes="range",
    instruction=(
        "Write tests for the code to test: what it is for, its edge cases and how it fails, one fact a test. "
        "Test what its callers see, and write no test that cannot fail. Use the framework, the fixtures and "
        "the style of this project's tests, and no name that is neither imported nor defined."
    ),
    example=BeforeAfter(
        "python",
        'def test_initials_are_first_letters():\n    assert initials("Ada Lovelace") == "AL"',
        'def test_initials_are_first_letters():\n    assert initials("Ada Lovelace") == "AL"\n\n\n'
        'def test_an_empty_name_has_no_initials():\n    assert initials("") == ""',
    ),
)
