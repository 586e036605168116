"""How much models take, as their refusals told: what is asked later stays under it from the start.

Tokens are our estimates, so a share of a limit is left free.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import TypeVar

from cachetools import LRUCache

from pt_lsp.errors import EditRefused, PromptTooLong
from pt_lsp.llm.calibration import Calibration
from pt_lsp.llm.images import tokens_of
from pt_lsp.llm.prompt import Prompt
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.options import Settings
from pt_lsp.settings.tables import Job

T = TypeVar("T")

_MOST_MODELS = 20
_LEAST_TOKENS = 1_024
"""Models take more; below that nothing of a file would be left in a prompt."""
_LEAST_GUESSED_TOKENS = 2_048
"""Where no number was told: a proxy that refuses all there is must not leave less than a small edit takes."""
_PROMPT_SHARE = 0.8
_MOST_FOR_ANSWER = 0.5


class PromptLimits:
    """Tokens of prompt and answer together, by base URL and model; one per gateway."""

    def __init__(self, calibration: Calibration) -> None:
        self._calibration = calibration
        self._limits: LRUCache[tuple[str, str], int] = LRUCache(_MOST_MODELS)

    def learn(self, endpoint: EndpointSettings, prompt: Prompt, error: PromptTooLong) -> None:
        """The prompt was too long; where the error tells no number, half of it may do."""
        density = self._calibration.characters_per_token(prompt.language_id)
        n_asked = int(len(prompt.text) / density) + tokens_of(prompt.images) + prompt.max_tokens
        if error.limit_tokens is None:
            limit = max(n_asked // 2, _LEAST_GUESSED_TOKENS)
        else:
            limit = min(error.limit_tokens, n_asked)
        known = self._limits.get(_key(endpoint), limit)
        self._limits[_key(endpoint)] = max(min(limit, known), _LEAST_TOKENS)

    def fitted(self, settings: Settings, job: Job, answer_tokens: int) -> Settings:
        """The settings with a budget for prompts that leaves the answer its tokens."""
        limit = self._limits.get(_key(settings.endpoint.for_job(job)))
        if limit is None:
            return settings
        room = int((limit - min(answer_tokens, limit * _MOST_FOR_ANSWER)) * _PROMPT_SHARE)
        budget_tokens = min(settings.context.budget_tokens, room)
        return replace(settings, context=replace(settings.context, budget_tokens=budget_tokens))

    def capped(self, prompt: Prompt, endpoint: EndpointSettings) -> Prompt:
        """The prompt with an answer that the limit has room for."""
        limit = self._limits.get(_key(endpoint))
        if limit is None:
            return prompt
        return replace(prompt, max_tokens=min(prompt.max_tokens, int(limit * _MOST_FOR_ANSWER)))


async def once_shorter(attempt: Callable[[], AsyncGenerator[T]]) -> AsyncGenerator[T]:
    """What `attempt` yields, made once more where its prompt was too long: by then the limit is known.

    Where nothing can be left out (EditRefused) and the endpoint told no number, its own word is what counts.
    """
    too_long: PromptTooLong | None = None
    for _ in range(2):
        has_begun = False
        try:
            async with aclosing(attempt()) as items:
                async for item in items:
                    has_begun = True
                    yield item
        except PromptTooLong as error:
            if has_begun or too_long is not None:
                raise
            too_long = error
        except EditRefused:
            if too_long is None or too_long.limit_tokens is not None:
                raise
            raise too_long from None
        else:
            return


def _key(endpoint: EndpointSettings) -> tuple[str, str]:
    return endpoint.base_url, endpoint.model
