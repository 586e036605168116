import asyncio
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from pt_lsp.context.windows.excerpt_anchors import ExcerptAnchors
from pt_lsp.documents.equal_ends import equal_at_start
from pt_lsp.documents.span import Span
from pt_lsp.documents.tokens import CHARACTERS_PER_TOKEN
from pt_lsp.features.inline_completion.asking import question_at
from pt_lsp.llm.gateway import Calibration
from pt_lsp.project.gathering import Gathering
from pt_lsp.project.instructions import Instructions
from pt_lsp.settings.options import ContextSettings, FillWay, Settings
from pt_lsp.workspace.ignoring import IgnoreTree
from tests.context.workspaces import scene_of

pytestmark = pytest.mark.repeats

STOCK = """\
-- shop/stock.py --
class Stock:
    def reserve(self, name: str, amount: int = 1) -> bool:
        return amount < 3

    def release(self, name: str) -> None:
        print(name)


-- shop/prices.py --
class Price:
    def with_tax(self, rate: float) -> float:
        return rate


def price_of(name: str) -> Price:
    return Price()


-- shop/cart.py --
from shop.orders import ship

def check_out(cart):
    for name in cart.names:
        if cart.stock.reserve(name):
            ship(cart.stock, name)


"""
HEAD = "from shop.prices import price_of\nfrom shop.stock import Stock\n\n\n"
FUNCTION = "def ship_{n}(stock: Stock, name: str) -> bool:\n    return stock.reserve(name, {n})\n\n\n"
TYPED = """\
def ship(stock: Stock, name: str, rate: float) -> float:
    if not stock.reserve(name, 2):
        stock.release(name)
        raise ValueError(f"no {name} left")
    price = price_of(name)
    return price.with_tax(rate)
"""
CHARACTERS = 120


def shop(n_functions: int) -> str:
    own = HEAD + "".join(FUNCTION.format(n=n) for n in range(n_functions))
    return f"{STOCK}-- shop/orders.py --\n{own}<|>\n\n\n{FUNCTION.format(n='last')}"


async def prompts(files: str, way: FillWay, context: ContextSettings | None = None) -> list[str]:
    """What would be sent after each typed character."""
    gathering = Gathering(Instructions(IgnoreTree()), Calibration())
    gathering.folders_changed([Path("/project")])
    scene = scene_of(files, gathering.load_related())
    texts = []
    anchors = ExcerptAnchors()
    settings = Settings(context=context or ContextSettings())
    snapshot, offset = replace(scene.snapshot, settings=settings), scene.place.start
    for typed in TYPED[:CHARACTERS]:
        text = snapshot.text.replace(Span(offset, offset), typed)
        snapshot, offset = replace(snapshot, text=text, version=snapshot.version + 1), offset + 1
        background = gathering.for_cursor(snapshot, offset)
        question = question_at(snapshot, offset, way, background, is_automatic=True, anchors=anchors)
        texts.append("".join(f"{message.role}:{message.content}" for message in question.prompt.messages))
    await gathering.aclose()
    return texts


@pytest.mark.parametrize("n_functions", [4, 150])
@pytest.mark.parametrize("way", ["hole", "fim", "partial"])
def test_typing_leaves_the_beginning_of_the_prompt_as_it_is(way: FillWay, n_functions: int) -> None:
    texts = asyncio.run(prompts(shop(n_functions), way))
    assert len(texts) == CHARACTERS
    kept = [equal_at_start(before, after) / len(before) for before, after in pairwise(texts)]
    assert min(kept) >= (0.9 if way != "fim" or n_functions > 4 else 0.8)  # too short there for any cache
    assert "def reserve(self, name: str, amount: int = 1) -> bool:" in texts[-1]
    assert all("from shop.prices import price_of\n" in text for text in texts)


@pytest.mark.parametrize("budget", [256, 400, 1_000, 1_700, 6_000])
@pytest.mark.parametrize("way", ["hole", "fim", "partial"])
def test_the_whole_prompt_stays_within_the_budget(way: FillWay, budget: int) -> None:
    context = ContextSettings(budget_tokens=budget)
    longest = max(map(len, asyncio.run(prompts(shop(400), way, context))))
    assert longest <= budget * CHARACTERS_PER_TOKEN
