"""One small case for each action, for tests that show that an editor reaches all of them."""

from dataclasses import dataclass

from pt_lsp.features.edit.actions.table import RECIPES

ADD = "import os\n\n\ndef add(a, b):\n    return a + b\n"
TURNED = ADD.replace("a + b", "b + a")
REPLY = "def add(a, b):\n    return b + a"
COMMENT = "# pt: take the values the other way round\n"
SPOKEN = "It adds **two** things."


@dataclass(frozen=True, slots=True)
class ActionCase:
    """A Python file, the line of the cursor from 1, what the model answers, and the file afterwards."""

    source: str
    line: int
    reply: str
    result: str
    words: str = ""
    """The user's own, where the action takes some."""


CASES = {
    "edit": ActionCase(ADD, 4, REPLY, TURNED, "Turn it round."),
    "generate": ActionCase(f"{ADD}\n\n", 7, "print(add(1, 2))", f"{ADD}\nprint(add(1, 2))\n", "Print it."),
    "doComment": ActionCase(ADD.replace("def add", f"{COMMENT}def add"), 4, REPLY, TURNED),
    "fix": ActionCase(ADD, 5, REPLY, TURNED),
    "fixAll": ActionCase(ADD, 5, REPLY, TURNED),
    "document": ActionCase(
        ADD,
        4,
        'def add(a, b):\n    """The sum."""\n    return a + b',
        ADD.replace("    return", '    """The sum."""\n    return'),
    ),
    "implement": ActionCase(ADD.replace("return a + b", "raise NotImplementedError"), 4, REPLY, TURNED),
    "simplify": ActionCase(ADD.replace("return a + b", "total = b + a\n    return total"), 4, REPLY, TURNED),
    "addTypes": ActionCase(
        ADD,
        4,
        "def add(a: int, b: int) -> int:\n    return a + b",
        ADD.replace("(a, b)", "(a: int, b: int) -> int"),
    ),
    "explain": ActionCase(ADD, 4, SPOKEN, ADD),
    "explainDiagnostic": ActionCase(ADD, 5, SPOKEN, ADD),
}
"""By id, but for `writeTests`, which is about two files. A problem is on the line of the cursor."""

REACHED = [recipe for recipe in RECIPES if recipe.id in CASES]
OWN = {"id": "turn", "title": "Turn Round", "instruction": "Turn the values round.", "region": "definition"}
"""An action of the user's own, for the case of `edit`."""
