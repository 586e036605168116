"""Several texts for one place, for a user who asks by hand where something is on the screen."""

import asyncio

from tests.features.inline_completion.checking import Desk
from tests.features.inline_completion.test_engine import play, texts
from tests.support.scripted_chat import Live, hang, status

PLACE = "x = <|>\n"


def test_asking_by_hand_where_an_item_is_shown_gives_it_first_and_others_that_differ() -> None:
    async def scenario(desk: Desk) -> None:
        assert texts(await desk.ask(PLACE)) == ["x = 1"]
        all_of_them = await desk.ask(PLACE, is_invoked=True)
        assert texts(all_of_them)[0] == "x = 1"
        assert sorted(texts(all_of_them)[1:]) == ["x = 2", "x = 3"]
        assert len({item.id for item in all_of_them}) == 3

    play(scenario, "1", "2", "3")


def test_what_is_left_of_an_item_that_was_typed_through_comes_first() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.ask(PLACE)
        desk.type(PLACE, "x = fo<|>\n")
        found = texts(await desk.ask("x = fo<|>\n", is_invoked=True))
        assert found[0] == "x = foo(bar)"
        assert sorted(found[1:]) == ["x = fold()", "x = format"]

    play(scenario, "foo(bar)", "ld()", "rmat")


def test_text_on_the_screen_comes_first_even_where_more_of_it_is_known() -> None:
    live = Live()

    async def scenario(desk: Desk) -> None:
        first = asyncio.create_task(desk.ask("def f():\n    <|>\n"))
        live.send("a = 1\n    b = 2\n    c")
        (shown,) = await first
        live.finish()
        by_hand = await desk.ask("def f():\n    <|>\n", is_invoked=True)
        assert by_hand[0].text == shown.text

    play(scenario, live, "x", "y")


def test_asking_by_hand_again_gives_others_and_asks_for_them_once() -> None:
    async def scenario(desk: Desk) -> None:
        assert texts(await desk.ask(PLACE, is_invoked=True)) == ["x = 1"]
        again = await desk.ask(PLACE, is_invoked=True)
        assert texts(again)[0] == "x = 1"
        assert sorted(texts(again)[1:]) == ["x = 2", "x = 3"]
        for _ in range(2):
            assert texts(await desk.ask(PLACE, is_invoked=True)) == texts(again)
        assert desk.engine.counts.asked == 3

    play(scenario, "1", "2", "3")


def test_others_are_remembered_while_the_cursor_is_elsewhere() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.ask(PLACE)
        found = texts(await desk.ask(PLACE, is_invoked=True))
        assert texts(await desk.ask("y = <|>\n")) == ["y = 4"]
        assert texts(await desk.ask(PLACE, is_invoked=True)) == found

    play(scenario, "1", "2", "3", "4")


def test_others_that_say_the_same_or_fail_are_left_out_and_not_asked_for_again() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.ask(PLACE)
        for _ in range(2):
            assert texts(await desk.ask(PLACE, is_invoked=True)) == ["x = 1"]

    play(scenario, "1", "1 ", status(400))


def test_others_are_not_asked_for_elsewhere() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.ask(PLACE)
        assert texts(await desk.ask("y = <|>\n", is_invoked=True)) == ["y = 2"]

    play(scenario, "1", "2")


def test_whichever_of_several_is_typed_through_stays() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.ask(PLACE)
        await desk.ask(PLACE, is_invoked=True)
        desk.type(PLACE, "x = 2<|>\n")
        assert texts(await desk.ask("x = 2<|>\n", debounce_ms=None)) == ["x = 2 + 2"]
        assert desk.engine.counts.asked == 3

    play(scenario, "1 + 1", "2 + 2", "2 + 2")


def test_a_request_that_comes_again_while_others_are_on_their_way_waits_for_the_same() -> None:
    lives = Live(), Live()

    async def scenario(desk: Desk) -> None:
        await desk.ask(PLACE)
        first = asyncio.create_task(desk.ask(PLACE, is_invoked=True))
        await desk.chat.received(3)
        first.cancel()
        second = asyncio.create_task(desk.ask(PLACE, is_invoked=True))
        for text, live in zip("23", lives, strict=True):
            live.send(text)
            live.finish()
        assert sorted(texts(await second)) == ["x = 1", "x = 2", "x = 3"]

    play(scenario, "1", *lives)


def test_others_end_at_the_next_key() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.ask(PLACE)
        again = asyncio.create_task(desk.ask(PLACE, is_invoked=True))
        await desk.chat.received(3)
        desk.type(PLACE, "x = 1<|>\n")
        await desk.chat.disconnected(2)
        assert texts(await again) == ["x = 1 + 1"]

    play(scenario, "1 + 1", hang(after="2"), hang(after="3"))


def test_others_that_nobody_waits_for_end_after_the_grace_time() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.ask(PLACE)
        again = asyncio.create_task(desk.ask(PLACE, is_invoked=True))
        await desk.chat.received(3)
        again.cancel()
        await desk.chat.disconnected(2)

    play(scenario, "1", hang(after="2"), hang(after="3"), grace_s=0.01)


def test_closing_everything_ends_others_too() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.ask(PLACE)
        again = asyncio.create_task(desk.ask(PLACE, is_invoked=True))
        await desk.chat.received(3)
        again.cancel()
        await asyncio.wait([again])
        await desk.engine.aclose()
        await desk.chat.disconnected(2)

    play(scenario, "1", hang(after="2"), hang(after="3"))
