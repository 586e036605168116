"""The replay on sessions small enough to be read: truth, screen, model, figures."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from pt_lsp.documents.span import Span
from tests.support.plain_policies import AskAndKeepAll, AskPerKey, Debounce, DebounceAndCache
from tests.support.replay_editor import Asker, Item, Played, TypingEditor
from tests.support.replay_engine import EngineAsker
from tests.support.replay_figures import could_show, figures_of
from tests.support.replay_gateway import TypingGateway
from tests.support.replay_keys import Key, Session, make_session, read_recording
from tests.support.replay_model import TypingModel
from tests.support.replay_truth import truths_of
from tests.support.shared_data import shared_data
from tests.support.virtual_loop import run_virtually

Event = list[Any]


def session(start: str, *events: Event, language: str = "python") -> Session:
    raw = {"docs": [{"id": 0, "path": "a.py", "language": language, "start": start}], "events": list(events)}
    return make_session("tiny", raw)


def typing(text: str, at: int, first_ms: int = 0, every_ms: int = 100) -> list[Event]:
    return [[first_ms + n * every_ms, 0, [[at + n, at + n, c]]] for n, c in enumerate(text)]


def truths(*events: Event, start: str = "") -> list[str]:
    return [truth.text for truth in truths_of(session(start, *events))]


def test_the_truth_is_what_is_typed_on_from_the_cursor() -> None:
    assert truths(*typing("a = 1", 0)) == [" = 1", "= 1", " 1", "1", ""]


def test_a_slip_that_is_mended_at_once_is_mended_in_the_truth_and_has_none_itself() -> None:
    slip = [*typing("ax", 0), [200, 0, [[1, 2, ""]]], *typing("b", 1, 300)]
    assert truths(*slip) == ["b", "", "b", ""]


def test_the_truth_ends_where_the_person_leaves() -> None:
    assert truths(*typing("ab", 0), *typing("z", 6, 300), start="\n---\n") == ["b", "", ""]


def test_the_truth_goes_on_over_lines_but_not_when_an_earlier_line_is_changed() -> None:
    assert truths(*typing("a\nb", 0), [400, 0, [[0, 1, "c"]]], *typing("d", 3, 500))[0] == "\nb"


def test_brackets_that_the_editor_closes_and_the_person_types_over_are_part_of_the_truth() -> None:
    events: list[Event] = [[0, 0, [[1, 1, "()"]]], [100, 0, [[2, 2, "x"]]], [200, 0, [[3, 4, ")"]]]]
    found = truths_of(session("f", *events, *typing(";", 4, 300)))
    assert [(truth.text, truth.n_passed) for truth in found] == [("x);", 1), (");", 1), (";", 0), ("", 0)]


def test_a_word_that_a_suggestion_widget_completes_is_typed_on() -> None:
    assert truths(*typing("fi", 0), [200, 0, [[0, 2, "fileName"]]])[0] == "ileName"


def test_pauses_are_cut_and_whole_seconds_spread() -> None:
    long = session("", *typing("ab", 0, every_ms=60_000))
    assert [key.time_s for key in long.keys] == [0, 1.5]
    stamps = [[0, 0, [[0, 0, "a"]]], [0, 0, [[1, 1, "b"]]], [1000, 0, [[2, 2, "c"]]]]
    raw = {"docs": [{"path": "a", "language": "c", "start": ""}], "events": stamps, "resolution_ms": 1000}
    times_s = [key.time_s for key in make_session("coarse", raw).keys]
    assert 0 == times_s[0] < times_s[1] < times_s[2] == 1


class Scripted:
    """Answers each key's request, after a time, with a text for its cursor; notes what is cancelled."""

    def __init__(self, answers: dict[int, tuple[str, float]]) -> None:
        self._answers = answers
        self.asked: list[tuple[int, int]] = []
        self.cancelled: list[int] = []

    def changed(self, key: Key) -> None: ...

    async def complete(self, key: Key) -> Sequence[Item]:
        self.asked.append((key.index, _now_ms()))
        text, after_s = self._answers.get(key.index, ("", 0.0))
        try:
            await asyncio.sleep(after_s)
        except asyncio.CancelledError:
            self.cancelled.append(key.index)
            raise
        before = str(key.text)[: key.cursor]
        return [Item(before + text, Span(0, key.cursor))] if text else []

    async def aclose(self) -> None: ...


