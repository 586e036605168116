"""What the model looks up before it explains is no part of the explanation."""

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

import pytest

from pt_lsp.features.explain.explaining import Answered, explain
from pt_lsp.features.explain.question import CodeQuestion, question_about
from pt_lsp.llm.gateway import ToolOffer
from pt_lsp.replies.asides.spoken import TAKEN_BACK
from pt_lsp.settings.options import EditSettings
from tests.features.edit.checking import request_of
from tests.support.chat_steps import garbage
from tests.support.running import run
from tests.support.scripted_chat import Request, ScriptedChat, Step
from tests.support.small_tools import SmallTools
from tests.support.tool_streams import CART, STREAMS, TRACES, ToolStream, said, written

SAID = "It adds up the prices of a cart."


def question() -> CodeQuestion:
    asked = request_of("def total(cart):\n    return cart.<|>total()\n")
    return question_about(asked.snapshot, asked.region)


def played(
    asked: CodeQuestion, *steps: Step | str, notes: list[Answered] | None = None
) -> tuple[Sequence[str | None], list[Request]]:
    """The deltas and the requests of an explanation that may look things up."""

    async def ask() -> list[str | None]:
        note = (lambda _: None) if notes is None else notes.append
        deltas = explain(chat.gateway(), asked, None, None, note, offer=ToolOffer(SmallTools()))
        async with aclosing(deltas) as stream:
            return [delta async for delta in stream]

    with ScriptedChat(*steps) as chat:
        return run(ask()), chat.requests


def shown(deltas: Sequence[str | None]) -> str:
    """What is left of them in the end."""
    last = max((n for n, delta in enumerate(deltas) if delta is TAKEN_BACK), default=-1)
    return "".join(delta for delta in deltas[last + 1 :] if delta is not None)


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS.keys())
def test_nothing_of_sixty_answers_that_call_is_shown(stream: ToolStream) -> None:
    deltas, _ = played(question(), garbage(stream.data), SAID)
    assert shown(deltas) == SAID
    assert not [trace for trace in TRACES if trace in "".join(filter(None, deltas))]


def test_words_before_a_call_are_taken_back() -> None:
    first = garbage(ToolStream(said(f"{3 * 'It sums up a cart. '}\n\n{written(*CART)}"), ()).data)
    deltas, _ = played(question(), first, SAID)
    assert TAKEN_BACK in deltas
    assert shown(deltas) == SAID


def test_an_answer_that_goes_by_what_may_change_is_not_remembered() -> None:
    remembered: list[Answered] = []
    played(question(), garbage(STREAMS["as documented"].data), SAID, notes=remembered)
    assert not remembered
    played(question(), SAID, notes=remembered)
    assert [each.said for each in remembered] == [SAID]


def test_nothing_is_offered_where_that_is_turned_off() -> None:
    asked = question()
    settings = replace(asked.snapshot.settings, edits=EditSettings(lookups="never"))
    _, (request,) = played(replace(asked, snapshot=replace(asked.snapshot, settings=settings)), SAID)
    assert "tools" not in request.body
