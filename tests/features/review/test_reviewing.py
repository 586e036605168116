"""Reviews from question to findings, in process."""

import json
from dataclasses import replace

import pytest

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import ContentFiltered, EditRefused, PtLspError, UnusableReply
from pt_lsp.features.review.finding import Findings, told
from pt_lsp.features.review.question import question_about
from pt_lsp.features.review.reviewing import review
from tests.features.review.faulted_replies import GOOD, SOURCE, A, B
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, Step, settings, status
from tests.support.scripted_chat import reply as whole

KEY = "sk-proj-Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZg"


def review_of(text: str, *steps: Step | str, budget_tokens: int | None = None) -> tuple[Findings, list[str]]:
    """What is found in a text, and what was asked."""
    holding = settings()
    if budget_tokens is not None:
        holding = replace(holding, context=replace(holding.context, budget_tokens=budget_tokens))
    snapshot = Snapshot("file:///project/app.py", "python", 1, Text.of(text), holding)

    async def ask() -> tuple[Findings, list[str]]:
        with ScriptedChat(*steps) as chat:
            gateway = chat.gateway()
            try:
                found = await review(gateway, question_about(snapshot, None))
            finally:
                await gateway.aclose()
            return found, [request.text for request in chat.requests]

    return run(ask())


def said(*findings: object) -> str:
    return json.dumps({"findings": findings})


def test_the_whole_findings_of_a_cut_answer_count_and_it_says_so() -> None:
    found, _ = review_of(SOURCE, whole(GOOD[:-40], finish_reason="length"))
    assert [each.quote for each in found.findings] == [A["quote"]]
    assert told(found, 0) == "The model's answer was cut, so there may be more to find."


@pytest.mark.parametrize(
    ("reason", "kind"), [("content_filter", ContentFiltered), ("tool_calls", UnusableReply)]
)
def test_an_answer_that_must_not_be_used_is_an_error(reason: str, kind: type[PtLspError]) -> None:
    with pytest.raises(kind):
        review_of(SOURCE, whole(GOOD, finish_reason=reason))


def test_a_long_file_is_reviewed_in_pieces_that_hold_all_of_its_lines() -> None:
    functions = [f"def f{n}():\n" + f"    return {n} * '{'x' * 60}'\n" * 20 for n in range(5)]
    text = "\n".join(functions)
    found, asked = review_of(
        text, *[said(A | {"quote": f"def f{n}():"}) for n in range(5)], budget_tokens=1500
    )
    assert len(asked) == 5
    assert [each.quote for each in found.findings] == [f"def f{n}():" for n in range(5)]
    for number, request in enumerate(asked):
        assert f"<review>\ndef f{number}():" in request


def test_of_what_is_too_long_for_all_requests_it_is_told_how_far_they_went() -> None:
    text = "".join(f"x_{n} = '{'y' * 70}'\n" for n in range(400))
    found, asked = review_of(text, *[said()] * 5, budget_tokens=1000)
    assert len(asked) == 5
    assert found.notes[0].startswith("Reviewed up to line ")
    with pytest.raises(EditRefused, match="The code to review is larger"):
        review_of("x = '" + "y" * 90_000 + "'\n", budget_tokens=1000)


def test_one_answer_of_several_that_cannot_be_read_is_told_and_costs_no_other() -> None:
    text = "\n".join(f"def f{n}():\n" + f"    return {n} * '{'x' * 60}'\n" * 20 for n in range(2))
    found, _ = review_of(text, "I like it.", said(A), budget_tokens=1500)
    assert len(found.findings) == 1
    assert "could not be read" in told(found, 0)
    with pytest.raises(UnusableReply):
        review_of(text, "I like it.", "And this too.", budget_tokens=1500)


def test_a_prompt_that_is_too_long_for_the_model_is_made_once_more_in_pieces() -> None:
    text = "\n".join(f"def f{n}():\n" + f"    return {n} * '{'x' * 60}'\n" * 40 for n in range(4))
    refusal = (
        '{"error": {"message": "maximum context length is 6000 tokens", "code": "context_length_exceeded"}}'
    )
    found, asked = review_of(text, status(400, refusal), *[said(B)] * 4, budget_tokens=8000)
    assert len(asked) > 2
    assert len(found.findings) == 1


def test_a_secret_is_in_no_prompt_and_in_no_message_but_a_quote_of_it_is_placed() -> None:
    text = f'KEY = "{KEY}"\n\n\ndef use():\n    return KEY\n'

    def answer(named: str) -> str:
        return said({"quote": f'KEY = "{named}"', "severity": "error", "message": f"{named} is a secret."})

    found, asked = review_of(text, answer("REDACTED_SECRET_1"))
    assert KEY not in asked[0]
    (finding,) = found.findings
    assert finding.quote == f'KEY = "{KEY}"'
    assert KEY not in finding.message


def test_a_cursor_means_the_whole_file() -> None:
    snapshot = Snapshot("file:///a.py", "python", 1, Text.of("a = 1\n"), settings())
    assert question_about(snapshot, Span(2, 2)).is_file


def test_an_endpoint_that_refuses_to_answer_in_json_is_asked_in_words_alone() -> None:
    refusal = '{"error": {"message": "response_format is not supported by this model"}}'
    found, asked = review_of(SOURCE, status(400, refusal), f"Here:\n{GOOD}")
    assert len(found.findings) == 2
    assert "JSON" in asked[1]
