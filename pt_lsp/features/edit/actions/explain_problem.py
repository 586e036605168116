"""Explain This Problem: what it means for the code, and why; the work is done by `features.explain`."""

from pt_lsp.features.edit.actions.recipe import BeforeAfter, Recipe

EXPLAIN_PROBLEM = Recipe(
    id="explainDiagnostic",
    title="Explain This Problem",
    does="Explains a problem that the editor shows: what it means here, why, and how to mend it.",
    doing="Explaining",
    kind="quickfix",
    menu="explain",
    region="definition",
    offer="problem",
    takes="problem",
    output="explain",
    example=BeforeAfter(
        "python",
        "def first(items, seen=[]):  # B006: mutable default argument",
        "The list is made once, when the function is defined, and shared by all calls: what one of them "
        "appends, the next one finds. Take `None` as the default, and make the list inside.",
    ),
)
