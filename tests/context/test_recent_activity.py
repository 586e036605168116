from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.background import Snippet
from pt_lsp.context.recent_activity import MOST_EDITS, MOST_LINES, RecentActivity
from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.settings.options import Settings

LINES = "".join(f"line {n}\n" for n in range(400))


class Told:
    """Documents as an editor has them, and what is recent in them."""

    def __init__(self, **documents: str) -> None:
        self.discarded: set[str] = set()
        self.recent = RecentActivity(lambda uri: f"src/{uri}", lambda _uri, text: text not in self.discarded)
        self.documents = {uri: self.snapshot(uri, 1, Text.of(text)) for uri, text in documents.items()}

    def snapshot(self, uri: str, version: int, text: Text) -> Snapshot:
        return Snapshot(uri, "python", version, text, Settings())

    def change(self, uri: str, *changes: Change) -> None:
        before = self.documents[uri]
        after = self.snapshot(uri, before.version + 1, apply(before.text, changes))
        self.documents[uri] = after
        self.recent.changed(after, changes)

    def write(self, uri: str, line: int, text: str) -> None:
        """Put text at the start of a line."""
        start = self.documents[uri].text.line_start(line)
        self.change(uri, Change(Span(start, start), text))

    def offset(self, uri: str, line: int) -> int:
        return self.documents[uri].text.line_start(line)

    def visit(self, uri: str, line: int) -> None:
        self.recent.visited(self.documents[uri], self.offset(uri, line))

    def close(self, uri: str) -> None:
        self.recent.closed(uri)
        del self.documents[uri]

    def shown(self, uri: str, line: int, budget: int = 10_000) -> Sequence[Snippet]:
        return self.recent.for_cursor(self.documents[uri], self.offset(uri, line), budget)

    def texts(self, uri: str, line: int, budget: int = 10_000) -> list[str]:
        return [snippet.text for snippet in self.shown(uri, line, budget)]


def test_an_edit_is_shown_with_the_lines_around_it_as_they_are_now() -> None:
    told = Told(a=LINES, b=LINES)
    told.write("a", 10, "new ")
    told.write("a", 0, "\n\n")
    told.write("a", 0, "top ")
    told.write("a", 15, "more ")
    assert told.shown("b", 0) == (
        Snippet("src/a", "python", "recent edits", "top \n\nline 0\nline 1\nline 2"),
        Snippet(
            "src/a",
            "python",
            "recent edits",
            "line 7\nline 8\nline 9\nnew line 10\nline 11\nline 12\nmore line 13\nline 14\nline 15\nline 16",
        ),
    )


def test_the_place_of_the_cursor_and_what_is_near_it_are_left_out() -> None:
    told = Told(a=LINES)
    told.write("a", 100, "x")
    assert told.shown("a", 100) == ()
    assert told.shown("a", 160) == told.shown("a", 40) == ()
    assert len(told.shown("a", 161)) == len(told.shown("a", 39)) == 1


def test_what_was_near_when_the_typing_began_stays_left_out_as_the_cursor_goes_down() -> None:
    told = Told(a=LINES)
    told.write("a", 100, "x")
    for line in range(155, 175):
        assert told.shown("a", line) == ()
        told.write("a", line, "new\n")
    assert len(told.shown("a", 250)) == 2


def test_the_place_of_the_typing_does_not_count_among_the_last_edits() -> None:
    told = Told(a=LINES, b="")
    for n in range(MOST_EDITS + 4):
        told.write("a", 15 * n, "x")
    before = told.shown("b", 0)
    told.write("b", 0, "x")
    assert told.shown("b", 0) == before
    assert len(before) == MOST_EDITS


def test_the_last_edits_are_kept_the_latest_last() -> None:
    told = Told(a=LINES, b="")
    for n in range(20):
        told.write("a", 15 * n, "x")
    assert [text.split("\n")[3] for text in told.texts("b", 0)] == [
        f"xline {15 * n}" for n in range(20 - MOST_EDITS, 20)
    ]
    told.write("a", 15 * 14, "again ")
    assert told.texts("b", 0)[-1].split("\n")[3] == "again xline 210"


