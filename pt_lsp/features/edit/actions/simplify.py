"""Simplify: the same behaviour in less code."""

from pt_lsp.features.edit.actions.recipe import BeforeAfter, Recipe

SIMPLIFY = Recipe(
    id="simplify",
    title="Simplify",
    does="Says the same in less and clearer code.",
    doing="Simplifying",
    kind="refactor.rewrite",
    menu="change",
    region="definition",
    offer="definition",
    takes="range",
    checks=("names stay",),
    instruction=(
        "Simplify this code: the same behaviour, told in less and clearer code. Keep names and signatures "
        "that others may use, documentation, and what is done about errors and edge cases."
    ),
    example=BeforeAfter(
        "python",
        "def evens(numbers):\n    found = []\n    for number in numbers:\n        if number % 2 == 0:\n"
        "            found.append(number)\n    return found",
        "def evens(numbers):\n    return [number for number in numbers if number % 2 == 0]",
    ),
)
