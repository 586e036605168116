"""How long prompts may be, at the level of features: what is asked, and what is asked after a refusal."""

from dataclasses import replace

import pytest

from pt_lsp.context.background import Background, Snippet
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import EditRefused, PromptTooLong
from pt_lsp.features.edit.rewrite import rewrite
from pt_lsp.features.explain.explaining import explain
from pt_lsp.features.explain.question import CodeQuestion
from pt_lsp.features.inline_completion.engine import Engine
from pt_lsp.llm.gateway import Gateway
from pt_lsp.settings.options import CompletionSettings, ContextSettings, Settings
from tests.features.edit.checking import request_of
from tests.support.running import run
from tests.support.scripted_chat import Request, ScriptedChat, Step, reply, respond, settings, status

LINES = "".join(f"value_{number} = compute({number})\n" for number in range(2_000))
BIG = replace(
    settings(), context=ContextSettings(budget_tokens=24_000), completion=CompletionSettings(debounce_ms=0)
)


def n_tokens(request: Request) -> float:
    """As a tokenizer that makes more of code than we estimate."""
    return sum(len(message["content"]) for message in request.body["messages"]) / 2.7


def limited(limit: int, answer: str = "1", *, tells: bool = True, counts_answer: bool = True) -> Step:
    """A model that takes so many tokens."""

    def choose(request: Request) -> Step:
        asked = n_tokens(request) + (request["max_tokens"] if counts_answer else 0)
        if asked <= limit:
            return reply(answer)
        words = f"This model's maximum context length is {limit} tokens, however you requested {asked:.0f}."
        message = words if tells else "The prompt is too long."
        return status(400, {"error": {"code": "context_length_exceeded", "message": message}})

    return respond(choose)


def snapshot(text: str = LINES, configured: Settings = BIG) -> Snapshot:
    return Snapshot("file:///project/app.py", "python", 1, Text.of(text), configured)


async def complete(gateway: Gateway, engine: Engine, text: str) -> list[str]:
    items = await engine.complete(snapshot(text), len(text), is_invoked=False)
    return [item.text for item in items]


@pytest.mark.parametrize("limit", [1_200, 2_500, 4_096, 6_000])
def test_a_completion_is_asked_again_within_the_limit_and_later_ones_at_once(limit: int) -> None:
    async def scenario() -> None:
        with ScriptedChat(forever=limited(limit)) as chat:
            gateway = chat.gateway()
            engine = Engine(gateway)
            assert await complete(gateway, engine, f"{LINES}x = ") == ["1"]
            assert len(chat.requests) == 2
            assert await complete(gateway, engine, f"{LINES}y = 1 + ") == ["1"]
            assert len(chat.requests) == 3
            assert limit / 3 < n_tokens(chat.requests[2]) <= limit
            await engine.aclose()

    run(scenario())


def test_without_a_number_the_prompt_is_halved_once_and_stays_so() -> None:
    async def scenario() -> None:
        with ScriptedChat(forever=limited(8_000, tells=False)) as chat:
            gateway = chat.gateway()
            engine = Engine(gateway)
            assert await complete(gateway, engine, f"{LINES}x = ") == ["1"]
            first, second = map(n_tokens, chat.requests)
            assert second < first * 0.6
            assert await complete(gateway, engine, f"{LINES}y = 1 + ") == ["1"]
            assert len(chat.requests) == 3
            await engine.aclose()

    run(scenario())


def test_what_is_too_long_even_then_is_said_after_two_requests() -> None:
    async def scenario() -> None:
        with ScriptedChat(forever=limited(100, tells=False)) as chat:
            engine = Engine(chat.gateway())
            assert await complete(chat.gateway(), engine, f"{LINES}x = ") == []
            assert len(chat.requests) == 2
            assert isinstance(engine.last_error, PromptTooLong)
            await engine.aclose()

    run(scenario())


@pytest.mark.parametrize("counts_answer", [True, False])
def test_an_edit_and_an_explanation_shrink_what_is_around_the_region(*, counts_answer: bool) -> None:
    async def gather(asked: Snapshot, region: Span) -> Background:
        text = "def help(): ...\n" * 300
        most = asked.settings.context.budget_tokens
        return Background((Snippet("help.py", "python", "imports", text[:most]),))

    async def scenario() -> None:
        region = Span(LINES.index("value_900"), LINES.index("value_910") - 1)
        answer = LINES[region.start : region.end]
        with ScriptedChat(forever=limited(4_096, answer, counts_answer=counts_answer)) as chat:
            gateway = chat.gateway()
            request = replace(request_of("x<|>"), snapshot=snapshot(), region=region)
            drafts = [draft async for draft in rewrite(gateway, request, gather)]
            assert (drafts[-1].text, len(chat.requests)) == (answer, 2)
            assert "value_899" in chat.requests[-1].text
            deltas = [delta async for delta in explain(gateway, CodeQuestion(snapshot(), region), gather)]
            assert ("".join(filter(None, deltas)), len(chat.requests)) == (answer, 3)

    run(scenario())


def test_a_region_that_is_too_long_by_itself_is_refused_with_what_to_do() -> None:
    async def scenario() -> None:
        with ScriptedChat(forever=limited(2_000)) as chat:
            gateway = chat.gateway()
            region = Span(0, LINES.index("value_600"))
            request = replace(request_of("x<|>"), snapshot=snapshot(), region=region)
            with pytest.raises(EditRefused, match="select less"):
                _ = [draft async for draft in rewrite(gateway, request)]
            with pytest.raises(EditRefused, match="select less"):
                _ = [delta async for delta in explain(gateway, CodeQuestion(snapshot(), region))]
            assert len(chat.requests) == 1

    run(scenario())


def test_models_are_told_apart() -> None:
    async def scenario() -> None:
        with ScriptedChat(forever=limited(4_096)) as chat:
            gateway = chat.gateway()
            engine = Engine(gateway)
            assert await complete(gateway, engine, f"{LINES}x = ") == ["1"]
            other = replace(BIG, endpoint=replace(BIG.endpoint, model="another"))
            assert gateway.limits.fitted(other, "completion", 100) == other
            assert gateway.limits.fitted(BIG, "completion", 100) != BIG
            await engine.aclose()

    run(scenario())
