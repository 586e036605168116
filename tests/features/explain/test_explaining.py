from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from pt_lsp.context.background import Background, Snippet
from pt_lsp.context.windows.region_window import region_window
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import ContentFiltered, EditRefused, PtLspError, UnusableReply
from pt_lsp.features.explain.explaining import explain
from pt_lsp.features.explain.part import name_of_part
from pt_lsp.features.explain.prompt import build_prompt
from pt_lsp.features.explain.question import CodeQuestion, Problem, question_about, question_about_problem
from pt_lsp.llm.gateway import Prompt
from tests.features.golden import check_prompt
from tests.support.notation import mark, parse
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, Step, settings
from tests.support.scripted_chat import reply as whole

PROMPTS = Path(__file__).parent / "prompts"

FILE = "import os\n\n\ndef size(path):\n    return os.stat(path)<|>.st_size\n\n\nprint(size('.'))\n"


def snapshot_of(text: str) -> Snapshot:
    return Snapshot("file:///project/src/app.py", "python", 1, Text.of(text), settings())


def check(marked: str, reply: Step | str, *, asked_for: str, expected: str | None = None) -> None:
    place = parse(marked)
    snapshot = snapshot_of(place.text)

    async def ask() -> str:
        with ScriptedChat(reply) as chat:
            gateway = chat.gateway()
            question = question_about(snapshot, place.selection)
            async with aclosing(explain(gateway, question)) as deltas:
                markdown = "".join([delta async for delta in deltas if delta is not None])
            await gateway.aclose()
            assert f"<part>\n{asked_for}\n</part>" in chat.requests[-1].text
            return markdown

    assert run(ask()) == (reply if expected is None else expected)


@pytest.mark.parametrize(
    ("marked", "asked_for"),
    [
        (FILE, "def size(path):\n    return os.stat(path).st_size"),
        ("a = 1\n<|>b = 2\nc<|> = 3\n", "b = 2\nc = 3"),
        ("a = 1\nb <|>= 2\n", "b = 2"),
    ],
)
def test_a_definition_or_a_selection_is_explained_as_the_model_says_it(marked: str, asked_for: str) -> None:
    check(marked, "It returns the **size**.\n\n```python\nsize('.')\n```\n", asked_for=asked_for)


def test_reasoning_is_no_part_of_an_explanation() -> None:
    said = "It holds a `<think>`.\n\n<think>\n"
    shown = said.replace("\n<think>", "\n&lt;think>")
    check("a <|>= 1\n", f"<think>\nIt is short.\n</think>\n\n{said}", asked_for="a = 1", expected=shown)
    with pytest.raises(UnusableReply, match="used its whole answer up by thinking"):
        check("a <|>= 1\n", "<think>\nIt is short.\n", asked_for="a = 1")
    with pytest.raises(UnusableReply, match="without an explanation"):
        check("a <|>= 1\n", "<tool_call>\n<function=read>\n</function>\n</tool_call>", asked_for="a = 1")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("length", "was cut here, at its length limit"),
        ("abort", "ended in an unusual way here; its end may be missing"),
    ],
)
def test_an_explanation_that_is_not_whole_says_so(reason: str, words: str) -> None:
    text = "It adds:\n\n```python\nadd(1"
    answer = whole(text, finish_reason=reason)
    check("a <|>= 1\n", answer, asked_for="a = 1", expected=f"{text}\n```\n\n*The answer {words}.*\n")


@pytest.mark.parametrize(
    ("reason", "kind"), [("content_filter", ContentFiltered), ("tool_calls", UnusableReply)]
)
def test_an_explanation_that_must_not_be_used_is_an_error(reason: str, kind: type[PtLspError]) -> None:
    with pytest.raises(kind):
        check("a <|>= 1\n", whole("It adds", finish_reason=reason), asked_for="a = 1", expected="It adds")


def test_the_part_is_whole_lines() -> None:
    place = parse("a = 1\nb <|>=<|> 2\n")
    part = question_about(snapshot_of(place.text), place.selection).part
    assert mark(place.text, part) == "a = 1\n<|>b = 2<|>\n"


@pytest.mark.parametrize(
    ("marked", "language_id", "name"),
    [
        (FILE, "python", "size"),
        ("class A:\n    @property\n    def one(self):\n        return <|>1\n", "python", "one"),
        ("<|>total = a + b\n<|>", "python", "total"),
        ("    <|>return a + b\n", "python", "a"),
        ("<|>PUBLIC SUB Area(r)\n  Area = r * r\nEND SUB<|>\n", "vb", "Area"),
        ("<|>local function size(path)\n<|>", "unknown", "size"),
        ("<|>\n", "python", ""),
        ("<|>" + "x" * 500 + " = 1\n", "python", "x" * 40),
    ],
)
def test_a_part_is_called_by_what_it_defines(marked: str, language_id: str, name: str) -> None:
    place = parse(marked)
    snapshot = replace(snapshot_of(place.text), language_id=language_id)
    assert name_of_part(snapshot, question_about(snapshot, place.selection).part) == name


