"""Typing with several cursors changes several places at once: what was foreseen at one stays."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.span import Span
from pt_lsp.features.inline_completion.agreement import Trail, left_of
from pt_lsp.features.inline_completion.cache import Spot
from tests.features.inline_completion.checking import Desk, quick, snapshot_of
from tests.features.inline_completion.test_engine import play
from tests.support.scripted_chat import Live

TWO = "def add(a, b):\n    \n\ndef sum(a, b):\n    \n"
PLACES = [19, 39]


def typed_at(places: Sequence[int], written: str) -> list[Change]:
    """As VS Code tells it: the last place first, so that the offsets of all count in the same text."""
    return [Change(Span(place, place), written) for place in sorted(places, reverse=True)]


class Cursors:
    """Types the same at several places of a desk's document; `primary` is the one asked about."""

    def __init__(self, desk: Desk, text: str, places: Sequence[int], primary: int) -> None:
        self._desk = desk
        self.snapshot = snapshot_of(text, configured=quick(desk.url))
        self._places = list(places)
        self._primary = primary

    def type(self, written: str) -> None:
        changes = typed_at(self._places, written)
        text = str(apply(self.snapshot.text, changes))
        self.snapshot = snapshot_of(text, configured=quick(self._desk.url))
        self._places = [place + (n + 1) * len(written) for n, place in enumerate(sorted(self._places))]
        self._desk.engine.changed(self.snapshot, changes)

    async def ask(self) -> list[str]:
        cursor = self._places[self._primary]
        items = await self._desk.engine.complete(self.snapshot, cursor, is_invoked=False)
        return [item.text for item in items]


@pytest.mark.parametrize("primary", [0, 1])
def test_what_is_shown_is_typed_through_without_asking_again(primary: int) -> None:
    async def scenario(desk: Desk) -> None:
        cursors = Cursors(desk, TWO, PLACES, primary)
        assert await cursors.ask() == ["return a + b"]
        for typed, left in (("re", "turn a + b"), ("t", "urn a + b"), ("urn ", "a + b")):
            cursors.type(typed)
            assert await cursors.ask() == [left]

    play(scenario, "return a + b")


@pytest.mark.parametrize("primary", [0, 1])
def test_a_stream_runs_on_while_its_text_is_typed_in_several_places(primary: int) -> None:
    live = Live()

    async def scenario(desk: Desk) -> None:
        cursors = Cursors(desk, TWO, PLACES, primary)
        request = desk.engine.complete(cursors.snapshot, PLACES[primary], is_invoked=False)
        stream = asyncio.create_task(request)
        await desk.chat.received()
        cursors.type("r")
        stream.cancel()
        cursors.type("e")
        live.send("return a + b")
        live.finish()
        assert await cursors.ask() == ["turn a + b"]
        assert desk.engine.counts.asked == 1

    play(scenario, live)


def test_other_text_in_several_places_asks_anew() -> None:
    async def scenario(desk: Desk) -> None:
        cursors = Cursors(desk, TWO, PLACES, 0)
        await cursors.ask()
        cursors.type("p")
        assert await cursors.ask() == ["ass"]

    play(scenario, "return a + b", "ass")


@given(
    text=st.text("ab(\n ", min_size=1, max_size=200),
    places=st.sets(st.integers(0, 200), min_size=2, max_size=4),
    pieces=st.lists(st.text("xy\n(", min_size=1, max_size=3), min_size=1, max_size=4),
    data=st.data(),
)
def test_what_is_left_is_what_was_not_typed_yet_wherever_the_other_cursors_are(
    text: str, places: set[int], pieces: list[str], data: st.DataObject
) -> None:
    cursors = sorted({place % (len(text) + 1) for place in places})
    primary = data.draw(st.integers(0, len(cursors) - 1))
    snapshot = snapshot_of(text)
    trail = Trail(Spot.at(snapshot, cursors[primary]), Span(cursors[primary], cursors[primary]))
    foreseen = "".join(pieces) + "rest"
    for n, piece in enumerate(pieces):
        changes = typed_at(cursors, piece)
        snapshot = replace(snapshot, text=apply(snapshot.text, changes))
        cursors = [place + (n + 1) * len(piece) for n, place in enumerate(cursors)]
        assert trail.follow(snapshot, changes) == cursors[primary]
        spot = Spot.at(snapshot, cursors[primary])
        assert spot in trail.spots
        assert left_of(trail.origin, foreseen, spot) == "".join(pieces[n + 1 :]) + "rest"
