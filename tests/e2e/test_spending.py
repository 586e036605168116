"""Cost, budgets and rests after failures, over stdio."""

from pt_lsp.store.statistics import Counts, Statistics, statistics_path
from tests.support.lsp_client import LspClient
from tests.support.scripted_chat import ScriptedChat, reply, status
from tests.support.with_editor import with_editor

ADD = "def add(a, b):\n    return <|>\n"
USAGE = {
    "prompt_tokens": 1000,
    "completion_tokens": 10,
    "total_tokens": 1010,
    "prompt_tokens_details": {"cached_tokens": 500},
}


async def type_and_complete(editor: LspClient, n: int) -> None:
    """`n` automatic completions, each of other text."""
    document = editor.open(ADD)
    for _ in range(n):
        editor.type(document, 0, "# x\n")
        document.selection = document.selection.shifted(4)
        assert await editor.complete(document) == []


def check_told_once(editor: LspClient, words: str) -> None:
    assert [words in line for line in editor.log] == [True]
    assert editor.received("window/showMessage") == []


@with_editor(reply("a + b", usage=USAGE), options={"endpoint": {"profile": "powertokens"}})
async def test_the_cost_is_told_as_an_estimate_with_cached_tokens_at_a_fifth(
    editor: LspClient, chat: ScriptedChat
) -> None:
    assert await editor.complete(editor.open(ADD))
    stats = await editor.command("stats")
    assert stats["tokens"] == {"prompt": 1000, "completion": 10, "cached": 500, "isEstimated": False}
    assert stats["cost"]["amount"] == 0.00065
    assert (stats["cost"]["currency"], stats["cost"]["isEstimate"]) == ("USD", True)
    assert stats["byLanguage"]["python"]["cost"] == stats["cost"]
    assert (await editor.command("status"))["usage"]["costs"] == stats["costs"] == [stats["cost"]]


@with_editor(
    reply("a + b", usage=USAGE),
    options={"endpoint": {"price": {"currency": "eur", "input": 10, "output": 100, "cached": 2}}},
)
async def test_a_price_of_one_s_own_makes_the_estimate(editor: LspClient, chat: ScriptedChat) -> None:
    assert await editor.complete(editor.open(ADD))
    cost = (await editor.command("stats"))["cost"]
    assert (cost["amount"], cost["currency"]) == (0.007, "EUR")


@with_editor(reply("a + b", usage=USAGE))
async def test_what_an_unknown_endpoint_costs_is_not_made_up(editor: LspClient, chat: ScriptedChat) -> None:
    assert await editor.complete(editor.open(ADD))
    stats = await editor.command("stats")
    assert stats["tokens"]["prompt"] == 1000
    assert stats["cost"] is None


@with_editor("a + b")
async def test_shown_and_typed_as_foreseen_are_counted(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    await editor.complete(document)
    editor.type(document, document.selection.start, "a +")
    editor.type(document, 0, "# x\n")
    stats = await editor.command("stats")
    assert stats["asked"] == stats["shown"] == 1
    assert stats["accepted"] == stats["kept"] == 0
    assert stats["foreseenCharacters"] == 3


@with_editor(forever=status(429, retry_after="60"), extensions=["ptLsp/status"])
async def test_an_endpoint_that_wants_to_be_left_alone_is_left_alone_but_for_what_is_asked(
    editor: LspClient, chat: ScriptedChat
) -> None:
    await type_and_complete(editor, 10)
    assert len(chat.requests) == 1
    reasons = (await editor.command("whyNoCompletion"))["reasons"]
    assert [reason["reason"] for reason in reasons] == ["backing off"] * 9 + ["failed"]
    assert "goes on in" in reasons[0]["detail"]
    check_told_once(editor, "too many requests")
    assert [told["state"] for told in editor.received("ptLsp/status")] == ["error"]
    assert await editor.complete(editor.open(ADD, "b.py"), is_invoked=True) == []
    assert len(chat.requests) == 2


@with_editor(
    reply("a + b", usage=USAGE),
    reply("a * b", usage={**USAGE, "prompt_tokens": 300, "total_tokens": 310}),
    options={"budget": {"tokensPerMinute": 1000}},
)
async def test_over_the_budget_only_asked_work_goes_on_then_none_and_it_is_said_once(
    editor: LspClient, chat: ScriptedChat
) -> None:
    assert await editor.complete(editor.open(ADD, "a.py"))
    await type_and_complete(editor, 3)
    told = await editor.command("status")
    assert told["state"] == "overBudget"
    assert (await editor.command("whyNoCompletion"))["reasons"][0]["reason"] == "over budget"
    assert told["budget"]["spentThisMinute"] == 1010
    assert told["refusal"] is None
    assert await editor.complete(editor.open(ADD, "b.py"), is_invoked=True)
    await type_and_complete(editor, 3)
    assert await editor.complete(editor.open(ADD, "c.py"), is_invoked=True) == []
    told = await editor.command("status")
    assert (told["state"], told["refusal"]["code"]) == ("overBudget", "overBudget")
    check_told_once(editor, "1000 tokens a minute")


def test_what_was_spent_today_by_earlier_servers_counts() -> None:
    spent = Statistics(statistics_path())
    spent.add("edit", Counts(asked=1, prompt_tokens=900, completion_tokens=200))
    spent.flush()

    @with_editor(options={"budget": {"tokensPerDay": 1000}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        await type_and_complete(editor, 3)
        told = await editor.command("status")
        assert told["state"] == "overBudget"
        assert told["budget"]["spentToday"] == 1100
        check_told_once(editor, "1000 tokens a day")

    scenario()
