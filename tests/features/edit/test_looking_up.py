"""What the model looks up before it answers is no part of an edit."""

import json
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest

from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import Attempt, EditRequest
from pt_lsp.features.edit.rewrite import rewrite
from pt_lsp.llm.gateway import ToolOffer
from pt_lsp.settings.options import ContextSettings, EditSettings
from tests.features.edit.checking import in_settings, request_of
from tests.support.chat_steps import Live, garbage
from tests.support.running import run
from tests.support.scripted_chat import Request, ScriptedChat, Step, reply, status
from tests.support.small_tools import SmallTools
from tests.support.tool_streams import CART, STREAMS, TRACES, ToolStream, call, piece, said, written

OLD = "def tax(x, rate):\n    first = prepare(x)\n    return first * rate"
NEW = "def tax(price, rate):\n    first = prepare(price)\n    return first * rate"
BLOCK = "<<<<<<< SEARCH\n    return first * rate\n=======\n    return first + rate\n>>>>>>> REPLACE"
ASKED = request_of(f"<|>{OLD}\n<|>")
CALLING = STREAMS["as documented"].data


def played(
    request: EditRequest, *steps: Step | str, tools: SmallTools | None = None
) -> tuple[list[Draft], list[Request]]:
    """The drafts and the requests of an edit that may look things up."""

    async def ask() -> list[Draft]:
        offer = ToolOffer(tools or SmallTools())
        async with aclosing(rewrite(chat.gateway(), request, None, offer)) as drafts:
            return [draft async for draft in drafts]

    with ScriptedChat(*steps) as chat:
        return run(ask()), chat.requests


def roles(request: Request) -> Sequence[str]:
    return [message["role"] for message in request["messages"]]


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS.keys())
def test_nothing_of_sixty_answers_that_call_gets_into_the_document(stream: ToolStream) -> None:
    drafts, _ = played(ASKED, garbage(stream.data), NEW)
    assert drafts[-1].text == NEW
    assert not [trace for trace in (*TRACES, "Let me") for draft in drafts if trace in draft.text]


def test_the_first_draft_comes_at_once_where_nothing_is_looked_up() -> None:
    async def scenario() -> None:
        live = Live()
        with ScriptedChat(live) as chat:
            gateway, offer = chat.gateway(), ToolOffer(SmallTools())
            async with aclosing(rewrite(gateway, ASKED, None, offer)) as drafts:
                live.send("def tax(price, rate):\n    first = prepare(price)\n")
                assert (await anext(drafts)).text.startswith("def tax(price, rate):\n")
                live.send("    return first * rate\n")
                live.finish()
                assert [draft async for draft in drafts][-1].text == NEW
            assert chat.requests[0]["tool_choice"] == "auto"

    run(scenario())


def test_code_before_a_call_is_taken_back_before_the_answer_comes() -> None:
    first = said(f"def no(x):\n    return 1\n\n\ndef never(x):\n{written(*CART)}")
    drafts, _ = played(ASKED, garbage(ToolStream(first, ()).data), NEW)
    texts = [draft.text for draft in drafts]
    assert texts[0].startswith("def no")
    assert texts[texts.index(OLD) + 1].startswith("def tax(price")
    assert texts[-1] == NEW


def test_an_answer_that_is_cut_goes_on_from_what_was_looked_up() -> None:
    head, tail = NEW[: NEW.index("\n") + 1], NEW[NEW.index("\n") + 1 :]
    drafts, requests = played(ASKED, garbage(CALLING), reply(head, finish_reason="length"), tail)
    assert drafts[-1] == Draft(NEW)
    assert roles(requests[-1])[-4:] == ["assistant", "tool", "assistant", "user"]
    assert requests[-1]["tool_choice"] == "none"


def test_an_answer_that_cannot_be_used_is_asked_for_again_with_what_was_looked_up() -> None:
    drafts, requests = played(ASKED, garbage(CALLING), "I cannot do that, as it would be wrong.", BLOCK)
    assert drafts[-1].text == OLD.replace("* rate", "+ rate")
    assert roles(requests[-1])[-4:] == ["assistant", "tool", "assistant", "user"]
    assert requests[-1]["tool_choice"] == "none"


def test_what_is_asked_after_an_answer_looks_nothing_up() -> None:
    _, requests = played(ASKED, "I cannot do that, as it would be wrong.", BLOCK)
    assert [request["tool_choice"] for request in requests] == ["auto", "none"]


def test_a_prompt_that_became_too_long_is_made_anew_and_shorter() -> None:
    too_long = {"error": {"code": "context_length_exceeded", "message": "at most 3000 tokens"}}
    drafts, requests = played(ASKED, garbage(CALLING), status(400, too_long), NEW)
    assert drafts[-1].text == NEW
    assert "tool" not in roles(requests[-1])


def test_a_loop_ends_in_a_sentence() -> None:
    loop = [
        garbage(ToolStream([piece(call(0, "search_text", json.dumps({"text": str(n)})))], ()).data)
        for n in range(4)
    ]
    with pytest.raises(UnusableReply, match=r"edits\.lookups"):
        played(ASKED, *loop)


def without_lookups() -> EditRequest:
    settings = replace(ASKED.snapshot.settings, edits=EditSettings(lookups="never"))
    return in_settings(ASKED, settings)


@pytest.mark.parametrize(
    "request_",
    [without_lookups(), replace(ASKED, attempt=Attempt("x", ("a problem",)))],
    ids=["turned off", "nobody has asked"],
)
def test_nothing_is_offered(request_: EditRequest) -> None:
    _, (asked,) = played(request_, NEW)
    assert "tools" not in asked.body
    assert "call the tools" not in asked.text


def test_a_region_that_leaves_no_room_for_results_is_rewritten_without() -> None:
    code = "\n".join(f"limit_{n} = {n}" for n in range(45))
    request = request_of(f"<|>{code}\n<|>")
    settings = replace(request.snapshot.settings, context=ContextSettings(budget_tokens=850))
    request = in_settings(request, settings)
    drafts, (asked,) = played(request, code.replace("limit_7 ", "limit_seven "))
    assert "limit_seven" in drafts[-1].text
    assert "tools" not in asked.body


def test_the_rules_say_when_to_call_and_that_the_form_stays() -> None:
    _, (asked,) = played(ASKED, NEW)
    rules: Any = asked["messages"][0]["content"]
    assert (
        "you may call the tools, where the answer depends on code of the project that is not shown" in rules
    )
    assert rules.endswith("The answer itself keeps the form that is asked for.")
