from contextlib import aclosing
from pathlib import Path

import pytest

from pt_lsp.context.window import region_window
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.errors import EditRefused, UnusableReply
from pt_lsp.features.explain.explaining import explain, part_to_explain
from pt_lsp.features.explain.prompt import build_prompt
from tests.features.golden import check_prompt
from tests.support.notation import mark, parse
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, settings

PROMPTS = Path(__file__).parent / "prompts"

FILE = "import os\n\n\ndef size(path):\n    return os.stat(path)<|>.st_size\n\n\nprint(size('.'))\n"


def snapshot_of(text: str) -> Snapshot:
    return Snapshot("file:///project/src/app.py", "python", 1, Text.of(text), settings())


def check(marked: str, reply: str, *, asked_for: str, expected: str | None = None) -> None:
    place = parse(marked)
    snapshot = snapshot_of(place.text)

    async def ask() -> str:
        with ScriptedChat(reply) as chat:
            gateway = chat.gateway()
            async with aclosing(explain(gateway, snapshot, place.selection)) as deltas:
                markdown = "".join([delta async for delta in deltas])
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
    check("a <|>= 1\n", f"<think>\nIt is short.\n</think>\n\n{said}", asked_for="a = 1", expected=said)
    with pytest.raises(UnusableReply, match="no explanation"):
        check("a <|>= 1\n", "<think>\nIt is short.\n", asked_for="a = 1")


def test_the_part_is_whole_lines() -> None:
    place = parse("a = 1\nb <|>=<|> 2\n")
    part = part_to_explain(snapshot_of(place.text), place.selection)
    assert mark(place.text, part) == "a = 1\n<|>b = 2<|>\n"


def test_a_part_beyond_the_budget_is_refused() -> None:
    place = parse("<|>" + "x = 1\n" * 9000 + "<|>")

    async def ask() -> None:
        with ScriptedChat() as chat:
            await anext(explain(chat.gateway(), snapshot_of(place.text), place.selection))

    with pytest.raises(EditRefused, match="budgetTokens"):
        run(ask())


def test_the_prompt_reads_as_reviewed() -> None:
    place = parse(FILE)
    snapshot = snapshot_of(place.text)
    part = part_to_explain(snapshot, place.selection)
    check_prompt(
        PROMPTS / "definition.txt", build_prompt(region_window(snapshot, part, 6000, path="src/app.py"))
    )
