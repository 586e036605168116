"""Fix all: every problem of one kind that is known of in the file."""

from pt_lsp.features.edit.actions.recipe import BeforeAfter, Recipe

FIX_ALL = Recipe(
    id="fixAll",
    title="Fix All",
    does="Fixes all problems of one kind in the file.",
    doing="Fixing all",
    kind="quickfix",
    menu="change",
    region="definition",
    offer="problem kind",
    takes="problem",
    instruction=(
        "Fix the cause of all the problems listed above, each where it is and in the same way; silence none "
        "of them. Change nothing else."
    ),
    example=BeforeAfter(
        "python",
        "def read(path):\n    return open(path).read()\n\n\n"
        "def first(path):\n    return open(path).readline()",
        "def read(path):\n    with open(path) as file:\n        return file.read()\n\n\n"
        "def first(path):\n    with open(path) as file:\n        return file.readline()",
    ),
)
