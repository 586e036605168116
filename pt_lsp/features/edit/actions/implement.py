"""Implement: what is a stub, a placeholder or a note so far."""

from pt_lsp.features.edit.actions.recipe import BeforeAfter, Recipe

IMPLEMENT = Recipe(
    id="implement",
    title="Implement",
    does="Writes what a stub, a signature or a TODO leaves open.",
    doing="Implementing",
    kind="refactor.rewrite",
    menu="change",
    region="definition",
    offer="left open",
    takes="range",
    checks=("names stay",),
    instruction=(
        "Implement this code: replace stubs, placeholders and TODO notes by a complete, working body. "
        "Keep names, signatures and documentation."
    ),
    advice="open ends",
    example=BeforeAfter(
        "python",
        "def is_even(number):\n    raise NotImplementedError",
        "def is_even(number):\n    return number % 2 == 0",
    ),
)
