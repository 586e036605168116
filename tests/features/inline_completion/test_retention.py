import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.inline_completion.retention import MAX_FOLLOWED, Outcome, Retention

URI = "file:///a.py"
ACCEPTED = "ABCDE\nFGHIK\nLMNPQ\n"
"""Fifteen visible characters that no test types."""


class Scene:
    """A document into which `ACCEPTED` was just accepted at 100 s."""

    def __init__(self, before: str = "one\n", after: str = "two\n", accepted: str = ACCEPTED) -> None:
        self.text = Text.of(before + accepted + after)
        self.kept = Retention()
        self.kept.accepted(URI, Span(len(before), len(before) + len(accepted)), accepted, 100.0, "python")

    def change(self, start: int, end: int, text: str) -> None:
        change = Change(Span(start, end), text)
        self.text = apply(self.text, [change])
        self.kept.changed(URI, [change])

    def replace(self, old: str, new: str) -> None:
        start = str(self.text).index(old)
        self.change(start, start + len(old), new)

    def rewrite(self, text: str) -> None:
        """What a client sends that knows whole documents only."""
        self.change(0, len(self.text), text)

    def n_kept(self) -> int:
        (outcome,) = self.kept.due(130.0)
        return outcome.n_kept


def test_it_is_told_once_after_30_seconds_and_once_after_5_minutes() -> None:
    kept = Scene().kept
    assert kept.due(129.9) == []
    assert kept.due(130.0) == [Outcome(URI, "python", 30, 15, 15)]
    assert kept.due(399.9) == []
    assert kept.due(1000.0) == [Outcome(URI, "python", 300, 15, 15)]
    assert kept.due(2000.0) == []


def test_both_are_told_at_once_when_nobody_asked_meanwhile() -> None:
    assert [outcome.after_s for outcome in Scene().kept.due(400.0)] == [30, 300]


@pytest.mark.parametrize(
    ("old", "new", "n_kept"),
    [
        ("one", "something longer\nin front", 15),
        ("two", "", 15),
        ("ABCDE", "", 10),
        ("C", "", 14),
        ("C", "g", 14),
        ("CDE\nFG", "x", 10),
        ("\n", "\n    ", 15),
        ("ne\nAB", "", 13),
        ("PQ\ntwo", "", 13),
        ("F", "    if x:\n        F", 15),
        (ACCEPTED, "", 0),
        (ACCEPTED, "# other text\n", 0),
    ],
)
def test_the_visible_characters_that_still_stand_are_kept(old: str, new: str, n_kept: int) -> None:
    scene = Scene()
    scene.replace(old, new)
    assert scene.n_kept() == n_kept


def test_an_insertion_inside_takes_nothing_away() -> None:
    scene = Scene()
    scene.change(6, 6, "typed")
    scene.replace("typed", "")
    assert scene.n_kept() == 15


def test_lines_written_anew_as_they_were_are_kept() -> None:
    scene = Scene()
    scene.rewrite(str(scene.text))
    scene.rewrite("head\n" * 50 + str(scene.text).replace("\n", "\r\n\t"))
    scene.rewrite(str(scene.text).replace("FGHIK", "other"))
    assert scene.n_kept() == 10


def test_of_lines_alike_those_in_the_place_are_followed() -> None:
    scene = Scene(before="x = 1\n" * 9, accepted="x = 1\n", after="x = 1\n" * 9)
    scene.rewrite(str(scene.text))
    scene.change(9 * 6, 10 * 6, "")  # the accepted line
    assert scene.n_kept() == 0


def test_other_documents_are_none_of_its_business() -> None:
    scene = Scene()
    scene.kept.changed("file:///b.py", [Change(Span(0, 30), "")])
    assert scene.n_kept() == 15


def test_of_a_closed_document_nothing_more_is_told() -> None:
    scene = Scene()
    scene.kept.forget("file:///b.py")
    scene.kept.forget(URI)
    assert scene.kept.due(1000.0) == []


def test_blank_text_and_endless_text_are_not_followed() -> None:
    kept = Retention()
    kept.accepted(URI, Span(0, 3), " \n ", 0.0)
    kept.accepted(URI, Span(0, 100_000), "x" * 100_000, 0.0)
    assert kept.due(1000.0) == []


def test_no_more_than_the_newest_are_followed() -> None:
    kept = Retention()
    for n in range(MAX_FOLLOWED + 10):
        kept.accepted(f"file:///{n}", Span(0, 1), "x", 0.0)
    outcomes = kept.due(30.0)
    assert len(outcomes) == MAX_FOLLOWED
    assert outcomes[-1].uri == f"file:///{MAX_FOLLOWED + 9}"


def test_most_of_it_is_half_or_more() -> None:
    assert Outcome(URI, "c", 30, 10, 5).is_kept
    assert not Outcome(URI, "c", 30, 10, 4).is_kept


CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.floats(0, 1), st.text(alphabet="ab \n", max_size=6)), max_size=15
)


@given(CHANGES)
def test_what_counts_as_kept_is_exactly_what_is_left_in_the_document(
    changes: list[tuple[float, float, str]],
) -> None:
    scene = Scene()
    for start, length, text in changes:
        at = round(start * len(scene.text))
        scene.change(at, at + round(length * (len(scene.text) - at) / 4), text)
    assert scene.n_kept() == sum(character in ACCEPTED.replace("\n", "") for character in str(scene.text))


@given(CHANGES)
def test_whole_documents_keep_no_less_than_their_untouched_lines(
    changes: list[tuple[float, float, str]],
) -> None:
    scene = Scene()
    untouched = ACCEPTED.splitlines()
    for start, length, text in changes:
        at = round(start * len(scene.text))
        span = Span(at, at + round(length * (len(scene.text) - at) / 4))
        scene.rewrite(str(apply(scene.text, [Change(span, text)])))
        untouched = [line for line in untouched if line in str(scene.text)]
    assert 5 * len(untouched) <= scene.n_kept() <= 15
