"""Explain: what the code does, beside it; the work is done by `features.explain`."""

from pt_lsp.features.edit.actions.recipe import BeforeAfter, Recipe

EXPLAIN = Recipe(
    id="explain",
    title="Explain",
    does="Explains the selection, or the definition around the cursor, beside the code.",
    doing="Explaining",
    kind="",
    menu="explain",
    region="selection",
    offer="code",
    takes="range",
    output="explain",
    example=BeforeAfter(
        "python",
        "def unique(items):\n    return list(dict.fromkeys(items))",
        "Returns the items without duplicates. A dictionary keeps the order in which keys were added, so "
        "the first of equal items stays where it was; items have to be hashable.",
    ),
)
