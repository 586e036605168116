from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.background import Background, Snippet
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import EditRefused
from pt_lsp.features.edit.actions.table import BY_ID
from pt_lsp.features.edit.own_actions import recipe_of, with_values
from pt_lsp.features.edit.problems.diagnostic import Diagnostic
from pt_lsp.features.edit.problems.listing import names_of
from pt_lsp.features.edit.prompt import build_prompt
from pt_lsp.features.edit.request import Attempt, asked_again, request_for_all
from pt_lsp.llm.gateway import Image
from pt_lsp.llm.redaction import PromptRedactor
from pt_lsp.privacy.secrets import Redactor
from pt_lsp.settings.own_actions import OwnAction
from tests.features.edit.checking import CIRCLE, IN_FOLDER, request_by, request_of
from tests.features.golden import check_prompt
from tests.support.running import run

PLAN = Image.of("plan.png", "image/png", 2_000, 1_000, b"not looked at")
PROMPTS = Path(__file__).parent / "prompts"


@pytest.mark.parametrize("action", ["edit", "document", "implement"])
def test_each_action_reads_as_reviewed(action: str) -> None:
    words = "Use the diameter." if action == "edit" else None
    check_prompt(PROMPTS / f"{action}.txt", build_prompt(request_of(CIRCLE, action, words=words), IN_FOLDER))


def test_an_action_of_the_users_own_reads_as_reviewed() -> None:
    own = OwnAction(
        "units", "Say the Unit", "Name in {path} what {selection} is measured in, as {language} does."
    )
    values = {"path": "src/app.py", "selection": "radius", "language": "python"}
    recipe = recipe_of(own)._replace(instruction=with_values(own.instruction, values))
    check_prompt(PROMPTS / "own.txt", build_prompt(request_by(recipe, CIRCLE, words=None), IN_FOLDER))


def test_of_a_large_region_only_the_changes_are_asked_for() -> None:
    lines = "".join(f"LIMIT_OF_PART_{number} = {number}\n" for number in range(400))
    prompt = build_prompt(request_of(f"<|>{lines}<|>"))
    check_prompt(PROMPTS / "changes.txt", replace(prompt, messages=prompt.messages[:-1]))
    assert "<region>\nLIMIT_OF_PART_0 = 0\n" in prompt.messages[-1].content


def test_a_large_region_with_the_marks_of_blocks_in_it_is_asked_for_as_a_whole() -> None:
    prompt = build_prompt(request_of("<|>" + "Heading\n=======\n" * 600 + "<|>"))
    assert "Write the region in full" in prompt.messages[0].content


def test_a_retry_tells_what_the_user_asked_for_first_and_has_added_since() -> None:
    first = request_of(CIRCLE, "edit", words="Use the diameter.")
    text = Text.of(f"# new\n{first.snapshot.text}")
    moved = replace(first.snapshot, text=text, version=2)
    region = first.region.shifted(len("# new\n"))
    again = asked_again(
        asked_again(first, moved, region, "Keep it a method."), moved, region, " Round the\nresult. "
    )
    assert again.instruction == first.instruction
    check_prompt(PROMPTS / "retry.txt", build_prompt(again, IN_FOLDER))


def test_a_retry_without_words_is_sampled_otherwise() -> None:
    first = request_of(CIRCLE)
    again = build_prompt(asked_again(first, first.snapshot, first.region, None))
    assert again.messages == build_prompt(first).messages
    assert again.temperature > build_prompt(first).temperature
    assert again.n_variant > build_prompt(first).n_variant


def test_images_go_with_the_instruction_that_names_them_and_take_their_tokens_of_the_budget() -> None:
    words = "Draw it as in ![the plan](plan.png)."
    first = replace(request_of(CIRCLE, "edit", words=words), images=(PLAN,))
    prompt = build_prompt(first, IN_FOLDER)
    check_prompt(PROMPTS / "images.txt", prompt)
    *others, last = prompt.messages
    assert (last.images, [image for message in others for image in message.images]) == ((PLAN,), [])
    again = build_prompt(asked_again(first, first.snapshot, first.region, "Mind [it](plan.png)."))
    assert again.messages[-1].content.endswith(
        "Mind [it](plan.png).\nThe image that it names is attached: `plan.png`."
    )
    small = replace(first.snapshot.settings.context, budget_tokens=PLAN.n_tokens + 600)
    settings = replace(first.snapshot.settings, context=small)
    with pytest.raises(EditRefused):
        build_prompt(replace(first, snapshot=replace(first.snapshot, settings=settings), images=(PLAN,) * 2))


