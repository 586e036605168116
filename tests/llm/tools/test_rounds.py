"""A question takes as many requests as its calls lead to, and no more than a few."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from pt_lsp.errors import UnusableReply
from pt_lsp.llm.gateway import Gateway, Ledger, Message, Prompt, Rounds, ToolOffer
from pt_lsp.llm.tools.rounds import MOST_CALLS, MOST_ROUNDS, MOST_TOKENS
from pt_lsp.settings.options import ContextSettings, Settings
from tests.support.chat_steps import garbage
from tests.support.running import run
from tests.support.scripted_chat import Request, ScriptedChat, Step, reply, respond, settings, status
from tests.support.small_tools import CODE, SmallTools
from tests.support.tool_streams import CART, STREAMS, TOTAL, ToolStream, call, piece, said, written

PROMPT = Prompt((Message("system", "rules"), Message("user", "hi")), "edit", 500, 0.2)
SECRET = "ghp_" + "aB3" * 12
LIMITED = replace(settings(), context=ContextSettings(budget_tokens=1_000))


def calling(*calls: Any, text: str = "") -> Step:
    pieces = [piece(call(n, name, json.dumps(given), id=f"c{n}")) for n, (name, given) in enumerate(calls)]
    return garbage(ToolStream([*said(text, None), *pieces, piece(reason="tool_calls")], ()).data)


async def answered(gateway: Gateway, tools: SmallTools, told: list[str], wanted: Settings) -> str:
    offer = gateway.offered(ToolOffer(tools, told.append), wanted, "edit")
    prompt = PROMPT if offer is None else PROMPT.offering(tools.definitions)
    rounds = Rounds(prompt, offer, wanted)
    while True:
        async with gateway.open(rounds.prompt, wanted) as answer:
            text = "".join([delta async for delta in answer])
        if not await rounds.go_on(answer):
            return text


def ask(
    *steps: Step | str, tools: SmallTools | None = None, wanted: Settings | None = None
) -> tuple[str, list[Request], list[str]]:
    """The answer, the requests, and what was told."""
    told: list[str] = []
    with ScriptedChat(*steps) as chat:
        text = run(answered(chat.gateway(), tools or SmallTools(), told, wanted or settings()))
    return text, chat.requests, told


def results(request: Request) -> list[str]:
    return [message["content"] for message in request["messages"] if message["role"] == "tool"]


def test_what_is_called_goes_out_as_documented_and_the_answer_is_the_last_one() -> None:
    tools = SmallTools()
    text, (first, second), told = ask(calling(CART, TOTAL, text="Let me look."), "the answer", tools=tools)
    assert text == "the answer"
    assert tools.calls == [CART, TOTAL]
    assert told[-1] == "looked up find_definition of Cart, find_references of total"
    assert (first["tool_choice"], second["tool_choice"]) == ("auto", "auto")
    assert [tool["function"]["name"] for tool in first["tools"]] == [tool.name for tool in tools.definitions]
    *before, turn, one, other = second["messages"]
    assert before == first["messages"]
    assert turn["tool_calls"][0] == {
        "id": "c0",
        "type": "function",
        "function": {"name": "find_definition", "arguments": '{"name": "Cart"}'},
    }
    assert [one["tool_call_id"], other["tool_call_id"]] == ["c0", "c1"]
    assert one["content"] == CODE


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS.keys())
def test_any_of_sixty_answers_that_call_is_gone_on_from(stream: ToolStream) -> None:
    tools = SmallTools()
    text, (_, second), _ = ask(garbage(stream.data), "the answer", tools=tools)
    assert text == "the answer"
    assert tools.calls == [each for each in stream.calls if each[1] is not None]
    assert len(results(second)) == len(stream.calls)


@pytest.mark.parametrize(
    ("stream", "told"),
    [
        ("no JSON", "The arguments of `find_definition` are not one JSON object. Call it again with one."),
        ("another argument", "`name` is missing: `find_definition` needs `name`. Call it again with it."),
        ("an unknown tool", "There is no tool `run_shell`. There are: `find_definition`, "),
        ("a tag and nothing in it", "There is no tool of that name. There are: `find_definition`, "),
    ],
)
def test_what_cannot_be_called_is_told_in_a_sentence(stream: str, told: str) -> None:
    assert results(ask(garbage(STREAMS[stream].data), "x")[1][1])[0].startswith(told)


def test_a_model_that_goes_on_calling_is_asked_to_answer_and_then_given_up() -> None:
    loop = [calling(("search_text", {"text": f"word {n}"})) for n in range(MOST_ROUNDS + 1)]
    told: list[str] = []
    with ScriptedChat(*loop) as chat, pytest.raises(UnusableReply, match=r"asking for look-ups .* never"):
        run(answered(chat.gateway(), SmallTools(), told, settings()))
    assert [request["tool_choice"] for request in chat.requests] == ["auto"] * MOST_ROUNDS + ["none"]
    assert results(chat.requests[-1])[-1].endswith("Answer now, in the form that was asked for.")


@pytest.mark.parametrize("stream", ["no JSON", "an unknown tool", "another argument"])
def test_who_calls_in_a_wrong_way_may_call_again(stream: str) -> None:
    tools = SmallTools()
    _, requests, _ = ask(garbage(STREAMS[stream].data), calling(CART), "x", tools=tools)
    assert [request["tool_choice"] for request in requests] == ["auto"] * 3
    assert tools.calls == [CART]


def test_long_arguments_are_not_sent_back() -> None:
    _, (_, second), _ = ask(calling(("search_text", {"text": "x" * 5_000})), "x")
    assert results(second) == ["The arguments are too long: name less. Call it again with that."]
    assert "x" * 5_000 not in json.dumps(second.body)


def test_a_call_that_was_made_before_is_not_made_again_and_was_the_last() -> None:
    tools = SmallTools()
    _, requests, _ = ask(calling(CART), calling(CART), "x", tools=tools)
    assert tools.calls == [CART]
    assert results(requests[-1])[-1].startswith("You have asked for this before")
    assert requests[-1]["tool_choice"] == "none"


def test_of_many_calls_at_once_the_first_ones_are_made() -> None:
    tools = SmallTools()
    many = [("search_text", {"text": str(n)}) for n in range(20)]
    _, (_, second), _ = ask(calling(*many), "x", tools=tools)
    assert len(tools.calls) == len(results(second)) == MOST_CALLS


def test_results_stay_within_what_the_budget_leaves() -> None:
    tools = SmallTools(lambda name, arguments: "x" * 3 * len(arguments["text"]))
    long, short = ("search_text", {"text": "x" * 900}), ("search_text", {"text": "x" * 300})
    _, requests, _ = ask(calling(long), calling(short), "x", tools=tools, wanted=LIMITED)
    first, second = results(requests[-1])
    assert "The result is too long: there is room for" in first
    assert second == "x" * 900
    text = "".join(message["content"] for message in requests[-1]["messages"])
    assert len(text) < 3.5 * 1_000


def test_results_of_all_rounds_have_one_cap_whatever_the_budget() -> None:
    tools = SmallTools(lambda name, arguments: "word " * 2_500)
    wanted = replace(settings(), context=ContextSettings(budget_tokens=200_000))
    calls = [calling(("search_text", {"text": str(n)})) for n in range(3)]
    _, requests, _ = ask(*calls, "x", tools=tools, wanted=wanted)
    assert sum(len(result) for result in results(requests[-1])) < 3.5 * MOST_TOKENS


def test_a_secret_in_a_result_does_not_leave_and_comes_back_in_the_answer_only() -> None:
    tools = SmallTools(lambda name, arguments: f'token = "{SECRET}"')

    def second(request: Request) -> Step:
        placeholder = results(request)[0].split('"')[1]
        return calling(("search_text", {"text": placeholder}))

    text, requests, told = ask(
        calling(CART), respond(second), respond(lambda request: results(request)[0]), tools=tools
    )
    assert text == f'token = "{SECRET}"'
    assert SECRET not in json.dumps([request.body for request in requests])
    assert tools.calls[-1][1]["text"].startswith("REDACTED")
    assert SECRET not in "".join(told)


@pytest.mark.parametrize(
    "said_no",
    [
        "tools is not supported",
        '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
        "This model does not support function calling.",
        "registry/model does not support tools",
    ],
)
def test_an_endpoint_that_refuses_tools_gets_no_word_of_them(said_no: str) -> None:
    refused = status(400, {"error": {"message": said_no}})

    async def scenario(chat: ScriptedChat) -> None:
        gateway = chat.gateway()
        for _ in range(2):
            assert await answered(gateway, SmallTools(), [], settings()) == "x"

    with ScriptedChat(refused, "x", "x") as chat:
        run(scenario(chat))
    for request in chat.requests[1:]:
        assert request["messages"] == [
            {"role": "system", "content": "rules"},
            {"role": "user", "content": "hi"},
        ]
        assert not request.body.keys() & {"tools", "tool_choice"}


def test_tools_that_are_refused_in_the_middle_leave_no_orphaned_turn() -> None:
    refused = status(400, {"error": {"message": "messages[3]: unknown role 'tool'"}})
    text, requests, _ = ask(calling(CART), refused, "x")
    assert text == "x"
    assert [message["role"] for message in requests[-1]["messages"]] == ["system", "user"]


def test_each_request_is_accounted() -> None:
    ledger = Ledger()
    usage = {"prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 12}
    data = STREAMS["as documented"].data.replace(b'{"choices": [], "usage": null}', b"")
    counted = data.replace(b"data: [DONE]", b"data: " + json.dumps({"choices": [], "usage": usage}).encode())
    with ScriptedChat(garbage(counted), reply("x", usage=usage)) as chat:
        run(answered(chat.gateway(ledger), SmallTools(), [], settings()))
    assert (ledger.total().prompt_tokens, ledger.total().completion_tokens) == (20, 4)


def test_a_cancel_ends_a_tool_at_work() -> None:
    class Endless(SmallTools):
        was_cancelled = False

        async def call(self, name: str, arguments: Any) -> Any:
            started.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.was_cancelled = True
                raise

    async def scenario() -> None:
        asking = asyncio.create_task(answered(chat.gateway(), tools, [], settings()))
        await started.wait()
        asking.cancel()
        await asyncio.wait([asking])
        assert asking.cancelled()
        assert tools.was_cancelled

    started, tools = asyncio.Event(), Endless()
    with ScriptedChat(calling(CART)) as chat:
        run(scenario())


@pytest.mark.parametrize("profile", ["vllm", "llama.cpp"])
def test_what_needs_a_switch_to_take_tools_is_offered_none_before_a_probe(profile: Any) -> None:
    wanted = settings(profile=profile)
    assert ScriptedChat().gateway().offered(ToolOffer(SmallTools()), wanted, "edit") is None


@pytest.mark.parametrize(("profile", "probed"), [("vllm", True), ("powertokens", False)])
def test_a_probe_counts_before_the_profile(profile: Any, probed: bool) -> None:
    async def no_key(settings: Settings) -> None:
        return None

    gateway = Gateway(Ledger(), no_key, probed_tools=lambda url, model: probed)
    offered = gateway.offered(ToolOffer(SmallTools()), settings(profile=profile), "edit")
    assert (offered is not None) == probed


def test_a_written_call_in_the_last_answer_is_never_dropped_in_silence() -> None:
    last = f"x = 1\n{written(*CART)}\ny = 2"
    with pytest.raises(UnusableReply):
        ask(calling(CART), calling(CART), last)
