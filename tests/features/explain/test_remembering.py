"""What is kept of an answer: never a secret, and enough to give it again where nothing has changed."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.background import NO_BACKGROUND, Background, Snippet
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.explain.explaining import Answered
from pt_lsp.features.explain.memory import ExplanationMemory
from pt_lsp.features.explain.question import CodeQuestion, Problem, question_about
from pt_lsp.features.explain.references import no_file
from pt_lsp.features.explain.remembering import answers, given_again, record_of, signatures_of, stand
from pt_lsp.privacy.placeholders import NO_PLACEHOLDERS, Placeholders
from pt_lsp.store.explanations import Explanations, StoredExplanation
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, settings

TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ456789"
OTHER = "ghp_9876543210abcdefghijABCDEFGHIJ456789"
CODE = "def add(a, b):\n    return a + b\n"


def question_of(text: str, at: str = "return", **changes: object) -> CodeQuestion:
    options = settings()
    snapshot = Snapshot("file:///project/src/app.py", "python", 1, Text.of(text), options)
    place = text.index(at)
    return replace(question_about(snapshot, Span(place, place)), **changes)  # type: ignore[arg-type]


def answered(said: str, placeholders: Placeholders = NO_PLACEHOLDERS) -> Answered:
    return Answered(said, placeholders, NO_BACKGROUND)


def recorded(question: CodeQuestion, said: str) -> StoredExplanation:
    return record_of(question, answered(said), (question.code, said), NO_PLACEHOLDERS)


def taken(question: CodeQuestion, answer: Answered, folder: Path) -> StoredExplanation:
    async def take() -> StoredExplanation:
        with ScriptedChat() as chat:
            gateway = chat.gateway()
            record = await ExplanationMemory(Explanations(folder)).take(gateway, question, answer)
            await gateway.aclose()
            return record

    return run(take())


@pytest.mark.parametrize("has_redacted", [True, False])
def test_no_secret_is_kept_and_that_of_the_code_comes_back(tmp_path: Path, has_redacted: bool) -> None:
    question = question_of(f'def send():\n    return post("{TOKEN}")\n')
    names = {"REDACTED_SECRET_7": TOKEN, "REDACTED_SECRET_3": OTHER}
    said = "It sends `REDACTED_SECRET_3` and `REDACTED_SECRET_7`."
    if not has_redacted:  # `privacy.redactSecrets` is off, and the model repeats what it was shown
        names, said = {}, f"It sends `{OTHER}` and `{TOKEN}`."
    record = taken(question, answered(said, Placeholders(names)), tmp_path)
    assert TOKEN not in repr(record)
    assert OTHER not in repr(record)
    assert given_again(record, question.code) == f"It sends `REDACTED_SECRET_2` and `{TOKEN}`."


SECRETS = st.lists(st.sampled_from([TOKEN, OTHER]), max_size=3)


@given(
    SECRETS,
    st.lists(st.sampled_from(["REDACTED_SECRET_1", "REDACTED_SECRET_2", "x", " `", "` "]), max_size=6),
)
def test_whatever_is_said_nothing_but_secrets_of_the_code_comes_back(
    in_code: Sequence[str], said: Sequence[str]
) -> None:
    question = question_of("def send():\n    return [" + ", ".join(f'"{each}"' for each in in_code) + "]\n")
    known = Placeholders({"REDACTED_SECRET_1": TOKEN, "REDACTED_SECRET_2": OTHER})
    code = question.code.replace(TOKEN, "REDACTED_SECRET_1").replace(OTHER, "REDACTED_SECRET_2")
    text = " ".join(said)
    record = record_of(question, answered(text, known), (code, text), known)
    assert TOKEN not in repr(record)
    assert OTHER not in repr(record)
    again = given_again(record, question.code)
    assert all(each in in_code for each in (TOKEN, OTHER) if each in again)


def test_an_answer_is_to_this_code_asked_in_this_way() -> None:
    question = question_of(CODE)
    record = recorded(question, "It adds.")
    assert answers(record, question)
    assert answers(record, question_of(f"import os\n\n\n{CODE}\n\nprint(add(1, 2))\n"))
    assert not answers(record, question_of(CODE.replace("+", "-")))
    assert not answers(record, replace(question, problem=Problem(Span(0, 3), "odd")))
    endpoint = replace(question.snapshot.settings.endpoint, model="another")
    other = replace(question.snapshot, settings=replace(question.snapshot.settings, endpoint=endpoint))
    assert not answers(record, replace(question, snapshot=other))


def test_line_ends_make_no_other_code() -> None:
    record = recorded(question_of(CODE), "It adds.")
    assert answers(record, question_of(CODE.replace("\n", "\r\n")))


def background(*texts: tuple[str, str]) -> Background:
    return Background(tuple(Snippet(path, "python", "imports", text) for path, text in texts))


CALLER = "def three(a):\n    return 3\n\n\ndef add(a):\n    return total(three(a))\n"


@pytest.mark.parametrize(
    ("text", "shown", "stands"),
    [
        (CALLER, [("sums.py", "def total(a):\ndef mean(a):")], True),
        (CALLER.replace("return 3", "return 4"), [("sums.py", "def total(a):\ndef other(a):")], True),
        (CALLER, [], True),
        (CALLER, [("sums.py", "def total(a):"), ("more.py", "def total(b):")], True),
        (CALLER, [("sums.py", "def total(a, b):\ndef mean(a):")], False),
        (CALLER.replace("three(a):", "three(a, b):"), [("sums.py", "def total(a):")], False),
        (CALLER.partition("def add")[1] + CALLER.partition("def add")[2], [], False),
    ],
)
def test_it_stands_while_signatures_that_the_code_uses_do(
    text: str, shown: list[tuple[str, str]], stands: bool
) -> None:
    before = signatures_of(
        question_of(CALLER, "return total"), background(("sums.py", "def total(a):\ndef mean(a):"))
    )
    now = signatures_of(question_of(text, "return total"), background(*shown))
    assert stand(before, now) is stands


def test_what_two_servers_kept_is_known_to_both_and_a_forgotten_document_to_none(tmp_path: Path) -> None:
    question = question_of(CODE)
    uri = question.snapshot.uri

    async def gather(_snapshot: Snapshot, _part: Span) -> Background:
        return NO_BACKGROUND

    async def play() -> None:
        one, another = (ExplanationMemory(Explanations(tmp_path)) for _ in range(2))
        assert await one.recall(question, gather, no_file) is None
        await asyncio.gather(one.keep(recorded(question, "It adds.")), another.look(uri))
        given = await another.recall(question, gather, no_file)
        assert given is not None
        assert given.startswith("It adds.\n\n*Remembered from ")
        assert await another.recall(question, gather, no_file) is None, "another answer is wanted"
        assert await another.recall(question, gather, no_file) == given
        await another.forget(uri)
        assert another.known(uri) == ()

    run(play())
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run(
        ExplanationMemory(Explanations(tmp_path / "file" / "x")).keep(recorded(question_of(CODE), "It adds."))
    )
