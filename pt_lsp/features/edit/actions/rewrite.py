"""Rewrite: lines as the user says."""

from pt_lsp.features.edit.actions.recipe import BeforeAfter, Recipe

REWRITE = Recipe(
    id="edit",
    title="Rewrite...",
    does="Rewrites the selection, or the definition around the cursor, as instructed.",
    doing="Rewriting",
    kind="",
    menu="instruct",
    region="selection",
    offer="in menus",
    takes="words",
    example=BeforeAfter(
        "python",
        "def total(prices):\n    return sum(prices)",
        "def total(prices, discount=0):\n    return sum(prices) * (1 - discount)",
    ),
)