def _now_ms() -> int:
    return round(asyncio.get_running_loop().time() * 1000)


def seen(played: Played) -> list[tuple[str | None, bool]]:
    return [(look.seen, look.is_right) for look in played.looks]


def play(model: TypingModel, asker: Asker) -> Played:
    async def run() -> Played:
        return await TypingEditor(model, asker).play()

    return run_virtually(run())


def test_ghost_text_stays_while_typing_agrees_and_the_newer_request_is_open() -> None:
    asker = Scripted({0: ("bcd", 0.01), 1: ("never seen", 9), 2: ("never seen", 9)})
    played = play(TypingModel(session("", *typing("abc", 0))), asker)
    assert seen(played) == [("bcd", False), ("cd", False), ("d", False)]


def test_ghost_text_goes_when_typing_contradicts_it_or_the_newer_answer_is_empty() -> None:
    asker = Scripted({0: ("x", 0.01), 1: ("c", 0.01), 2: ("", 0.01)})
    assert seen(play(TypingModel(session("", *typing("abc", 0))), asker)) == [
        ("x", False),
        ("c", True),
        (None, False),
    ]


def test_a_request_follows_each_key_and_is_cancelled_after_the_next() -> None:
    asker = Scripted({0: ("too late", 0.2), 1: ("c", 0.01)})
    played = play(TypingModel(session("", *typing("ab", 0), *typing("c", 2, 110))), asker)
    assert asker.asked == [(0, 60), (2, 170)]  # the second key is followed too soon by the third
    assert asker.cancelled == [0]
    assert played.n_requests == 2


def test_an_item_that_does_not_begin_with_what_it_replaces_is_not_shown() -> None:
    class Wrong(Scripted):
        async def complete(self, key: Key) -> Sequence[Item]:
            return [Item("other", Span(0, key.cursor))]

    played = play(TypingModel(session("", *typing("ab", 0))), Wrong({}))
    assert seen(played) == [(None, False), (None, False)]
    assert [offered.was_dropped for offered in played.offered] == [True, True]


SOURCE = "".join(f"value_{n} = compute(value_{n - 1}, {n})\n" for n in range(1, 9))
TYPED = "def total(values):\n    result = 0\n    for value in values:\n        result += value\n"


@pytest.mark.parametrize("make", [EngineAsker, AskPerKey, Debounce, DebounceAndCache, AskAndKeepAll])
def test_a_replay_comes_out_the_same_each_time_and_never_above_the_ceiling(make: Any) -> None:
    events = typing(TYPED, len(SOURCE), every_ms=150)
    for event in events:
        event[0] += 1200 * TYPED[: event[2][0][0] - len(SOURCE)].count(" ")  # a pause after each word
    model = TypingModel(session(SOURCE, *events))

    def replay() -> tuple[Played, float, int]:
        gateway = TypingGateway(model)
        played = play(model, make(model.session, gateway))
        figures = figures_of(model, played, gateway.asked)
        assert all(asked.closed_s is not None for asked in gateway.asked)
        assert figures.n_dropped == 0
        return played, figures.n_wasted, figures.n_prompt_tokens

    played, *figures = replay()
    assert replay() == (played, *figures)
    right = [look.key for look in played.looks if look.is_right]
    assert all(could_show(model, key, is_always_right=False) for key in right)
    assert right


def test_the_model_is_right_in_its_share_of_words_and_never_by_accident() -> None:
    model = TypingModel(session(SOURCE, *typing(TYPED * 6, len(SOURCE))))
    answers = [model.answer(key.index) for key in model.session.keys]
    assert 0.45 < sum(answer.is_right for answer in answers) / len(answers) < 0.75
    for answer, truth in zip(answers, model.truths, strict=True):
        is_true = answer.clean.partition("\n")[0] == truth.text.partition("\n")[0]
        assert is_true or not answer.is_right


@pytest.mark.shared_data
def test_a_recorded_session_ends_as_it_was_recorded_to_end() -> None:
    raw = read_recording(shared_data() / "typing_sessions" / "vscode_session.json.gz")
    recorded = make_session("vscode_session", raw)
    last = {key.document: str(key.text) for key in recorded.keys}
    ends = raw["end"]
    assert {document: ends[str(document)] for document in last} == last