def test_a_long_run_of_edits_is_one_span_shown_around_its_last_change() -> None:
    told = Told(a=LINES, b="")
    for n in range(100, 150):
        told.write("a", n, f"new {n}\n")
    assert told.texts("b", 0) == [
        "\n".join([*(f"new {n}" for n in range(133, 150)), "line 100", "line 101", "line 102"])
    ]


def test_a_deletion_is_shown_by_what_is_left_around_it() -> None:
    told = Told(a=LINES, b="")
    told.change("a", Change(Span(told.offset("a", 10), told.offset("a", 30)), ""))
    assert told.texts("b", 0) == ["line 7\nline 8\nline 9\nline 30\nline 31\nline 32\nline 33"]


def test_what_no_hand_has_written_is_no_edit_and_swallows_those_it_writes_over() -> None:
    told = Told(a=LINES, b="")
    told.write("a", 100, "x")
    told.write("a", 300, "y")
    told.change("a", Change(Span(told.offset("a", 50), told.offset("a", 150)), "formatted\n" * 100))
    assert [text.split("\n")[3] for text in told.texts("b", 0)] == ["yline 300"]


@pytest.mark.parametrize("is_known", [True, False])
def test_an_editor_that_sends_all_of_the_text_has_edited_only_what_is_new(*, is_known: bool) -> None:
    told = Told(a=LINES, b="")
    if is_known:
        told.visit("a", 300)
    for words in ("line 100 new", "line 100 newer"):
        whole = Change(Span(0, len(told.documents["a"].text)), LINES.replace("line 100", words))
        told.change("a", whole)
    told.visit("b", 0)
    edits = [snippet.text for snippet in told.shown("b", 0) if snippet.source == "recent edits"]
    assert edits == ["line 97\nline 98\nline 99\nline 100 newer\nline 101\nline 102\nline 103"]


def test_another_place_is_a_visit_and_the_way_there_is_none() -> None:
    told = Told(a=LINES, b=LINES)
    for line in (10, 30, 50, 200, 210, 220):
        told.visit("a", line)
    told.visit("b", 0)
    assert [(s.source, s.text.split("\n")[3]) for s in told.shown("b", 0)] == [
        ("recently visited", "line 50"),
        ("recently visited", "line 220"),
    ]
    assert [text.split("\n")[3] for text in told.texts("a", 51)] == ["line 220", "line 3"]


def test_a_visit_to_an_edited_place_is_not_shown_twice() -> None:
    told = Told(a=LINES, b="")
    told.write("a", 100, "x")
    told.visit("a", 104)
    told.visit("b", 0)
    assert [snippet.source for snippet in told.shown("b", 0)] == ["recent edits"]


def test_edits_are_preferred_where_the_budget_is_small() -> None:
    told = Told(a=LINES, b="")
    told.write("a", 100, "x")
    told.visit("a", 300)
    told.visit("b", 0)
    both = told.shown("b", 0)
    assert [snippet.source for snippet in both] == ["recent edits", "recently visited"]
    needed = sum(len(snippet.path) + len(snippet.text) + 2 for snippet in both)
    assert told.shown("b", 0, needed) == both
    assert told.shown("b", 0, needed - 1) == both[:1]
    assert told.shown("b", 0, 20) == ()


def test_of_a_closed_document_the_edited_text_is_kept_until_it_is_opened_again() -> None:
    told = Told(a=LINES, b=LINES)
    told.write("a", 100, "x")
    told.visit("a", 300)
    told.visit("b", 200)
    before = told.texts("b", 200)
    told.close("a")
    assert told.texts("b", 200) == before[:1]
    told.documents["a"] = told.snapshot("a", 1, Text.of(LINES))
    assert told.texts("a", 0) == ["\n".join(f"line {n}" for n in range(197, 204))]
    told.visit("a", 0)
    assert told.texts("b", 200) == ["line 0\nline 1\nline 2\nline 3"]


def test_a_document_that_must_not_be_shown_now_is_left_out() -> None:
    told = Told(a=LINES, b="")
    told.recent = RecentActivity({"b": "b"}.get, lambda _uri, _text: True)
    told.write("a", 100, "x")
    assert told.shown("b", 0) == ()


