"""An answer that cannot be used is asked for once more, in the other form, and then refused."""

from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from pt_lsp.errors import EditRefused, ModelError, PtLspError, UnusableReply
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.followups import once_more_prompt
from pt_lsp.features.edit.prompt import build_prompt
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.features.edit.rewrite import rewrite
from pt_lsp.replies.code_extraction import NoCode
from pt_lsp.replies.laziness.filling import LeftOut
from pt_lsp.settings.options import ContextSettings
from tests.features.edit.checking import drafts_of, exchange, request_of
from tests.features.golden import check_prompt
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, Step, reply, status

PROMPTS = Path(__file__).parent / "prompts"
BODY = "    first = prepare(x)\n    second = check(first)\n    return second * rate"
OLD = f"def tax(x, rate):\n{BODY}"
NEW = OLD.replace("x, rate", "price, rate").replace("(x)", "(price)")
LAZY = "def tax(price, rate):\n    # ... existing code ...\n    return price"
BLOCK = "<<<<<<< SEARCH\n    return second * rate\n=======\n    return second + rate\n>>>>>>> REPLACE"
PATCHED = OLD.replace("second * rate", "second + rate")
SMALL = f"<|>{OLD}\n<|>"
LINES = "".join(f"LIMIT_OF_PART_{number} = {number}\n" for number in range(400))
LARGE = f"<|>{LINES}<|>"
SHORTER = "LIMITS = range(400)"
LARGEST = "<|>" + "".join(f"LIMIT_OF_PART_{number} = {number}\n" for number in range(850)) + "<|>"
CHANGED = LINES.replace("PART_7 = 7\n", "PART_7 = 8\n").removesuffix("\n")
LOST = "<<<<<<< SEARCH\nLIMIT_OF_PART = 7\n=======\nLIMIT_OF_PART = 8\n>>>>>>> REPLACE"
FOUND = LOST.replace("_PART ", "_PART_7 ")

BLOCKS, WHOLE = "<<<<<<< SEARCH\nlines of the region", "Write the region in full"
REFUSAL = "I cannot do that, as it would be wrong."
CALL = '{"name": "read_file", "arguments": {"path": "shop/tax.py"}}'


def asked_last(request: EditRequest, *replies: Step | str) -> str:
    """What the model is told after its first answer."""
    first, second = exchange(request, *replies)
    said, asked = second["messages"][len(first["messages"]) :]
    assert second["messages"][: len(first["messages"])] == first["messages"]
    assert (said["role"], asked["role"]) == ("assistant", "user")
    return str(asked["content"])


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (LAZY, "leaves code out"),
        (REFUSAL, "not the new text"),
        (CALL, "not the new text"),
        ("Done.", "not the new text"),
        (LOST, "cannot be applied"),
        (BLOCK.removesuffix(">>>>>>> REPLACE"), "cannot be applied"),
        (f"{OLD}\n@@ -1 +1 @@\n-a\n+b", "cannot be applied"),
        (f"One way:\n```python\n{NEW}\n```\nAnother way:\n```python\n{NEW} * 2\n```", "cannot be applied"),
        (reply(NEW, finish_reason="tool_calls"), "cannot be applied"),
    ],
)
def test_after_the_whole_region_its_changes_are_asked_for(first: Step | str, told: str) -> None:
    asked = asked_last(request_of(SMALL), first, BLOCK)
    assert told in asked
    assert BLOCKS in asked
    assert drafts_of(request_of(SMALL), first, BLOCK)[-1] == Draft(PATCHED)


@pytest.mark.parametrize("first", [LOST, LOST[:30], REFUSAL, "LIMIT = 1\n# ... rest of code"])
def test_after_changes_the_whole_region_is_asked_for(first: str) -> None:
    asked = asked_last(request_of(LARGE), first, SHORTER)
    assert WHOLE in asked
    assert BLOCKS not in asked
    assert drafts_of(request_of(LARGE), first, SHORTER)[-1] == Draft(SHORTER)


@pytest.mark.parametrize(
    ("marked", "first", "second", "expected"),
    [(SMALL, LAZY, NEW, NEW), (SMALL, LAZY, f"```python\n{NEW}\n```", NEW), (LARGE, LOST, FOUND, CHANGED)],
    ids=["whole", "fenced", "changes"],
)
def test_the_second_answer_may_come_in_either_form(
    marked: str, first: str, second: str, expected: str
) -> None:
    assert drafts_of(request_of(marked), first, second)[-1] == Draft(expected)


@pytest.mark.parametrize(
    ("marked", "action", "good", "words"),
    [
        ("<|>Heading\n=======\nText of it.\n<|>", "edit", "Heading\n=======\nText.", WHOLE),
        (LARGEST, "edit", FOUND, BLOCKS),
        ("def f():\n    <|>\n", "generate", "return 1", "for that place alone"),
    ],
    ids=["marks in it", "too large", "a place"],
)
def test_where_there_is_no_other_form_the_same_is_asked_for(
    marked: str, action: str, good: str, words: str
) -> None:
    request = request_of(marked, action)
    wide = ContextSettings(budget_tokens=20_000)
    settings = replace(request.snapshot.settings, context=wide)
    request = replace(request, snapshot=replace(request.snapshot, settings=settings))
    asked = asked_last(request, REFUSAL, good)
    assert words in asked
    assert "in another form" not in asked


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (LAZY, LAZY, "left parts of the code out"),
        (LAZY, REFUSAL, "without any code"),
        (REFUSAL, LOST, "not in the code"),
        (LOST, BLOCK[:40], "breaks off"),
        (CALL, CALL, "without any code"),
        (LAZY, reply(NEW, finish_reason="tool_calls"), "asked for a tool"),
    ],
)
def test_what_cannot_be_used_twice_is_refused_with_one_sentence(
    first: str, second: Step | str, sentence: str
) -> None:
    with pytest.raises(UnusableReply, match=sentence) as raised:
        drafts_of(request_of(SMALL), first, second)
    assert raised.value.code == "unusableReply"
    assert str(raised.value).count(".") == 1


