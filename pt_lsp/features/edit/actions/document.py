"""Document: what the code does, in the convention of its language and file."""

from pt_lsp.features.edit.actions.recipe import BeforeAfter, Recipe

DOCUMENT = Recipe(
    id="document",
    title="Document",
    does="Writes documentation in the convention of the language and the file.",
    doing="Documenting",
    kind="refactor.rewrite",
    menu="change",
    region="described definition",
    offer="definition",
    takes="range",
    checks=("code stays",),
    instruction=(
        "Document this code: what it does, its parameters, what it returns and raises. Write in the natural "
        "language of the file's comments. Add or improve documentation only: every line of code stays as it "
        "is, to the letter."
    ),
    advice="documentation",
    example=BeforeAfter(
        "python",
        "def area(radius):\n    return math.pi * radius ** 2",
        'def area(radius):\n    """The area of a circle with that radius."""\n'
        "    return math.pi * radius ** 2",
    ),
)
