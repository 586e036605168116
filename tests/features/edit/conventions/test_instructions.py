from dataclasses import replace
from pathlib import Path

import pytest

from pt_lsp.context.background import Background
from pt_lsp.features.edit.prompt import build_prompt
from tests.features.edit.checking import request_of
from tests.features.golden import check_prompt

PROMPTS = Path(__file__).parents[1] / "prompts"
IN_FOLDER = Background(path="src/app.py")
PYTHON = """\
import math


class Circle:
    def __init__(self, radius: float) -> None:
        self.radius = radius

    def area(self) -> float:
        return math.pi * self.radus<|> ** 2

    def grow(self, factor: float) -> None:
        self.radius *= factor
"""
JAVASCRIPT = "const rate = 0.19;\n\nexport function tax(price) {\n  retu<|>rn price * rate;\n}\n"
GO = "package shop\n\n// Rate is the share.\nconst Rate = 0.19\n\nfunc Tax(price float64) fl<|>oat64 {\n}\n"


@pytest.mark.parametrize(
    ("action", "language_id", "marked"),
    [
        ("document", "javascript", JAVASCRIPT),
        ("document", "go", GO),
        ("implement", "go", GO),
        ("simplify", "javascript", JAVASCRIPT),
        ("addTypes", "javascript", JAVASCRIPT),
        ("addTypes", "python", PYTHON),
    ],
)
def test_each_language_reads_as_reviewed(action: str, language_id: str, marked: str) -> None:
    prompt = build_prompt(request_of(marked, action, language_id=language_id, words=None), IN_FOLDER)
    asked = replace(prompt, messages=prompt.messages[-1:])
    check_prompt(PROMPTS / f"{action}_{language_id}.txt", asked)
