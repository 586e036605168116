"""Do what a comment says: the instruction stands in the code, so that no editor needs a box for it."""

from pt_lsp.features.edit.actions.recipe import BeforeAfter, Recipe

DO_COMMENT = Recipe(
    id="doComment",
    title="Do What This Comment Says",
    does="Does what a comment that begins with `pt:` asks for, and takes the comment out.",
    doing="Doing what the comment says",
    kind="refactor.rewrite",
    menu="instruct",
    region="commented",
    offer="instruction comment",
    takes="range",
    instruction=(
        "A comment in the region says what to do there. Do that, and take out this comment, whole; all "
        "others stay. The comment says:"
    ),
    example=BeforeAfter(
        "python",
        "# pt: take any number of values\ndef total(a, b):\n    return a + b",
        "def total(*values):\n    return sum(values)",
    ),
)
