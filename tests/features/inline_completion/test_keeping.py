"""Streams and shown texts live as long as the typing agrees with them, whatever requests come and go."""

import asyncio

from pt_lsp.documents.span import Span
from pt_lsp.features.inline_completion.cache import Spot
from pt_lsp.features.inline_completion.items import Completion, Selected
from tests.features.inline_completion.checking import URI, Desk, quick, snapshot_of
from tests.features.inline_completion.test_engine import codes, play, texts
from tests.support import notation
from tests.support.scripted_chat import Live, status


async def running(desk: Desk, marked: str) -> "asyncio.Task[list[Completion]]":
    request = asyncio.create_task(desk.ask(marked))
    await desk.chat.received()
    return request


def test_typing_that_contradicts_a_stream_closes_it_before_anybody_asks() -> None:
    live = Live()

    async def scenario(desk: Desk) -> None:
        request = await running(desk, "x = <|>\n")
        live.send("foo(bar)")
        stream = desk.engine._streams.find(URI)
        assert stream is not None
        while not stream.text:
            await stream.news
        desk.type("x = <|>\n", "x = b<|>\n")
        await desk.chat.disconnected()
        request.cancel()

    play(scenario, live)


def test_a_stream_whose_first_words_contradict_what_was_typed_meanwhile_closes_before_anybody_asks() -> None:
    live = Live()

    async def scenario(desk: Desk) -> None:
        request = await running(desk, "x = <|>\n")
        desk.type("x = <|>\n", "x = b<|>\n")
        live.send("foo(bar)")
        await desk.chat.disconnected()
        request.cancel()

    play(scenario, live)


def test_a_stream_that_has_said_nothing_yet_lives_through_typing_and_cancels() -> None:
    live = Live()

    async def scenario(desk: Desk) -> None:
        request = await running(desk, "x = <|>\n")
        request.cancel()
        desk.type("x = <|>\n", "x = f<|>\n")
        newer = asyncio.create_task(desk.ask("x = f<|>\n"))
        live.send("foo(bar)\n")
        assert texts(await newer) == ["x = foo(bar)"]
        assert desk.engine.counts.asked == 1

    play(scenario, live)


def test_an_edit_elsewhere_leaves_a_stream_alone() -> None:
    live = Live()
    far = "y = 1\n" * 500

    async def scenario(desk: Desk) -> None:
        request = await running(desk, far + "x = <|>\n")
        desk.type(far + "x = \n", "z\n" + far + "x = \n")
        live.send("foo(bar)\n")
        assert texts(await request) == ["x = foo(bar)"]
        assert texts(await desk.ask("z\n" + far + "x = fo<|>\n")) == ["x = foo(bar)"]

    play(scenario, live)


def test_a_request_that_joins_a_stream_is_answered_with_the_first_whole_line() -> None:
    live = Live()

    async def scenario(desk: Desk) -> None:
        request = await running(desk, "def f():\n    <|>\n")
        request.cancel()
        live.send("a = 1\n    b = 2\n    c")
        joined = await desk.ask("def f():\n    a<|>\n")
        assert texts(joined) in (["    a = 1"], ["    a = 1\n    b = 2"])
        live.finish()

    play(scenario, live)


def test_text_on_the_screen_grows_and_never_turns_into_another() -> None:
    async def scenario(desk: Desk) -> None:
        first = "x = <|>\n"
        assert texts(await desk.ask(first)) == ["x = foo(bar)"]
        desk.type(first, "x = f<|>\n")
        desk.engine._cache.add(spot_of("x = f<|>\n"), "ab")
        assert texts(await desk.ask("x = f<|>\n")) == ["x = foo(bar)"]

    play(scenario, "foo(bar)")


def spot_of(marked: str) -> Spot:
    place = notation.parse(marked)
    return Spot.at(snapshot_of(place.text), place.cursor)