def test_a_retry_tells_the_problems_where_they_are_now() -> None:
    at = CIRCLE.index("self.radus")
    first = request_of(CIRCLE, "fix", words=None, diagnostics=[Diagnostic(Span(at, at + 10), "unknown")])
    moved = replace(first.snapshot, text=Text.of(f"# new\n{first.snapshot.text}"))
    again = asked_again(first, moved, first.region.shifted(len("# new\n")), None)
    assert build_prompt(again).messages[-1].content.count("- in `return math.pi * self.radus ** 2`") == 1


def test_a_fix_lists_the_problems_with_their_lines() -> None:
    at = CIRCLE.index("self.radus")
    related = ("`radius` is set here: `self.radius = radius`",)
    problem = Diagnostic(Span(at, at + 10), 'Cannot access\n  attribute "radus"', "pyright", related)
    check_prompt(
        PROMPTS / "fix.txt",
        build_prompt(request_of(CIRCLE, "fix", words=None, diagnostics=[problem]), IN_FOLDER),
    )


SHOP = """\
from shop.money import Amount


def price_of(order):
    total = Amout(0)
    for line in order.lines:
        total += line.price
    return total.in_euro()<|>


def name_of(order):
    return order.titel
"""


def several() -> list[Diagnostic]:
    text = SHOP.replace("<|>", "")
    said = [
        ("Amout", 'Undefined name "Amout"', "ruff F821"),
        ("total.in_euro", 'Cannot access attribute "in_euro" for class "Amount"', "pyright"),
    ]
    spans = [Span(text.index(word), text.index(word) + len(word)) for word, _, _ in said]
    return [Diagnostic(span, words, by) for span, (_, words, by) in zip(spans, said, strict=True)]


MONEY = Snippet("shop/money.py", "python", "imports", "class Amount:\n    def in_euros(self) -> float:")


def test_a_fix_of_several_problems_shows_what_they_name() -> None:
    request = request_of(SHOP, "fix", words=None, diagnostics=several())
    names = names_of(request.snapshot.text, request.diagnostics)
    assert names == ["Amout", "in_euro", "Amount", "total"]
    shown = Background(related=(MONEY,), path="src/app.py")
    check_prompt(PROMPTS / "fix_several.txt", build_prompt(request, shown))


def test_a_second_try_shows_the_first_answer_and_what_was_wrong_with_it() -> None:
    request = request_of(SHOP, "fix", words=None, diagnostics=several())
    text = "def price_of(order):\n    return sum(line.price for line in order.lines).in_euro()"
    left = ('- in `return sum(line.price for line in order.lines).in_euro()`: no attribute "in_euro"',)
    again = replace(asked_again(request, request.snapshot, request.region, None), attempt=Attempt(text, left))
    check_prompt(PROMPTS / "fix_again.txt", build_prompt(again, IN_FOLDER))
    assert build_prompt(again).is_automatic
    assert not build_prompt(request).is_automatic


def test_all_problems_of_a_kind_are_asked_for_in_one_region() -> None:
    text = SHOP.replace("<|>", "").replace("total = Amout(0)", "total = order.totl")
    places = [text.index("order.totl"), text.index("order.titel")]
    found = [
        Diagnostic(Span(at, at + 10), f'"{name}" is not a known attribute of "Order"', "pyright")
        for at, name in zip(places, ("totl", "titel"), strict=True)
    ]
    snapshot = replace(request_of(SHOP).snapshot, text=Text.of(text))
    request = request_for_all(snapshot, BY_ID["fixAll"], found, 0)
    check_prompt(PROMPTS / "fix_all.txt", build_prompt(request, IN_FOLDER))


def test_what_problems_say_takes_no_more_of_a_prompt_than_its_share() -> None:
    at = CIRCLE.index("self.radus")
    problems = [Diagnostic(Span(at, at + 10), f"{n} " + "long " * 300) for n in range(100)]
    prompt = build_prompt(request_of(CIRCLE, "fix", words=None, diagnostics=problems))
    shown = prompt.messages[-1].content
    assert len(shown) < 11_000
    assert "\n- and 9" in shown


def test_generated_code_is_asked_for_at_a_mark() -> None:
    marked = CIRCLE.replace("<|>", "").replace("\n\n    def grow", "\n    <|>\n    def grow")
    check_prompt(
        PROMPTS / "generate.txt",
        build_prompt(request_of(marked, "generate", words="Add a diameter."), IN_FOLDER),
    )


