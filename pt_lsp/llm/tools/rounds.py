"""The requests that one question takes: the model asks for what it misses, gets it, and answers.

    rounds = Rounds(prompt, offer, settings)
    while True:
        async with gateway.open(rounds.prompt, settings) as reply:
            ...
        if not await rounds.go_on(reply):
            break

Bounded whatever the model does: in requests, in calls, in the tokens of what it gets to see, and in time.
What it gets goes out with the next request, and is redacted as all of that is.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from pt_lsp.documents.tokens import estimate_tokens
from pt_lsp.errors import UnusableReply
from pt_lsp.llm.prompt import Message, Prompt
from pt_lsp.llm.reply import Reply
from pt_lsp.llm.tools.arguments import UnfitArguments, read_arguments
from pt_lsp.llm.tools.call import ToolCall
from pt_lsp.llm.tools.tool import Tool, ToolResult, Tools
from pt_lsp.settings.options import Settings

MOST_ROUNDS = 3
MOST_CALLS = 6
"""Of one round; what is asked for beyond is left out of it."""
MOST_TOKENS = 6_000
"""Of all results together, whatever room there is: models lose the thread in more."""
CALL_TIMEOUT_S = 5.0

_ROOM_SHARE = 0.3
"""Of the budget, kept free in a prompt that offers tools."""
_LEAST_TOKENS = 100
"""With less room than this nothing more is looked up."""
_MOST_TOLD = 3
_LONGEST_ID = 200
_LONGEST_ARGUMENTS = 1_000
"""Characters: they go out again with each further request."""
_TOO_LONG = "The arguments are too long: name less. Call it again with that."
_ANSWER_NOW = "That was the last call. Answer now, in the form that was asked for."
_AGAIN = "You have asked for this before: the result is above."
_NO_ANSWER = (
    "The model went on asking for look-ups instead of answering; ask again, or set edits.lookups to never."
)


@dataclass(frozen=True, slots=True)
class ToolOffer:
    """Tools for one question, and who is told what is looked up: a few words."""

    tools: Tools
    tell: Callable[[str], None] = lambda _: None


def leaving_room(settings: Settings) -> Settings:
    """The settings for a prompt that offers tools: what is looked up counts as a part of it."""
    budget_tokens = int((1 - _ROOM_SHARE) * settings.context.budget_tokens)
    return replace(settings, context=replace(settings.context, budget_tokens=budget_tokens))


class Rounds:
    """The conversation about one question, as far as it has come."""

    def __init__(self, prompt: Prompt, offer: ToolOffer | None, settings: Settings) -> None:
        """The prompt's tools are those of the offer; results get what it leaves of `context.budgetTokens`."""
        self.prompt = prompt
        """What to send next, and once that is answered, what was."""
        self._offer = offer if prompt.tools and not prompt.calls_are_over else None
        self._tools = {tool.name: tool for tool in prompt.tools}
        self._room = min(settings.context.budget_tokens - estimate_tokens(prompt.text), MOST_TOKENS)
        self._n_rounds = 0
        self._asked: set[tuple[str, str]] = set()
        self._ids: set[str] = set()
        self._told: list[str] = []

    @property
    def has_looked_up(self) -> bool:
        """Whether the answer goes by results."""
        return self._n_rounds > 0

    async def go_on(self, reply: Reply) -> bool:
        """Whether the reply, which has ended, was no answer but calls: the prompt has their results then.

        Raises UnusableReply where the model calls though it was told to answer.
        """
        if not reply.calls:
            # What follows an answer is about that: whoever asks for more of it wants no calls.
            self.prompt = replace(self.prompt, calls_are_over=bool(self.prompt.tools))
            return False
        if self._offer is None or self.prompt.calls_are_over:
            raise UnusableReply(_NO_ANSWER)
        turns = [await self._answered(call, self._offer) for call in reply.calls[:MOST_CALLS]]
        self._n_rounds += 1
        results = [text for _, text in turns]
        is_going_in_circles = all(text == _AGAIN for text in results)
        is_last = self._n_rounds == MOST_ROUNDS or self._room < _LEAST_TOKENS or is_going_in_circles
        self._append([call for call, _ in turns], results, is_last=is_last)
        return True

    def _append(self, calls: list[ToolCall], results: list[str], *, is_last: bool) -> None:
        if is_last:
            results[-1] = f"{results[-1]}\n\n{_ANSWER_NOW}"
        turns = [Message("tool", text, call_id=call.id) for call, text in zip(calls, results, strict=True)]
        shares = dict(self.prompt.shares)
        shares["look-ups"] = shares.get("look-ups", 0) + sum(map(len, results))
        self.prompt = replace(
            self.prompt,
            messages=(*self.prompt.messages, Message("assistant", "", calls=tuple(calls)), *turns),
            shares=tuple(shares.items()),
            calls_are_over=is_last,
        )

    async def _answered(self, call: ToolCall, offer: ToolOffer) -> tuple[ToolCall, str]:
        """The call as the conversation has it, and its result."""
        tool = self._tools.get(call.name)
        if tool is None:
            return self._kept(call, "{}"), self._about_unknown(call.name)
        try:
            arguments = read_arguments(tool, call.arguments)
        except UnfitArguments as unfit:
            return self._kept(call, "{}"), str(unfit)
        written = json.dumps(arguments, ensure_ascii=False)
        if len(written) > _LONGEST_ARGUMENTS:
            return self._kept(call, "{}"), _TOO_LONG
        kept, key = self._kept(call, written), (tool.name, written)
        if key in self._asked:
            return kept, _AGAIN
        self._asked.add(key)
        return kept, self._fitting(await _called(offer.tools, tool, arguments), offer)

    def _fitting(self, result: ToolResult, offer: ToolOffer) -> str:
        """What is shown of a result: all of it, for a part may be one of a secret."""
        self._told.append(result.told)
        offer.tell(f"looked up {', '.join(self._told[-_MOST_TOLD:])}")
        n_tokens = estimate_tokens(result.text)
        if n_tokens > self._room:
            return (
                f"The result is too long: there is room for {max(self._room, 0)} more tokens, and it has "
                f"{n_tokens}. Ask for less, or answer without it."
            )
        self._room -= n_tokens
        return result.text

    def _about_unknown(self, name: str) -> str:
        known = ", ".join(f"`{each}`" for each in self._tools)
        is_name = name.isidentifier() and len(name) < _LONGEST_ID
        return f"There is no tool {f'`{name}`' if is_name else 'of that name'}. There are: {known}."

    def _kept(self, call: ToolCall, arguments: str) -> ToolCall:
        """The call with an id of its own, a name that is one, and arguments that are JSON."""
        call_id = call.id[:_LONGEST_ID]
        if not call_id or call_id in self._ids:
            call_id = next(each for n in count(1) if (each := f"call_{n}") not in self._ids)
        self._ids.add(call_id)
        name = call.name if call.name in self._tools else "unknown"
        return ToolCall(call_id, name, arguments)


async def _called(tools: Tools, tool: Tool, arguments: dict[str, object]) -> ToolResult:
    try:
        async with asyncio.timeout(CALL_TIMEOUT_S):
            return await tools.call(tool.name, arguments)
    except TimeoutError:
        told = f"{tool.name}, which took too long"
        return ToolResult("This took too long. Ask for less, or answer without it.", told)
