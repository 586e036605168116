"""Fix: the problems that the editor shows, or whatever is wrong."""

from pt_lsp.features.edit.actions.recipe import BeforeAfter, Recipe

FIX = Recipe(
    id="fix",
    title="Fix",
    does="Fixes the problems that the editor shows there, or what else is wrong.",
    doing="Fixing",
    kind="quickfix",
    menu="change",
    region="definition",
    offer="problem",
    takes="problems",
    instruction="Fix the cause of the problems listed above; silence none of them. Change nothing else.",
    example=BeforeAfter(
        "python",
        "def area(self):\n    return math.pi * self.radus ** 2",
        "def area(self):\n    return math.pi * self.radius ** 2",
    ),
)

UNTOLD = "Find what is wrong with this code and fix it. Change nothing else."
"""Its instruction where no problem is listed."""
