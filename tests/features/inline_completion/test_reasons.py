import asyncio

from pt_lsp.features.inline_completion.items import Completion
from pt_lsp.features.inline_completion.reasons import Reason, Reasons
from tests.features.inline_completion.checking import Desk, snapshot_of
from tests.features.inline_completion.test_engine import codes, play
from tests.support.scripted_chat import Live, hang

URI = "file:///a.py"


def test_the_newest_reason_comes_first_and_old_ones_go() -> None:
    reasons = Reasons(clock=lambda: 5.0)
    for offset in range(150):
        reasons.note(URI, offset, "manual only", "because")
    kept = reasons.newest_first()
    assert kept[0] == Reason(5.0, URI, 149, "manual only", "because", 149)
    assert len(kept) == 100


def test_what_is_said_of_one_word_key_by_key_is_one_reason() -> None:
    reasons = Reasons()
    for offset in (12, 13, 14):
        reasons.note(URI, offset, "contradicted", "typed over", word_start=11)
    reasons.note(URI, 20, "contradicted", "typed over", word_start=19)
    reasons.note(URI, 20, "statement ends", "it does", word_start=19)
    reasons.note("file:///b.py", 20, "statement ends", "it does", word_start=19)
    kept = [(reason.uri, reason.offset, reason.reason) for reason in reasons.newest_first()]
    assert kept == [
        ("file:///b.py", 20, "statement ends"),
        (URI, 20, "statement ends"),
        (URI, 20, "contradicted"),
        (URI, 14, "contradicted"),
    ]


def test_what_was_called_off_in_a_row_is_one_reason() -> None:
    reasons = Reasons()
    for offset in (10, 20, 30):
        reasons.note(URI, offset, "superseded", "typed on", word_start=offset)
    assert [reason.offset for reason in reasons.newest_first()] == [30]


def test_what_was_called_off_at_a_word_is_no_news_once_something_is_shown_there() -> None:
    reasons = Reasons()
    reasons.note(URI, 3, "failed", "it did", word_start=2)
    reasons.note(URI, 12, "superseded", "typed on", word_start=11)
    reasons.answered(URI, 7)
    assert [reason.reason for reason in reasons.newest_first()] == ["superseded", "failed"]
    reasons.answered(URI, 11)
    reasons.answered(URI, 2)
    assert [reason.reason for reason in reasons.newest_first()] == ["failed"]


async def call_off(request: "asyncio.Task[list[Completion]]") -> None:
    """As an editor does at the next key."""
    request.cancel()
    await asyncio.wait([request])


def test_a_request_that_is_called_off_while_the_model_answers_says_so() -> None:
    async def scenario(desk: Desk) -> None:
        request = asyncio.create_task(desk.ask("x = <|>\n"))
        await desk.chat.received()
        await call_off(request)
        (reason,) = desk.engine.reasons.newest_first()
        assert (reason.reason, reason.offset) == ("superseded", 4)
        assert "before the model had answered" in reason.detail

    play(scenario, hang())


def test_a_request_that_is_called_off_while_it_is_looked_up_whether_the_file_stays_here_says_so() -> None:
    async def scenario(desk: Desk) -> None:
        never: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        asked = desk.engine.complete(snapshot_of("x = "), 4, is_invoked=False, exclusion=never)
        request = asyncio.create_task(asked)
        await asyncio.sleep(0)
        await call_off(request)
        assert codes(desk) == ["superseded"]

    play(scenario)


def test_a_request_that_is_called_off_in_a_pause_says_what_the_pause_was_for() -> None:
    async def scenario(desk: Desk) -> None:
        desk.type("x = f()\n<|>", "x = f();\n<|>")
        request = asyncio.create_task(desk.ask("x = f();<|>\n", debounce_ms=None))
        await asyncio.sleep(0)
        await call_off(request)
        assert codes(desk) == ["statement ends"]

    play(scenario)


def test_a_request_that_is_called_off_once_a_newer_one_has_come_says_nothing() -> None:
    live = Live()

    async def scenario(desk: Desk) -> None:
        older = asyncio.create_task(desk.ask("x = <|>\n"))
        await desk.chat.received()
        newer = asyncio.create_task(desk.ask("x = f<|>\n"))
        await asyncio.sleep(0)
        await call_off(older)
        live.send("foo")
        live.finish()
        await newer
        assert codes(desk) == []

    play(scenario, live)


def test_a_word_at_which_something_is_shown_in_the_end_has_no_reason() -> None:
    live = Live()

    async def scenario(desk: Desk) -> None:
        older = asyncio.create_task(desk.ask("x = f<|>\n"))
        await desk.chat.received()
        await call_off(older)
        assert codes(desk) == ["superseded"]
        desk.type("x = f<|>\n", "x = fo<|>\n")
        newer = asyncio.create_task(desk.ask("x = fo<|>\n"))
        live.send("oo()")
        live.finish()
        assert await newer != []
        assert codes(desk) == []

    play(scenario, live)
