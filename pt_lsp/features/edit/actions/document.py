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
        "Document this code in the convention of its language and file: what it does, its parameters, what "
        "it returns and raises. Where the convention is to write it above the code, begin with it. Add or "
        "improve documentation only; the code itself stays as it is."
    ),
    example=BeforeAfter(
        "python",
        "def area(radius):\n    return math.pi * radius ** 2",
        'def area(radius):\n    """The area of a circle with that radius."""\n'
        "    return math.pi * radius ** 2",
    ),
)
