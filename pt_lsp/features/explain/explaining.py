"""An explanation from place to Markdown, as it streams."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from pt_lsp.context.background import NO_BACKGROUND, Background, GatherAround
from pt_lsp.context.budget import whole_background
from pt_lsp.context.windows.region_window import RegionWindow, region_window
from pt_lsp.context.words import IDENTIFIER
from pt_lsp.documents.lines import lines_of
from pt_lsp.documents.span import Span
from pt_lsp.errors import EditRefused, UnusableReply
from pt_lsp.features.explain.prompt import MAX_TOKENS, build_prompt, listed, problem_text
from pt_lsp.features.explain.question import CodeQuestion
from pt_lsp.features.explain.references import CountLines, References, references_to
from pt_lsp.features.explain.safe_markdown import SafeMarkdown
from pt_lsp.llm.gateway import (
    Gateway,
    Prompt,
    Reply,
    Rounds,
    ToolOffer,
    ending_of,
    leaving_room,
    left_out_note,
    once_shorter,
    tokens_of,
)
from pt_lsp.privacy.placeholders import Placeholders
from pt_lsp.replies.asides.reasoning import ONLY_THOUGHT
from pt_lsp.replies.asides.spoken import TAKEN_BACK, SpokenAnswer
from pt_lsp.syntax.outline import Definition, outline

_RESERVED_TOKENS = 350
_DEFINITIONS_SHARE = 0.3
"""Of what there is for a file: the more of it that is not shown, the more they tell."""

_NOTHING = "The model answered without an explanation; ask again or in other words."
_CUT = "The answer was cut here, at its length limit."
_UNKNOWN = "The answer ended in an unusual way here; its end may be missing."


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole explanation as it came, which can be given again."""

    said: str
    """Its secrets not restored."""
    placeholders: Placeholders
    background: Background
    """What the prompt has shown beside the file."""


async def explain(
    gateway: Gateway,
    question: CodeQuestion,
    gather: GatherAround | None = None,
    n_lines: CountLines | None = None,
    note: Callable[[Answered], None] = lambda _: None,
    *,
    offer: ToolOffer | None = None,
) -> AsyncGenerator[str | None]:
    """The deltas of an explanation; `offer` is what may be looked up for it.

    `TAKEN_BACK` among them says that those so far were no part of it. One that was cut says so at its end;
    one that is whole is told to `note`, unless it goes by what was looked up: that may change. With `n_lines`
    places in files become links. Where the prompt is too long for the model it is made once more, shorter.
    Raises EditRefused when the part is too large, UnusableReply when there is nothing but reasoning, else a
    ModelError. Closing the generator closes the HTTP stream.
    """
    deltas = once_shorter(lambda: _explain(gateway, question, gather, n_lines, note, offer=offer))
    async with aclosing(deltas) as stream:
        async for delta in stream:
            yield delta


async def _explain(
    gateway: Gateway,
    question: CodeQuestion,
    gather: GatherAround | None,
    n_lines: CountLines | None,
    note: Callable[[Answered], None],
    *,
    offer: ToolOffer | None,
) -> AsyncGenerator[str | None]:
    settings = gateway.limits.fitted(question.snapshot.settings, "explain", MAX_TOKENS)
    question = replace(question, snapshot=replace(question.snapshot, settings=settings))
    background = NO_BACKGROUND if gather is None else await gather(question.snapshot, question.part)
    offer = gateway.offered(offer, settings, "explain")
    prompt, path, shown = await asyncio.to_thread(_prompt_with, question, background, offer)
    rounds = Rounds(prompt, offer, settings)
    while True:
        async with gateway.open(rounds.prompt, settings) as reply:
            answer = _Answer(reply, None if n_lines is None else references_to(shown, path, n_lines))
            async for delta in reply:
                for piece in answer.push(delta):
                    yield piece
        if not await rounds.go_on(reply):
            break
        if answer.said:
            yield TAKEN_BACK
    for piece in answer.finish():
        yield piece
    if remarks := answer.remarks():
        yield remarks
    elif not rounds.has_looked_up:
        note(Answered(answer.said, reply.placeholders, shown))


def _prompt_with(
    question: CodeQuestion, background: Background, offer: ToolOffer | None
) -> tuple[Prompt, str, Background]:
    """The same as `_prompt`, with an offer if there is room for what comes of it."""
    if offer is not None:
        settings = leaving_room(question.snapshot.settings)
        smaller = replace(question, snapshot=replace(question.snapshot, settings=settings))
        with contextlib.suppress(EditRefused):
            prompt, path, shown = _prompt(smaller, background)
            return prompt.offering(offer.tools.definitions), path, shown
    return _prompt(question, background)


