import asyncio
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.change import Change
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.problems.diagnostic import Diagnostic
from pt_lsp.protocol.problems.known import KnownProblems, ToldProblems
from pt_lsp.settings.options import Settings
from tests.support.running import run

TEXT = "".join(f"word_{n} = {n}\n" for n in range(200))
FIRST = Snapshot("file:///a.py", "python", 1, Text.of(TEXT), Settings())


def at(word: str) -> Diagnostic:
    start = TEXT.index(f"{word} ")
    return Diagnostic(Span(start, start + len(word)), f"{word} is wrong")


def told(*words: str) -> KnownProblems:
    known = KnownProblems()
    for word in words:
        known.note(FIRST, at(word).span, [at(word)])
    return known


def messages(known: KnownProblems) -> list[str]:
    return [each.message for each in known.of(FIRST.uri)]


def test_what_is_told_of_other_lines_is_kept_and_of_the_same_is_replaced() -> None:
    known = told("word_7", "word_3")
    assert messages(known) == ["word_3 is wrong", "word_7 is wrong"]
    known.note(FIRST, at("word_3").span, [])
    assert messages(known) == ["word_7 is wrong"]


def test_nothing_is_kept_of_a_closed_document_and_never_much_of_an_open_one() -> None:
    known = told(*(f"word_{n}" for n in range(200)))
    assert len(known.of(FIRST.uri)) == 100
    known.closed(FIRST.uri)
    assert known.of(FIRST.uri) == ()


@given(
    st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 40), st.text("ab\n", max_size=5)), max_size=6)
)
def test_a_problem_stays_at_its_own_text_or_is_forgotten(edits: list[tuple[int, int, str]]) -> None:
    known, snapshot = told("word_3", "word_77", "word_150"), FIRST
    for start, length, new in edits:
        span = Span(min(start, len(snapshot.text)), min(start + length, len(snapshot.text)))
        snapshot = replace(snapshot, text=snapshot.text.replace(span, new), version=snapshot.version + 1)
        known.changed(snapshot, [Change(span, new)])
    for each in known.of(FIRST.uri):
        assert each.message == f"{snapshot.text.slice(each.span)} is wrong"


def test_whoever_waits_is_told_and_of_a_closed_document_nothing() -> None:
    async def scenario() -> None:
        known = KnownProblems()
        waiting = [asyncio.create_task(known.next_told(FIRST.uri)) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
        known.note(FIRST, at("word_3").span, [at("word_3")])
        answers = await asyncio.gather(*waiting[1:])
        assert answers == [ToldProblems(Span(*_line()), 1, (at("word_3"),))] * 2
        last = asyncio.create_task(known.next_told(FIRST.uri))
        await asyncio.sleep(0)
        known.closed(FIRST.uri)
        assert await last is None

    run(scenario())


def _line() -> tuple[int, int]:
    start = TEXT.index("word_3 ")
    return start, start + len("word_3 = 3")
