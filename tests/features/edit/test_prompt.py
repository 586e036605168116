from pathlib import Path

import pytest

from pt_lsp.documents.span import Span
from pt_lsp.features.edit.instructions import Command
from pt_lsp.features.edit.prompt import build_prompt
from pt_lsp.features.edit.request import Diagnostic
from tests.features.edit.checking import request_of
from tests.features.golden import check_prompt

PROMPTS = Path(__file__).parent / "prompts"

FILE = """\
import math


class Circle:
    def __init__(self, radius: float) -> None:
        self.radius = radius

    def area(self) -> float:
        return math.pi * self.radus<|> ** 2

    def grow(self, factor: float) -> None:
        self.radius *= factor
"""


@pytest.mark.parametrize("command", ["edit", "document", "implement"])
def test_each_command_reads_as_reviewed(command: Command) -> None:
    words = "Use the diameter." if command == "edit" else None
    check_prompt(PROMPTS / f"{command}.txt", build_prompt(request_of(FILE, command, words=words)))


def test_a_fix_lists_the_problems_with_their_lines() -> None:
    at = FILE.index("self.radus")
    problem = Diagnostic(Span(at, at + 10), 'Cannot access\n  attribute "radus"', "pyright")
    check_prompt(
        PROMPTS / "fix.txt", build_prompt(request_of(FILE, "fix", words=None, diagnostics=[problem]))
    )


def test_generated_code_is_asked_for_at_a_mark() -> None:
    marked = FILE.replace("<|>", "").replace("\n\n    def grow", "\n    <|>\n    def grow")
    check_prompt(
        PROMPTS / "generate.txt", build_prompt(request_of(marked, "generate", words="Add a diameter."))
    )


def test_tags_that_the_code_holds_get_other_names() -> None:
    prompt = build_prompt(request_of("<|>XML = '<region>'<|>\n"))
    assert "<region2>\nXML = '<region>'\n</region2>" in prompt.messages[-1].content


def test_a_long_region_may_have_a_long_reply() -> None:
    assert build_prompt(request_of("<|>" + "x = 1\n" * 2000 + "<|>")).max_tokens > 8000
