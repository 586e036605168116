"""Completions that a content filter refuses."""

import pytest

from pt_lsp.context.windows.completion_window import Window
from pt_lsp.errors import ContentFiltered
from pt_lsp.features.inline_completion.asking import RefusedWindows
from tests.features.inline_completion.checking import open_desk
from tests.support.notation import parse
from tests.support.running import run
from tests.support.scripted_chat import Request, Step, reply, respond, status

REFUSAL = {"error": {"code": "data_inspection_failed", "message": "Input may contain inappropriate content."}}
ERROR = ContentFiltered("It was refused.")


def window(marked: str, later: str = "") -> Window:
    place = parse(marked)
    return Window(place.prefix, place.suffix, "app.py", "python", later)


def is_refused(before: str, after: str, *, later: str = "", later_after: str = "") -> bool:
    windows = RefusedWindows()
    windows.note("u", window(before, later), ERROR)
    try:
        windows.check("u", window(after, later_after))
    except ContentFiltered:
        return True
    return False


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("bad = 1\nx = <|>\n", "bad = 1\nx = 1<|>\n"),
        ("bad = 1\nx = <|>\n", "bad = 1\nx = 1\ny = <|>\n"),
        ("bad = 1\nx = <|>\n", "y = <|>\nbad = 1\nx = \n"),
        ("bad = <|>\n", "bad = 1\nx = <|>\n"),
        ("f(<|>)\nbad\n", "f(a, <|>)\nbad\n"),
        ("bad\n<|>", "bad\nx = <|>"),
    ],
)
def test_a_window_that_still_holds_all_that_was_refused_is_not_asked_about(before: str, after: str) -> None:
    assert is_refused(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("bad = 1\nx = <|>\n", "x = 1<|>\n"),
        ("bad = 1\nx = <|>\n", "good = 1\nx = 1<|>\n"),
        ("bad<|>\n", "ba<|>\n"),
        ("a = 1\nbad = <|>\n", "a = 1\ngood = <|>\n"),
        ("f(<|>)\nbad\n", "f(<|>\nbad\n"),
    ],
)
def test_what_has_lost_something_of_it_has_another_chance(before: str, after: str) -> None:
    assert not is_refused(before, after)


def test_what_stands_further_down_counts_too() -> None:
    assert is_refused("x = <|>\n", "x = 1<|>\n", later="bad\n", later_after="more\nbad\n")
    assert not is_refused("x = <|>\n", "x = 1<|>\n", later="bad\n", later_after="more\n")


def filtering(word: str) -> Step:
    def choose(request: Request) -> Step:
        return status(400, REFUSAL) if word in request.text else reply("1")

    return respond(choose)


def test_each_further_key_is_told_why_and_asks_nothing_until_the_text_is_gone() -> None:
    async def scenario() -> None:
        async with open_desk(filtering("bad")) as desk:
            for typed in ["x = ", "x = y", "x = y + ", "x = y + z"]:
                assert await desk.ask(f"bad = 2\n{typed}<|>\n") == []
            assert len(desk.chat.requests) == 1
            reasons = desk.engine.reasons.newest_first()
            assert {(reason.reason, reason.detail) for reason in reasons} == {
                ("failed", str(desk.engine.last_error))
            }
            assert isinstance(desk.engine.last_error, ContentFiltered)
            desk.chat.add(filtering("bad"), filtering("bad"))
            assert await desk.ask("bad = 2\nx = y<|>\n", is_invoked=True) == []
            assert [each.text for each in await desk.ask("good = 2\nx = <|>\n")] == ["1"]

    run(scenario())
