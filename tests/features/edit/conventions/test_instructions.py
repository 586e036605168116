import re
from dataclasses import replace
from pathlib import Path

import pytest

from pt_lsp.features.edit.actions.table import RECIPES
from pt_lsp.features.edit.conventions.advice import advice_for
from pt_lsp.features.edit.prompt import build_prompt
from tests.features.edit.checking import CIRCLE, IN_FOLDER, request_of
from tests.features.golden import check_prompt

PROMPTS = Path(__file__).parents[1] / "prompts"
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
        ("addTypes", "python", CIRCLE),
    ],
)
def test_each_language_reads_as_reviewed(action: str, language_id: str, marked: str) -> None:
    prompt = build_prompt(request_of(marked, action, language_id=language_id, words=None), IN_FOLDER)
    asked = replace(prompt, messages=prompt.messages[-1:])
    check_prompt(PROMPTS / f"{action}_{language_id}.txt", asked)


LANGUAGES = ("python", "javascript", "typescript", "go", "rust", "lua")


@pytest.mark.parametrize("action", sorted(each.id for each in RECIPES if each.output == "edit"))
@pytest.mark.parametrize("language_id", LANGUAGES)
def test_what_is_asked_for_holds_for_each_form_of_answer(action: str, language_id: str) -> None:
    # An answer of blocks neither begins with a comment nor writes the region anew.
    sign = {"python": "#", "lua": "--"}.get(language_id, "//")
    marked = CIRCLE if action != "doComment" else f"{sign} pt: sh<|>orter\nx = 1\n"
    request = request_of(marked, action, language_id=language_id)
    said = f"{request.instruction} {advice_for(request)}"
    assert not re.search(r"\b[Bb]egin\b|\bin full\b|[Ww]rite (?:all of )?the region", said)
