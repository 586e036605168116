"""Worked examples for edits, shaped like a real turn: related code, a cut file, a short answer.

The region begins and ends inside a call, the rest of which stands around it.
"""

from dataclasses import dataclass

from pt_lsp.context.background import Background, Snippet
from pt_lsp.context.windows.region_window import RegionWindow
from pt_lsp.syntax.cut_marks import cut_mark

RELATED = Background(
    related=(Snippet("shop/money.py", "python", "imports", "def rounded(amount: Decimal) -> Decimal"),)
)


@dataclass(frozen=True, slots=True)
class WorkedEdit:
    """What is shown of a file, what is asked for, and the answer that we want."""

    window: RegionWindow
    instruction: str
    answer: str


_CUT = cut_mark("python", "    ")

_CALL = RegionWindow(
    before=f"class Cart:\n{_CUT}\n    def receipt(self) -> str:\n        return render(\n"
    '            "receipt.txt",\n',
    region="            customer=self.customer,\n            total=self.total(),",
    after=f"\n        )\n\n    def clear(self) -> None:\n        self.items = []\n{_CUT}\n",
    path="shop/cart.py",
    language_id="python",
)

REWRITE = WorkedEdit(
    _CALL, "Round the total.", "            customer=self.customer,\n            total=rounded(self.total()),"
)

CHANGES = WorkedEdit(
    _CALL,
    "Round the total.",
    "<<<<<<< SEARCH\n            total=self.total(),\n=======\n            total=rounded(self.total()),\n"
    ">>>>>>> REPLACE",
)

INSERT = WorkedEdit(
    RegionWindow(
        before="class Cart:\n    def total(self) -> Decimal:\n        return sum(self.prices())\n\n    ",
        region="",
        after="\n\n    def clear(self) -> None:\n        self.items = []\n",
        path="shop/cart.py",
        language_id="python",
    ),
    "Say whether it is empty.",
    "def is_empty(self) -> bool:\n        return not self.items",
)
