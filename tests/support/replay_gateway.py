"""The door to the scripted model: answers travel token by token in virtual time, and what they cost is noted.

It takes the place of the real gateway, of which an engine uses nothing but `open` and the limits of prompts.
Which key a prompt was written for it learns from a context variable that whoever plays the editor sets: tasks
inherit it.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from random import Random

from pt_lsp.documents.tokens import estimate_tokens
from pt_lsp.llm.asking_again.prompt_limits import PromptLimits
from pt_lsp.llm.calibration import Calibration
from pt_lsp.llm.prompt import Prompt
from pt_lsp.privacy.placeholders import NO_PLACEHOLDERS
from pt_lsp.settings.options import Settings
from tests.support.replay_model import Answer, TypingModel
from tests.support.replay_truth import line_around

FIRST_TOKEN_S = 0.35
TOKENS_PER_S = 80.0

CURRENT_KEY: ContextVar[int] = ContextVar("CURRENT_KEY")

_TOKEN_LENGTHS = (2, 3, 4, 4, 4, 5)
_SEEN = 12


@dataclass(slots=True, eq=False)
class Asked:
    """One request to the model."""

    index: int
    """The key for whose place it asks."""
    time_s: float
    prompt: str
    answer: Answer
    n_prompt_tokens: int
    n_repeated_tokens: int
    """How many of them, from the first on, are as in the request before."""
    streamed: str = ""
    n_streamed: int = 0
    closed_s: float | None = None
    n_shown_characters: int = 0
    """How far into the clean text a suggestion on screen went."""


class _Reply:
    """As the real gateway's: iterates over deltas, then says why it ended."""

    placeholders = NO_PLACEHOLDERS

    def __init__(self, asked: Asked, prompt: Prompt) -> None:
        self.finish_reason: str | None = None
        self.usage: None = None
        self._asked = asked
        self._prompt = prompt

    @property
    def received(self) -> str:
        return self._asked.streamed

    async def __aiter__(self) -> AsyncIterator[str]:
        text = stopped(self._asked.answer.raw, self._prompt.stop)
        for n_tokens, token in enumerate(tokens(text, self._asked.index)):
            if n_tokens:
                await asyncio.sleep(1 / TOKENS_PER_S)
            if n_tokens == self._prompt.max_tokens:
                self.finish_reason = "length"
                return
            self._asked.streamed += token
            self._asked.n_streamed += 1
            yield token
        self.finish_reason = "stop"


@dataclass(slots=True)
class TypingGateway:
    model: TypingModel
    asked: list[Asked] = field(default_factory=list)
    limits: PromptLimits = field(default_factory=lambda: PromptLimits(Calibration()))

    @asynccontextmanager
    async def open(self, prompt: Prompt, settings: Settings) -> AsyncIterator[_Reply]:
        asked = self._note(prompt)
        try:
            await asyncio.sleep(FIRST_TOKEN_S)
            yield _Reply(asked, prompt)
        finally:
            asked.closed_s = asyncio.get_running_loop().time()

    def _note(self, prompt: Prompt) -> Asked:
        index = CURRENT_KEY.get()
        text = "\x00".join(f"{message.role}\x01{message.content}" for message in prompt.messages)
        before, _ = line_around(self.model.session.keys[index])
        assert before[-_SEEN:] in text, "the prompt is not about the place that it was asked for"
        n_repeated = n_common(self.asked[-1].prompt, text) if self.asked else 0
        asked = Asked(
            index=index,
            time_s=asyncio.get_running_loop().time(),
            prompt=text,
            answer=self.model.answer(index),
            n_prompt_tokens=estimate_tokens(text),
            n_repeated_tokens=estimate_tokens(text[:n_repeated]) if n_repeated else 0,
        )
        self.asked.append(asked)
        return asked


def tokens(text: str, index: int) -> list[str]:
    """The text in pieces of three to four characters on average, always the same for a key."""
    random = Random(index)
    pieces = []
    at = 0
    while at < len(text):
        length = random.choice(_TOKEN_LENGTHS)
        pieces.append(text[at : at + length])
        at += length
    return pieces


def stopped(text: str, stops: Iterable[str]) -> str:
    """The text up to the first stop string, as a server cuts it."""
    ends = [at for at in (text.find(stop) for stop in stops) if at >= 0]
    return text[: min(ends)] if ends else text


def n_common(one: str, other: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
