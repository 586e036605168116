"""Add types: annotations where there are none."""

from pt_lsp.features.edit.actions.recipe import BeforeAfter, Recipe

ADD_TYPES = Recipe(
    id="addTypes",
    title="Add Types",
    does="Adds type annotations where there are none.",
    doing="Adding types",
    kind="refactor.rewrite",
    menu="change",
    region="described definition",
    offer="types missing",
    takes="range",
    checks=("typed by comments", "names stay"),
    instruction=(
        "Add types to this code where they are missing, as exact as its use tells. Change nothing else: "
        "names, values and behaviour stay as they are."
    ),
    advice="types",
    example=BeforeAfter(
        "python",
        "def repeat(word, times):\n    return word * times",
        "def repeat(word: str, times: int) -> str:\n    return word * times",
    ),
)
