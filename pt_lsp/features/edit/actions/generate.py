"""Generate: new text at the cursor as the user says."""

from pt_lsp.features.edit.actions.recipe import BeforeAfter, Recipe

GENERATE = Recipe(
    id="generate",
    title="Generate Here...",
    does="Puts new text at the cursor, as instructed.",
    doing="Generating",
    kind="",
    menu="instruct",
    region="place",
    offer="in menus",
    takes="words",
    example=BeforeAfter(
        "python",
        "def words(path):\n    return path.read_text().split()\n",
        "def words(path):\n    return path.read_text().split()\n\n\n"
        "def longest(path):\n    return max(words(path), key=len)",
    ),
)
