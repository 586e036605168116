import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pt_lsp.documents.span import Span
from pt_lsp.edits.review import ReviewHunk
from pt_lsp.edits.states import EditState
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.editing.notifications import EVERY_S, EditNotifications, Told
from pt_lsp.protocol.editing.view import EditView
from pt_lsp.protocol.extensions import EDIT_PROGRESS

URI = "file:///a.py"
COMPANION = Client(extensions=frozenset({EDIT_PROGRESS}))
WITH_LENSES = Client(refreshes_lenses=True)


def hunk(number: int = 1) -> ReviewHunk:
    return ReviewHunk(f"edit-1.{number}", number, Span(0, 3), "old", "new")


def view(
    state: EditState = "running",
    end: int = 0,
    *hunks: ReviewHunk,
    warning: str | None = None,
    edit_id: str = "edit-1",
) -> EditView:
    return EditView(edit_id, "Fix", URI, state, Span(0, end), hunks, warning)


class Timer:
    def __init__(self, at_s: float, act: Callable[[], None]) -> None:
        self.at_s = at_s
        self.act = act

    def cancel(self) -> None:
        self.act = lambda: None


class Clock:
    """What `EditNotifications` sees of the loop; time passes when the test says so."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.timers: list[Timer] = []

    def time(self) -> float:
        return self.now_s

    def call_later(self, delay_s: float, act: Callable[[], None]) -> Timer:
        self.timers.append(timer := Timer(self.now_s + delay_s, act))
        return timer

    def pass_by(self, seconds: float) -> None:
        until_s = self.now_s + seconds
        while due := [timer for timer in self.timers if timer.at_s <= until_s]:
            first = min(due, key=lambda timer: timer.at_s)
            self.timers.remove(first)
            self.now_s = first.at_s
            first.act()
        self.now_s = until_s


class Scene:
    """Edits that change, and what a client is sent of it."""

    def __init__(self, client: Client = COMPANION) -> None:
        self.clock = Clock()
        self.views: dict[str, EditView] = {}
        self.told: list[Any] = []
        self.told_of: dict[str, Told] = {}
        self.refreshed_s: list[float] = []
        loop: Any = self.clock
        as_it_is: Any = lambda view: view  # noqa: E731
        self.news = EditNotifications(
            client,
            loop=loop,
            progress_of=as_it_is,
            show=self.told.append,
            refresh_lenses=lambda: self.refreshed_s.append(self.clock.now_s),
        )

    def change(self, *views: EditView) -> None:
        for each in views:
            self.views[each.id] = each
            told = self.told_of.setdefault(each.id, Told())
            self.news.tell(told, each, functools.partial(self.views.get, each.id))


def test_each_change_of_state_or_hunks_is_told_at_once() -> None:
    scene = Scene()
    two, one = (hunk(1), hunk(2)), (hunk(2),)
    changes = [view(), view("pending", 9, *two), view("pending", 9, *one), view("accepted", 9)]
    scene.change(*changes)
    assert scene.told == changes


def test_growth_is_told_ten_times_a_second_and_as_it_is_then() -> None:
    scene = Scene()
    scene.change(view())
    for end in range(1, 100):
        scene.clock.pass_by(0.01)
        scene.change(view(end=end))
    ends = [each.region.end for each in scene.told]
    assert len(ends) == 10
    assert ends == sorted(set(ends))
    scene.clock.pass_by(EVERY_S)
    assert scene.told[-1] == view(end=99)
    scene.clock.pass_by(10)
    assert len(scene.told) == 11


def test_growth_that_comes_after_a_while_is_told_at_once() -> None:
    scene = Scene()
    scene.change(view())
    scene.clock.pass_by(1)
    scene.change(view(end=1))
    assert scene.told == [view(), view(end=1)]


def test_hunks_of_what_runs_are_growth() -> None:
    scene = Scene()
    scene.change(view(), view("running", 1, hunk()), view("running", 2, hunk(), hunk(2)))
    assert scene.told == [view()]
    scene.clock.pass_by(EVERY_S)
    assert scene.told[1:] == [view("running", 2, hunk(), hunk(2))]


@pytest.mark.parametrize("state", ["pending", "stopped"])
def test_what_moves_or_is_typed_into_is_told_ten_times_a_second(state: EditState) -> None:
    scene = Scene()
    scene.change(view(state, 9, hunk()))
    for start in range(1, 100):
        scene.clock.pass_by(0.01)
        scene.change(view(state, 9 + start, replace(hunk(), span=Span(start, start + 3))))
    assert len(scene.told) == 10
    scene.clock.pass_by(EVERY_S)
    assert scene.told[-1].hunks[0].span == Span(99, 102)


def test_what_reads_as_told_is_not_told_again() -> None:
    scene = Scene()
    scene.change(view("pending", 9, hunk()))
    scene.clock.pass_by(1)
    scene.change(view("pending", 9, hunk()))
    scene.clock.pass_by(1)
    assert len(scene.told) == 1


def test_what_was_held_back_is_not_told_by_a_server_that_stops() -> None:
    scene = Scene()
    scene.change(view("pending", 9, hunk()), view("pending", 10, hunk()))
    scene.news.stop()
    scene.clock.pass_by(1)
    assert len(scene.told) == 1


def test_growth_held_back_is_told_where_it_is_by_then() -> None:
    scene = Scene()
    scene.change(view(), view(end=1))
    scene.views["edit-1"] = view(end=5)
    scene.clock.pass_by(1)
    assert scene.told == [view(), view(end=5)]


def test_the_last_state_is_the_last_word() -> None:
    scene = Scene()
    scene.change(view(), view(end=1), view("pending", 2, hunk()))
    scene.clock.pass_by(10)
    assert scene.told == [view(), view("pending", 2, hunk())]


def test_growth_of_an_edit_that_has_gone_meanwhile_is_not_told() -> None:
    scene = Scene()
    scene.change(view(), view(end=1))
    del scene.views["edit-1"]
    scene.clock.pass_by(10)
    assert scene.told == [view()]


def test_edits_that_run_at_the_same_time_do_not_hold_each_other_back() -> None:
    scene = Scene()
    one, other = view(edit_id="one"), view(edit_id="other")
    scene.change(one, other, view(edit_id="one", end=1), view(edit_id="other", end=1))
    scene.clock.pass_by(EVERY_S)
    assert scene.told == [one, other, view(edit_id="one", end=1), view(edit_id="other", end=1)]


def test_an_edit_may_become_pending_again() -> None:
    scene = Scene()
    pending, undone = view("pending", 2, hunk()), view("undone", 2)
    scene.change(view(), pending, undone, pending)
    assert scene.told == [view(), pending, undone, pending]


def test_other_clients_are_sent_nothing() -> None:
    scene = Scene(Client())
    scene.change(view(), view(end=1), view("pending", 2, hunk()))
    scene.clock.pass_by(10)
    assert scene.told == []
    assert scene.refreshed_s == []


def test_lenses_are_refreshed_at_a_change_of_state_or_hunks_only() -> None:
    scene = Scene(WITH_LENSES)
    scene.change(view())
    for end in range(1, 100):
        scene.clock.pass_by(0.05)
        scene.change(view(end=end))
    assert scene.refreshed_s == [100.0]
    scene.change(view("pending", 9, hunk(), hunk(2)))
    scene.clock.pass_by(1)
    scene.change(view("pending", 9, hunk()))
    assert len(scene.refreshed_s) == 3


def test_refreshes_that_come_together_are_one_and_the_last_change_is_in_it() -> None:
    scene = Scene(WITH_LENSES)
    scene.change(*(view(edit_id=f"edit-{n}") for n in range(9)))
    scene.change(view("cancelled", edit_id="edit-3"))
    assert scene.refreshed_s == [100.0]
    scene.clock.pass_by(10)
    assert scene.refreshed_s == [100.0, 100.0 + EVERY_S]