def test_a_part_beyond_the_budget_is_refused() -> None:
    place = parse("<|>" + "x = 1\n" * 9000 + "<|>")

    async def ask() -> None:
        with ScriptedChat() as chat:
            await anext(explain(chat.gateway(), CodeQuestion(snapshot_of(place.text), place.selection)))

    with pytest.raises(EditRefused, match="budgetTokens"):
        run(ask())


def test_the_prompt_reads_as_reviewed() -> None:
    place = parse(FILE)
    snapshot = snapshot_of(place.text)
    question = question_about(snapshot, place.selection)
    window = region_window(snapshot, question.part, 6000, path="src/app.py")
    check_prompt(PROMPTS / "definition.txt", build_prompt(question, window))


def test_what_a_person_asks_in_own_words_reads_as_reviewed() -> None:
    place = parse(FILE)
    question = question_about(snapshot_of(place.text), place.selection)
    question = replace(question, asked="List what can go wrong here, worst first.")
    window = region_window(question.snapshot, question.part, 6000, path="src/app.py")
    check_prompt(PROMPTS / "asked.txt", build_prompt(question, window))


def test_related_code_that_does_not_fit_as_a_whole_is_shown_in_part_after_the_rules() -> None:
    snippets = (Snippet(f"src/f{n}.py", "python", "imports", f"def f{n}(): ...\n" * 30) for n in range(9))
    background = Background(related=tuple(snippets), instructions="Use tabs.\n" * 20)
    snapshot = snapshot_of("x = 1\n")
    context = replace(snapshot.settings.context, budget_tokens=1200)
    snapshot = replace(snapshot, settings=replace(snapshot.settings, context=context))

    async def gather(_snapshot: Snapshot, _part: Span) -> Background:
        return background

    async def ask() -> str:
        with ScriptedChat("It is one.") as chat:
            gateway = chat.gateway()
            async with aclosing(explain(gateway, CodeQuestion(snapshot, Span(0, 5)), gather)) as deltas:
                assert [delta async for delta in deltas]
            await gateway.aclose()
            return str(chat.requests[-1].text)

    shown = run(ask())
    assert background.instructions in shown
    assert "src/f0.py" in shown
    assert "src/f8.py" not in shown


def test_code_that_closes_a_tag_of_ours_stays_inside_of_another() -> None:
    snapshot = snapshot_of("A = '</file>'\nB = '</part>'\n")
    question = CodeQuestion(snapshot, Span(0, len(snapshot.text) - 1))
    prompt = build_prompt(question, region_window(snapshot, question.part, 1000))
    shown = prompt.messages[-1].content
    assert "B = '</part>'\n</file2>\n" in shown
    assert shown.endswith("B = '</part>'\n</part2>")


WHOLE = """import os


class Sizes:
    def of(self, path):
        return os.stat(path).st_size


def show(path):
    print(Sizes().of(pth))
"""


def prompt_for(question: CodeQuestion, budget_tokens: int = 6000, reply: str = "It is so.") -> Prompt:
    context = replace(question.snapshot.settings.context, budget_tokens=budget_tokens)
    settings_ = replace(question.snapshot.settings, context=context)
    question = replace(question, snapshot=replace(question.snapshot, settings=settings_))

    async def ask() -> Prompt:
        with ScriptedChat(reply) as chat:
            gateway = chat.gateway()
            async with aclosing(explain(gateway, question)) as deltas:
                assert [delta async for delta in deltas]
            await gateway.aclose()
            assert gateway.last_sent is not None
            return gateway.last_sent.prompt

    return run(ask())


def test_the_prompt_about_a_file_reads_as_reviewed() -> None:
    question = question_about(snapshot_of(WHOLE), Span(0, len(WHOLE)))
    check_prompt(PROMPTS / "file.txt", prompt_for(question))


def test_the_prompt_about_a_problem_reads_as_reviewed() -> None:
    snapshot = snapshot_of(WHOLE)
    start = WHOLE.index("pth")
    related = ("Did you mean `path`?: `def show(path):`",)
    problem = Problem(Span(start, start + 3), '"pth" is not defined', "error, Pyright undefined", related)
    check_prompt(PROMPTS / "problem.txt", prompt_for(question_about_problem(snapshot, problem)))


def test_a_file_beyond_the_budget_is_explained_by_its_beginning_and_its_definitions() -> None:
    text = "".join(f"def part_{n}(a):\n    return a + {n}\n\n\n" for n in range(400))
    prompt = prompt_for(question_about(snapshot_of(text), Span(0, len(text))), 3000)
    told = prompt.messages[-1].content
    assert len(told) < 3000 * 4
    assert "def part_0(a):\n    return a + 0\n" in told
    assert "return a + 399" not in told
    assert "\n361: def part_90(a)\n" in told
