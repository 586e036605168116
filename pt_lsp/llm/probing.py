"""Finds out by tiny requests what an endpoint and its model can do."""

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pt_lsp.errors import (
    ContentFiltered,
    EmptyReply,
    EndpointFailed,
    Forbidden,
    InvalidRequest,
    ModelError,
    OnlyThoughts,
    PromptTooLong,
    UnknownModel,
)
from pt_lsp.llm.gateway import Gateway, Message, Prompt, Tool
from pt_lsp.llm.request import MAX_STOPS
from pt_lsp.settings.options import FillWay, Settings
from pt_lsp.settings.tables import Job

_WITHOUT_TEXT = (EmptyReply, OnlyThoughts)


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What works for one endpoint and model."""

    fill_ways: tuple[FillWay, ...]
    """The ways of filling in the middle that gave the right answer, best first."""
    is_streaming: bool
    """Whether an answer comes piece by piece."""
    first_token_s: float
    """Seconds from the request to the first piece of its answer."""
    stop_limit: int | None
    """Most stop strings that it takes; None if no limit was found."""
    tools: Mapping[str, bool]
    """Whether they call a tool that they are offered, of the models that edits and explanations ask."""

    @property
    def takes_tools(self) -> bool:
        """Whether all of them do."""
        return all(self.tools.values())


async def probe(
    gateway: Gateway, settings: Settings, clock: Callable[[], float] = time.perf_counter
) -> ProbeResult:
    """Ask some seven short questions; raises a PtLspError if the endpoint does not answer the first one."""
    started_s = clock()
    n_deltas = 0
    first_token_s = 0.0
    async with gateway.open(_COUNTING, settings) as reply:
        async for _ in reply:
            first_token_s = first_token_s or clock() - started_s
            n_deltas += 1
    ways = [way for way, prompt in _FILLING.items() if await _is_filled(gateway, settings, prompt)]
    takes_more = await _is_taken(gateway, settings, _MANY_STOPS)
    asked = (settings.endpoint.for_job("edit"), settings.endpoint.for_job("explain"))
    tools = {
        model: await _is_called(gateway, replace(settings, endpoint=endpoint))
        for model, endpoint in {each.model: each for each in asked}.items()
    }
    stop_limit = None if takes_more else MAX_STOPS
    return ProbeResult(tuple(ways), n_deltas > 1, first_token_s, stop_limit, tools)


async def ask_for_a_word(gateway: Gateway, settings: Settings, job: Job) -> None:
    """Raises a PtLspError if the job's model gives no answer."""
    only = replace(settings, endpoint=settings.endpoint.for_job(job))
    with contextlib.suppress(*_WITHOUT_TEXT):
        await gateway.ask(_YES, only)


_NOT_TAKEN = (InvalidRequest, UnknownModel, Forbidden, PromptTooLong, ContentFiltered)
"""After a first answer: words like "this model is not supported in partial mode" are not about the model."""


async def _is_filled(gateway: Gateway, settings: Settings, prompt: Prompt) -> bool:
    try:
        answer = await gateway.ask(prompt, settings)
    except (*_NOT_TAKEN, *_WITHOUT_TEXT):
        return False  # the endpoint takes no such request, or the model makes nothing of it
    lines = [line.strip() for line in answer.splitlines() if line.strip() and not line.startswith("```")]
    return lines[:1] == ["2"]


async def _is_taken(gateway: Gateway, settings: Settings, prompt: Prompt) -> bool:
    try:
        await gateway.ask(prompt, settings)
    except _WITHOUT_TEXT:
        return True
    except ModelError:
        return False
    return True


async def _is_called(gateway: Gateway, settings: Settings) -> bool:
    """Whether the model calls a tool; one that never does makes nothing of being offered some."""
    try:
        async with gateway.open(_CALLING, settings) as reply:
            async for _ in reply:
                pass
    except (*_NOT_TAKEN, *_WITHOUT_TEXT, EndpointFailed):  # llama.cpp without templates fails on its side
        return False
    return any(call.name == _WEATHER.name for call in reply.calls)


def _prompt(
    *messages: Message, max_tokens: int = 16, stop: tuple[str, ...] = (), continues_assistant: bool = False
) -> Prompt:
    return Prompt(
        messages, "probe", max_tokens, temperature=0.0, stop=stop, continues_assistant=continues_assistant
    )


_COUNTING = _prompt(Message("user", "Count from one to twelve in words, on one line."), max_tokens=48)
_PREFIX = "# doubles a number: double(4) == 8\ndef double(number):\n    return number * "
_SUFFIX = "\n\n\nassert double(4) == 8\n"
_FILLING: dict[FillWay, Prompt] = {
    "partial": _prompt(
        Message("system", "You write Python code and nothing else."),
        Message("user", "Define the function `double`, which doubles a number."),
        Message("assistant", _PREFIX),
        continues_assistant=True,
    ),
    "fim": _prompt(
        Message("system", "You are a code completion assistant."),
        Message("user", f"<|fim_prefix|>{_PREFIX}<|fim_suffix|>{_SUFFIX}<|fim_middle|>"),
    ),
    "hole": _prompt(
        Message(
            "system", "You fill the gap in a piece of code. Answer with the missing text and nothing else."
        ),
        Message("user", f"{_PREFIX}<gap/>{_SUFFIX}"),
    ),
}
_WEATHER = Tool(
    "weather",
    "Tells what the weather is like now.",
    {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]},
)
_CALLING = replace(
    _prompt(Message("user", "Call the tool to find out what the weather is like in Oslo."), max_tokens=64),
    tools=(_WEATHER,),
)
_YES = _prompt(Message("user", "Say yes."))
_MANY_STOPS = _prompt(Message("user", "Say yes."), stop=tuple(f"<|stop {n}|>" for n in range(MAX_STOPS + 1)))