def test_a_text_that_nobody_has_told_of_drops_the_places_in_it() -> None:
    told = Told(a=LINES, b="")
    told.write("a", 100, "x")
    told.documents["a"] = told.snapshot("a", 9, Text.of("short\n"))
    told.visit("a", 0)
    assert told.texts("b", 0) == ["short"]
    told.documents["a"] = told.snapshot("a", 10, Text.of("other"))
    told.write("a", 0, "an")
    assert told.texts("b", 0) == []


def test_a_request_that_is_overtaken_moves_nothing() -> None:
    told = Told(a=LINES, b="")
    old = told.documents["a"]
    told.write("a", 100, "x")
    told.recent.visited(old, 3000)
    assert [snippet.source for snippet in told.shown("b", 0)] == ["recent edits"]


odd_text = st.text(alphabet="ab \n\r\u2028\U0001f600", max_size=40)
keys = st.sampled_from(["a", "\n", "(", " ", "\r\n", "back"])


@st.composite
def random_change(draw: st.DrawFn, length: int) -> Change:
    start = draw(st.integers(0, length))
    end = draw(st.integers(start, min(length, start + draw(st.sampled_from([0, 3, 200, 3000])))))
    return Change(Span(start, end), draw(odd_text) * draw(st.sampled_from([0, 1, 1, 10])))


def play(told: Told, data: st.DataObject, n_steps: int, n_changes: int = 3) -> None:
    """What users do: change, look, close and open documents."""
    for _ in range(n_steps):
        uri = data.draw(st.sampled_from(["a", "b", "c"]))
        text = told.documents[uri].text
        match data.draw(st.sampled_from(["change", "change", "change", "visit", "close", "all"])):
            case "change":
                changes = []
                for _ in range(data.draw(st.integers(1, n_changes))):
                    changes.append(data.draw(random_change(len(text))))
                    text = apply(text, changes[-1:])
                told.change(uri, *changes)
            case "visit":
                told.recent.visited(told.documents[uri], data.draw(st.integers(-3, len(text) + 3)))
            case "all":
                change = data.draw(random_change(len(text)))
                told.change(uri, Change(Span(0, len(text)), str(apply(text, [change]))))
            case _:
                told.recent.closed(uri)


@given(st.data())
def test_whatever_is_edited_snippets_are_lines_of_their_texts_and_keep_to_the_budget(
    data: st.DataObject,
) -> None:
    told = Told(a=LINES, b="x\r\ny\r" * 100, c="")
    play(told, data, 12)
    uri = data.draw(st.sampled_from(["a", "b", "c"]))
    snapshot = told.documents[uri]
    budget = data.draw(st.integers(0, 2000))
    offset = data.draw(st.integers(-3, len(snapshot.text) + 3))
    snippets = told.recent.for_cursor(snapshot, offset, budget)
    assert sum(len(snippet.path) + len(snippet.text) + 2 for snippet in snippets) <= budget
    for snippet in snippets:
        assert 1 <= snippet.text.count("\n") + 1 <= MOST_LINES
        assert snippet.text.strip()
        if snippet.source == "recently visited":
            whole = str(told.documents[snippet.path.removeprefix("src/")].text)
            assert snippet.text in whole.replace("\r\n", "\n").replace("\r", "\n")
    assert snippets == told.recent.for_cursor(snapshot, offset, budget)


@given(st.data())
def test_while_the_user_types_in_one_place_the_snippets_stay(data: st.DataObject) -> None:
    told = Told(a=LINES, b="x\r\ny\r" * 100, c="")
    play(told, data, 8, n_changes=1)
    uri = data.draw(st.sampled_from(["a", "b"]))
    place = start = data.draw(st.integers(0, len(told.documents[uri].text)))
    told.recent.visited(told.documents[uri], place)
    before = told.recent.for_cursor(told.documents[uri], place, 5000)
    for key in data.draw(st.lists(keys, max_size=80)):
        if key == "back":
            change = Change(Span(max(start, place - 1), place), "")
        else:
            change = Change(Span(place, place), key)
        told.change(uri, change)
        place = change.span.start + len(change.text)
        told.recent.visited(told.documents[uri], place)
        assert told.recent.for_cursor(told.documents[uri], place, 5000) == before