def test_tags_that_the_code_holds_get_other_names_in_the_example_too() -> None:
    prompt = build_prompt(request_of("<|>XML = '<region>'<|>\n"))
    assert "<region2>\nXML = '<region>'\n</region2>" in prompt.messages[-1].content
    assert "\n<region2>\n" in prompt.messages[1].content
    marked = build_prompt(request_of("MARK = '<here/>'\n<|>", "generate"))
    assert "'<here/>'\n<here2/>" in marked.messages[-1].content
    assert all("<here2/>" in message.content for message in marked.messages[:2])


def last_of(marked: str, action: str = "edit", language_id: str = "python") -> str:
    return build_prompt(request_of(marked, action, language_id=language_id)).messages[-1].content


def test_the_mark_stands_where_the_new_text_goes() -> None:
    assert "\n<here/>\nb\n" in last_of("a\n<|>b\n", "generate")
    assert "\n    <here/>\n    b()\n" in last_of("a:\n<|>    b()\n", "generate")
    assert "\nx = <here/> + 1\n" in last_of("x = <|> + 1\n", "generate")
    assert "\na\n\n<here/>\n\nb\n" in last_of("a\n<|>\n\n\n<|>b\n")
    assert "\n<here/>\n</file>" in last_of("<|>\n\n<|>")


def test_code_that_closes_the_file_stays_inside_of_it() -> None:
    assert "\nA = '</file>'\n</file2>\n" in last_of("<|>b<|>\nA = '</file>'\n")


def test_blank_lines_around_a_region_are_shown_around_it() -> None:
    shown = last_of("a\n<|>\nb\n\n<|>c\n")
    assert "a\n\n<region>\nb\n</region>\n\nc\n" in shown


RULES = "Use tabs.\n" * 20
SNIPPETS = tuple(
    Snippet(f"src/f{n}.py", "python", "imports", f"def f{n}():\n    ...\n" * 20) for n in range(8)
)
AROUND = Background(related=SNIPPETS, instructions=RULES)


@given(st.integers(256, 4000), st.integers(0, 2000), st.sampled_from(["edit", "generate"]))
def test_a_prompt_keeps_to_its_budget_and_shows_what_fits_rules_first(
    budget_tokens: int, n_characters: int, action: str
) -> None:
    request = request_of("y = 1\n" * 100 + f"<|>x = '{'x' * n_characters}'<|>\n" + "z = 1\n" * 100, action)
    context = replace(request.snapshot.settings.context, budget_tokens=budget_tokens)
    snapshot = replace(request.snapshot, settings=replace(request.snapshot.settings, context=context))
    try:
        prompt = build_prompt(replace(request, snapshot=snapshot), AROUND)
    except EditRefused:
        assert AROUND.budget_characters(budget_tokens - 500) < n_characters + 100
        return
    assert sum(len(message.content) for message in prompt.messages) <= AROUND.budget_characters(budget_tokens)
    shown = prompt.messages[-1].content
    assert RULES in shown or "src/f0.py" not in shown


def test_related_code_that_does_not_fit_as_a_whole_is_shown_in_part() -> None:
    request = request_of("<|>x = 1<|>\n")
    context = replace(request.snapshot.settings.context, budget_tokens=1200)
    snapshot = replace(request.snapshot, settings=replace(request.snapshot.settings, context=context))
    shown = build_prompt(replace(request, snapshot=snapshot), AROUND).messages[-1].content
    assert RULES in shown
    assert "src/f0.py" in shown
    assert "src/f7.py" not in shown


def test_in_a_small_budget_there_is_no_example() -> None:
    request = request_of("<|>x = 1<|>\n")
    context = replace(request.snapshot.settings.context, budget_tokens=2000)
    snapshot = replace(request.snapshot, settings=replace(request.snapshot.settings, context=context))
    assert len(build_prompt(replace(request, snapshot=snapshot)).messages) == 2
    assert len(build_prompt(request).messages) == 4


def test_a_long_region_may_have_a_long_reply() -> None:
    assert build_prompt(request_of("<|>" + "x = 1\n" * 2000 + "<|>")).max_tokens > 8000


def test_a_mark_parts_no_secret_from_what_gives_it_away() -> None:
    text = "api_tokens:\n<|>  - x5Rt9Vb2Lk7Wq0Zn4Jd8\n  - m3Hs6Yc1Pf8Gt5Ax2Ke7\n"
    told = f"<|># pt: sort them\n{text.replace('<|>', '')}"
    for action in BY_ID:
        marked = told if action == "doComment" else text
        prompt = build_prompt(request_of(marked, action, language_id="yaml"))
        redacted = run(PromptRedactor(Redactor()).redact(prompt)).prompt
        sent = "\n".join(message.content for message in redacted.messages)
        assert "api_tokens:\n" in sent
        assert "x5Rt9" not in sent
        assert "m3Hs6" not in sent