def _prompt(question: CodeQuestion, background: Background) -> tuple[Prompt, str, Background]:
    """The prompt, what it calls the file, and what of the background it shows."""
    snapshot, part = question.snapshot, question.part
    tokens = snapshot.settings.context.budget_tokens - _RESERVED_TOKENS - tokens_of(question.images)
    budget = background.budget_characters(tokens) - len(question.asked)
    budget -= 0 if question.problem is None else len(problem_text(question.problem))
    definitions = _fitting(_listed_beside(question), int(budget * _DEFINITIONS_SHARE))
    budget -= len(listed(definitions))
    if question.is_file:
        n_left = budget - min(len(part), budget)
    else:
        # The part is shown twice: in its file, and by itself.
        budget -= len(part)
        n_left = budget - len(part)
        if n_left < 0:
            raise EditRefused(
                "The code to explain is larger than context.budgetTokens or the model allows; "
                "select less, or raise it if the model takes more."
            )
    shown = background.within(whole_background(n_left), rules_first=True)
    window = _window(question, budget - len(shown.text), background.path)
    return build_prompt(question, window, shown, definitions), window.path, shown


def _window(question: CodeQuestion, n_characters: int, path: str) -> RegionWindow:
    """The part in its file; of a file that is too long for that its beginning, and a mark for the rest."""
    snapshot, part = question.snapshot, question.part
    if question.is_file and len(part) > n_characters:
        part = Span(part.start, part.start)
    return region_window(snapshot, part, n_characters, path=path)


def _listed_beside(question: CodeQuestion) -> Sequence[Definition]:
    """All that a file defines, where it is explained; what a problem names outside of its part."""
    if not question.is_file and question.problem is None:
        return ()
    definitions = outline(str(question.snapshot.text), question.snapshot.language_id).definitions
    if question.problem is None:
        return definitions
    words = set(IDENTIFIER.findall(problem_text(question.problem)))
    first, last = lines_of(question.snapshot.text, question.part)
    named = (each for each in _flat(definitions) if each.name in words)
    return [replace(each, members=()) for each in named if not first <= each.line <= last]


def _flat(definitions: Sequence[Definition]) -> Iterator[Definition]:
    for each in definitions:
        yield each
        yield from _flat(each.members)


def _fitting(definitions: Sequence[Definition], n_characters: int) -> Sequence[Definition]:
    """With members if they fit, else those of the top level, as many as do."""
    if len(listed(definitions)) <= n_characters:
        return definitions
    alone = [replace(each, members=()) for each in definitions]
    while alone and len(listed(alone)) > n_characters:
        alone = alone[: len(alone) * 3 // 4]
    return alone


class _Answer:
    """What the model says, safe to render; or `TAKEN_BACK`."""

    def __init__(self, reply: Reply, references: References | None) -> None:
        self.spoken = SpokenAnswer()
        self._reply = reply
        self._references = references
        self._markdown = SafeMarkdown(reply.placeholders, references)
        self._said: list[str] = []

    @property
    def said(self) -> str:
        """The answer so far as the model gave it."""
        return "".join(self._said)

    def push(self, delta: str) -> Iterator[str | None]:
        """What is known of the answer now, and was not before."""
        return self._safe(self.spoken.push(delta))

    def finish(self) -> Iterator[str | None]:
        """The rest of the answer; raises UnusableReply where there is none."""
        yield from self._safe(self.spoken.finish())
        if rest := self._markdown.finish():
            yield rest
        if not self.spoken.has_said:
            raise UnusableReply(ONLY_THOUGHT if self.spoken.is_all_thought else _NOTHING)

    def remarks(self) -> str:
        """What a reader has to know of how the whole answer came about; mostly nothing."""
        cut = {"whole": None, "cut": _CUT}.get(ending_of(self._reply.finish_reason), _UNKNOWN)
        remarks = [f"\n\n*{each}*\n" for each in (cut, left_out_note(self._reply.left_out)) if each]
        closing = f"\n{self._markdown.closing}" if self._markdown.closing else ""
        return closing + "".join(remarks) if remarks else ""

    def _safe(self, pieces: Iterator[str | None]) -> Iterator[str | None]:
        for piece in pieces:
            if piece is TAKEN_BACK:
                self._markdown = SafeMarkdown(self._reply.placeholders, self._references)
                self._said.clear()
                yield TAKEN_BACK
                continue
            self._said.append(piece)
            if given := self._markdown.push(piece):
                yield given