def test_a_request_whose_text_changed_while_it_waited_asks_nobody() -> None:
    async def scenario(desk: Desk) -> None:
        older = asyncio.create_task(desk.ask("x = <|>\n", debounce_ms=10_000))
        await asyncio.sleep(0)
        desk.type("x = <|>\n", "x = f<|>\n")
        newer = await desk.ask("x = f<|>\n")
        assert texts(newer) == ["x = foo"]
        assert await older == newer
        assert desk.engine.counts.asked == 1

    play(scenario, "oo")


def test_an_item_for_a_selected_suggestion_begins_with_it() -> None:
    async def scenario(desk: Desk) -> None:
        place = notation.parse("x = pri<|>\n")
        snapshot = snapshot_of(place.text, configured=quick(desk.url))
        selected = Selected("print", Span(4, 7))
        (item,) = await desk.engine.complete(snapshot, place.cursor, is_invoked=False, selected=selected)
        assert (item.text, item.span) == ("print(1)", Span(4, 7))
        assert "x = print<|cursor|>" in desk.chat.requests[-1].text

    play(scenario, "(1)")


def test_typing_on_while_a_suggestion_stays_selected_joins_the_stream_for_it() -> None:
    live = Live()

    async def scenario(desk: Desk) -> None:
        def ask(typed: str) -> "asyncio.Task[list[Completion]]":
            snapshot = snapshot_of(f"x = {typed}\n", configured=quick(desk.url))
            end = 4 + len(typed)
            selected = Selected("print", Span(4, end))
            return asyncio.create_task(
                desk.engine.complete(snapshot, end, is_invoked=False, selected=selected)
            )

        older = ask("pr")
        await desk.chat.received()
        live.send("(1)")
        stream = desk.engine._streams.find(URI)
        assert stream is not None
        while not stream.text:
            await stream.news
        older.cancel()
        desk.type("x = pr<|>\n", "x = pri<|>\n")
        newer = ask("pri")
        await asyncio.sleep(0)
        live.finish()
        assert [item.text for item in await newer] == ["print(1)"]
        desk.type("x = pri<|>\n", "x = prin<|>\n")
        assert [item.text for item in await ask("prin")] == ["print(1)"]
        assert desk.engine.counts.asked == 1

    play(scenario, live)


def test_an_accepted_line_is_no_reason_to_ask_at_once() -> None:
    async def scenario(desk: Desk) -> None:
        (item,) = await desk.ask("x = <|>\n")
        desk.type("x = <|>\n", "x = foo(bar)<|>\n")
        desk.engine.accepted(item.id)
        later = asyncio.create_task(desk.ask("x = foo(bar)<|>\n", debounce_ms=None))
        await asyncio.sleep(0)
        desk.type("x = foo(bar)<|>\n", "x = foo(bar)\n<|>\n")
        later.cancel()
        assert desk.engine.counts.asked == 1

    play(scenario, "foo(bar)")


def test_a_failure_does_not_take_valid_text_away() -> None:
    async def scenario(desk: Desk) -> None:
        assert texts(await desk.ask("x = <|>\n")) == ["x = foo(bar)"]
        assert await desk.ask("y = <|>\n") == []
        assert texts(await desk.ask("x = fo<|>\n")) == ["x = foo(bar)"]
        assert codes(desk) == ["failed"]

    play(scenario, "foo(bar)", status(400))


def test_a_name_typed_in_front_of_another_is_completed_and_a_cursor_put_there_asks_nobody() -> None:
    async def scenario(desk: Desk) -> None:
        assert texts(await desk.ask("x = sel<|>cursor\n")) == []
        desk.type("x = secursor\n", "x = selcursor\n")
        assert texts(await desk.ask("x = sel<|>cursor\n")) == ["x = self."]
        assert desk.engine.counts.asked == 1

    play(scenario, "f.")


def test_a_word_begun_after_a_suggestion_was_typed_over_is_asked_about_with_its_first_letter() -> None:
    async def scenario(desk: Desk) -> None:
        first, other = "x = <|>\n", "x = f + b<|>\n"
        assert texts(await desk.ask(first)) == ["x = foo(bar)"]
        desk.type(first, other)
        assert texts(await desk.ask(other, debounce_ms=None)) == ["x = f + baz"]

    play(scenario, "foo(bar)", "az")