def test_the_old_text_stands_there_again_before_a_second_answer_comes() -> None:
    drafts = drafts_of(request_of(SMALL), f"{NEW}\n    # ... rest of the function ...\n    end()\n", NEW)
    at = drafts.index(Draft(OLD))
    assert at > 0
    assert all(draft.is_beginning and draft.text.startswith("def tax(price") for draft in drafts[:at])
    assert drafts[-1] == Draft(NEW)


@pytest.mark.parametrize("part", ["    return second + rate", "third = 3\nfourth = 4"])
def test_bare_lines_instead_of_changes_that_may_be_a_part_wait_with_a_warning(part: str) -> None:
    last = drafts_of(request_of(SMALL), LAZY, part)[-1]
    assert "a part of the new code only" in (last.warning or "")


@pytest.mark.parametrize(
    ("old", "new"), [("call_of(a)", "other(b)"), (OLD, "def tax(x, rate):\n    return x")]
)
def test_bare_lines_that_are_all_of_it_have_no_warning(old: str, new: str) -> None:
    assert drafts_of(request_of(f"<|>{old}<|>\n"), REFUSAL, new)[-1] == Draft(new)


@pytest.mark.parametrize("first", ["", " \n"])
def test_an_empty_answer_is_not_quoted_to_the_model(first: str) -> None:
    with pytest.raises(PtLspError):
        drafts_of(request_of(SMALL), reply(first))


def test_the_first_answers_sentence_counts_where_there_is_no_room_for_a_second() -> None:
    too_long = status(400, {"error": {"code": "context_length_exceeded", "message": "It is too long."}})
    with pytest.raises(UnusableReply, match="left parts of the code out"):
        drafts_of(request_of(SMALL), LAZY, too_long)


def test_a_second_answer_that_breaks_the_syntax_is_mended_in_the_talk_that_it_stands_in() -> None:
    broken = BLOCK.replace("second + rate", "(second + rate")
    first, second, third = exchange(request_of(SMALL), LAZY, broken, BLOCK)
    assert third["messages"][: len(second["messages"])] == second["messages"]
    assert drafts_of(request_of(SMALL), LAZY, broken, BLOCK)[-1] == Draft(PATCHED)
    assert len(first["messages"]) < len(second["messages"]) < len(third["messages"])


@pytest.mark.parametrize(("name", "unusable"), [("again_changes", LeftOut()), ("again_rewrite", NoCode())])
def test_the_second_question_reads_as_reviewed(name: str, unusable: UnusableReply) -> None:
    marked, first = (SMALL, LAZY) if name == "again_changes" else (LARGE, REFUSAL)
    prompt = build_prompt(request_of(marked))
    region = marked.replace("<|>", "")
    again = once_more_prompt(prompt, first, unusable, region)
    check_prompt(PROMPTS / f"{name}.txt", replace(again, messages=again.messages[-2:]))


CODE = [*OLD.split("\n"), *NEW.split("\n"), *BLOCK.split("\n"), *LOST.split("\n"), "    return (", "}", ""]
GAPS = ["# ... existing code ...", "    ...", "# unchanged"]
TALK = ["```python", "```", REFUSAL, CALL, "<think>", "</think>", "<region>", "</region>", "<tool_call>"]
MARKS = ["@@ @@", "-x", "+x", "\x00", "\u2028"]
PIECES = st.lists(st.sampled_from([*CODE, *GAPS, *TALK, *MARKS]), max_size=10).map("\n".join)
ENDINGS = st.sampled_from(["stop", "stop", "stop", "tool_calls", "abort", None])


@examples(max_examples=150)
@given(st.lists(st.tuples(PIECES, ENDINGS), min_size=3, max_size=3), st.sampled_from([SMALL, "a\n<|>\nb\n"]))
def test_whatever_is_answered_an_edit_ends_in_a_draft_or_a_known_error_and_in_three_requests(
    answers: list[tuple[str, str | None]], marked: str
) -> None:
    steps = [reply(text, finish_reason=reason) for text, reason in answers]
    request = request_of(marked, "generate" if marked.startswith("a") else "edit")

    async def ask() -> None:
        chat = ScriptedChat(*steps)
        gateway = chat.gateway()
        last: Draft | None = None
        try:
            async with aclosing(rewrite(gateway, request)) as drafts:
                async for draft in drafts:
                    last = draft
        except (UnusableReply, ModelError, EditRefused):
            pass
        else:
            assert last is not None
            assert not last.is_beginning
        await gateway.aclose()
        assert not chat.failures
        assert 1 <= len(chat.requests) <= 3

    run(ask())
