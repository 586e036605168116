import asyncio
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pt_lsp.protocol import progress
from pt_lsp.protocol.progress import Progress, lines_done
from tests.support.running import run


class Editor:
    """What `Progress` sees of the server: the client's answers come when the test says so."""

    def __init__(self) -> None:
        self.shown: list[tuple[types.ProgressToken, str]] = []
        self.at_first: list[str | None] = []
        self.answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.is_shown = asyncio.Event()
        self.created: list[types.ProgressToken] = []

    def progress(self, params: types.ProgressParams) -> None:
        text = getattr(params.value, "title", None) or getattr(params.value, "message", None) or "end"
        if isinstance(params.value, types.WorkDoneProgressBegin):
            self.at_first.append(params.value.message)
        self.shown.append((params.token, text))
        self.is_shown.set()

    async def window_work_done_progress_create_async(
        self, params: types.WorkDoneProgressCreateParams
    ) -> None:
        self.created.append(params.token)
        await self.answer


def progress_for(editor: Editor, *, is_supported: bool = True) -> Progress:
    server: Any = editor
    return Progress(server, is_supported=is_supported)


def test_the_clients_own_token_needs_no_creation() -> None:
    async def scenario() -> None:
        editor = Editor()
        bars = progress_for(editor, is_supported=False)
        bar = bars.bar()
        async with bars.show(bar, "Fix", "mine", lambda: None):
            bar.report("2 lines")
        assert editor.shown == [("mine", "Fix"), ("mine", "2 lines"), ("mine", "end")]
        assert editor.created == []

    run(scenario())


def test_a_progress_begins_when_the_client_has_agreed() -> None:
    async def scenario() -> None:
        editor = Editor()
        bars = progress_for(editor)
        bar = bars.bar()
        async with bars.show(bar, "Fix", None, lambda: None):
            await asyncio.sleep(0)
            assert editor.shown == []
            editor.answer.set_result(None)
            await editor.is_shown.wait()
            bar.report("2 lines")
        assert [text for _, text in editor.shown] == ["Fix", "2 lines", "end"]
        assert [token for token, _ in editor.shown] == editor.created * 3

    run(scenario())


def test_a_progress_begins_with_what_was_said_last_and_at_first_waits() -> None:
    async def scenario() -> None:
        editor = Editor()
        bars = progress_for(editor)
        bar = bars.bar()
        async with bars.show(bar, "Fix", "mine", lambda: None), bars.show(bar, "Fix", None, lambda: None):
            await asyncio.sleep(0)
            bar.report("2 of 9 lines")
            editor.answer.set_result(None)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        assert editor.at_first == ["waiting for the model", "2 of 9 lines"]

    run(scenario())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (lines_done(12, 40), "12 of 40 lines"),
        (lines_done(0, 1), "0 of 1 line"),
        (lines_done(1), "1 line"),
        (lines_done(0), "0 lines"),
        (lines_done(12), "12 lines"),
    ],
)
def test_lines_done_are_told_as_people_count(text: str, expected: str) -> None:
    assert text == expected


def test_a_client_that_never_agrees_delays_nothing_and_sees_nothing() -> None:
    async def scenario() -> None:
        editor = Editor()
        bars = progress_for(editor)
        async with bars.show(bars.bar(), "Fix", None, lambda: None):
            await asyncio.sleep(0)
        assert len(editor.created) == 1
        assert editor.shown == []

    run(scenario())


def test_a_client_that_refuses_sees_nothing() -> None:
    async def scenario() -> None:
        editor = Editor()
        editor.answer.set_exception(JsonRpcException(message="no", code=1))
        bars = progress_for(editor)
        async with bars.show(bars.bar(), "Fix", None, lambda: None):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        assert editor.shown == []

    run(scenario())


def test_a_client_without_progress_is_not_asked() -> None:
    async def scenario() -> None:
        editor = Editor()
        bars = progress_for(editor, is_supported=False)
        async with bars.show(bars.bar(), "Fix", None, lambda: None):
            await asyncio.sleep(0)
        assert editor.created == []
        assert editor.shown == []

    run(scenario())


def test_cancel_reaches_the_work_until_it_has_ended() -> None:
    async def scenario() -> None:
        cancels: list[str] = []
        bars = progress_for(Editor())
        async with bars.show(bars.bar(), "Fix", "mine", lambda: cancels.append("mine")):
            bars.cancel("another")
            bars.cancel([])
            bars.cancel("mine")
        bars.cancel("mine")
        assert cancels == ["mine"]
        assert bars._cancels == {}

    run(scenario())


def test_word_that_comes_too_soon_after_the_last_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(expected: list[str]) -> None:
        editor = Editor()
        bar = progress_for(editor).bar()
        bar.begin("mine", "Fix")
        for number in range(9):
            bar.report(f"{number} lines")
        assert [text for _, text in editor.shown] == ["Fix", *expected]

    monkeypatch.setattr(progress, "_REPORT_EVERY_S", 3600.0)
    run(scenario(["0 lines"]))
    monkeypatch.setattr(progress, "_REPORT_EVERY_S", 0.0)
    run(scenario([f"{number} lines" for number in range(9)]))


def test_two_commands_may_share_a_token() -> None:
    async def scenario() -> None:
        editor = Editor()
        bars = progress_for(editor)
        one = bars.show(bars.bar(), "One", "same", lambda: None)
        async with one, bars.show(bars.bar(), "Two", "same", lambda: None):
            pass
        assert bars._cancels == {}

    run(scenario())
