"""A review of a document, from the lines that are meant to what is wrong with them."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from functools import reduce
from typing import TypeVar

from pt_lsp.context.background import NO_BACKGROUND, Background, GatherAround
from pt_lsp.context.budget import whole_background
from pt_lsp.context.windows.region_window import region_window
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.errors import EditRefused, UnusableReply
from pt_lsp.features.review.asking import ask
from pt_lsp.features.review.finding import Findings
from pt_lsp.features.review.prompt import MAX_TOKENS, build_prompt
from pt_lsp.features.review.question import ReviewQuestion, pieces_of
from pt_lsp.llm.gateway import Gateway, Prompt, once_shorter

T = TypeVar("T")

RESERVED_TOKENS = 600
_PIECE_SHARE = 0.7
"""Of a prompt: the rest is for what a piece of a file needs of what is around it."""
_MOST_REQUESTS = 5

TOO_LONG = (
    "The code to review is larger than context.budgetTokens or the model allows; "
    "select less, or raise it if the model takes more."
)
_NOT_ALL = "Reviewed up to line {line} only: select what is below to have that reviewed."
_PARTS_UNREAD = "The answer about a part of it could not be read, so that part is not reviewed."


def silently(_message: str) -> None:
    """Nobody is told how far it is."""


async def review(
    gateway: Gateway,
    question: ReviewQuestion,
    gather: GatherAround | None = None,
    report: Callable[[str], None] = silently,
) -> Findings:
    """The findings, which are not placed yet; of what is too long for one prompt in several requests.

    `report` is told how far it is. Raises EditRefused where nothing of it fits into a prompt, UnusableReply
    where no answer can be read, else a ModelError.
    """
    read, note = await readable(once_shorter(lambda: _reviews(gateway, question, gather, report)))
    return reduce(Findings.joined, (*read, note))


async def readable(answers: AsyncGenerator[T | UnusableReply]) -> tuple[list[T], Findings]:
    """The answers that can be read, and a note where others cannot. Raises UnusableReply where none can."""
    read, unread = list[T](), list[UnusableReply]()
    async with aclosing(answers):
        async for answer in answers:
            if isinstance(answer, UnusableReply):
                unread.append(answer)
            else:
                read.append(answer)
    if unread and not read:
        raise unread[0]
    return read, Findings(notes=(_PARTS_UNREAD,) if unread else ())


async def _reviews(
    gateway: Gateway,
    question: ReviewQuestion,
    gather: GatherAround | None,
    report: Callable[[str], None],
) -> AsyncGenerator[Findings | UnusableReply]:
    """What is said of one piece after the other, and of what is left out."""
    settings = gateway.limits.fitted(question.snapshot.settings, "explain", MAX_TOKENS)
    snapshot = replace(question.snapshot, settings=settings)
    background = NO_BACKGROUND if gather is None else await gather(snapshot, question.part)
    budget = background.budget_characters(settings.context.budget_tokens - RESERVED_TOKENS)
    most = budget if len(question.part) <= budget else int(budget * _PIECE_SHARE)
    pieces = pieces_of(snapshot.text, question.part, most)
    if not pieces:
        raise EditRefused(TOO_LONG)
    asked = pieces[:_MOST_REQUESTS]
    for number, piece in enumerate(asked, 1):
        if len(asked) > 1:
            report(f"part {number} of {len(asked)}")
        is_file = question.is_file and len(pieces) == 1
        prompt = await asyncio.to_thread(_prompt, snapshot, piece, budget, background, is_file=is_file)
        try:
            yield await ask(gateway, prompt, settings)
        except UnusableReply as error:
            yield error
    if len(asked) < len(pieces):
        yield Findings(notes=(_NOT_ALL.format(line=snapshot.text.line_at(asked[-1].end) + 1),))


def _prompt(snapshot: Snapshot, piece: Span, budget: int, background: Background, *, is_file: bool) -> Prompt:
    """The prompt about a piece. Its window parses: for a thread."""
    shown = background.within(whole_background(max(budget - len(piece), 0)), rules_first=True)
    window = region_window(snapshot, piece, budget - len(shown.text), path=background.path)
    return build_prompt(window, shown, is_file=is_file)
