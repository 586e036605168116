"""What nobody foresaw: told without its own text, which may quote the document; a completion is empty."""

import asyncio
import logging
from pathlib import Path
from typing import Any, NoReturn

import pytest

from pt_lsp.protocol.serving import _log_unforeseen
from tests.support.in_process import InProcess
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat

DETAIL = "Inline completion failed inside pt-lsp (ValueError); its log says where."
MARK = "marked_words_of_the_document"
PARTS = [
    "features.inline_completion.streams.question_at",
    "features.inline_completion.prompt._question",
    "features.inline_completion.postprocess.chain.Refiner.refine",
    "features.inline_completion.engine.completion_at",
    "features.inline_completion.engine.offer_refusal",
    "features.inline_completion.acceptance.Acceptances.shown",
    "project.gathering.completion_background",
    "llm.gateway.build_request",
    "llm.chat.read_deltas",
    "protocol.handlers.inline_completion.range_of",
    "protocol.session.Session.exclusion_reason",
]


@pytest.mark.parametrize("part", PARTS)
def test_a_completion_that_fails_unforeseen_is_empty_and_its_reason_quotes_nothing(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise ValueError(f"cannot read {MARK}")

    async def scenario() -> None:
        async with ScriptedChat(forever="1").serve() as url:
            editor = await InProcess.begin(tmp_path, url)
            editor.open(f"{MARK} = \n")
            with monkeypatch.context() as failing:
                failing.setattr(f"pt_lsp.{part}", fail)
                assert await completions(editor) == []
                (reason,) = (await command(editor, "whyNoCompletion"))["reasons"]
                assert reason["reason"] == "failed"
                assert reason["detail"] == DETAIL
                status = await command(editor, "status")
                assert (status["state"], status["message"]) == ("error", DETAIL)
            assert await completions(editor) == ["1"]
            assert (await command(editor, "status"))["state"] == "ready"
            await editor.server.stop()

    with caplog.at_level(logging.DEBUG):
        run(scenario())
    assert "ValueError" in caplog.text
    assert MARK not in caplog.text


def test_work_that_nobody_waits_for_leaves_no_words_of_its_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario() -> None:
        asyncio.get_running_loop().set_exception_handler(_log_unforeseen)
        asyncio.get_running_loop().call_soon(int, MARK)
        await asyncio.sleep(0)

    run(scenario())
    assert "ValueError" in caplog.text
    assert MARK not in caplog.text


async def completions(editor: InProcess) -> list[str]:
    params = {
        "textDocument": {"uri": editor.uri},
        "position": {"line": 0, "character": len(MARK) + 3},
        "context": {"triggerKind": 1},
    }
    return [
        item["insertText"] for item in (await editor.ask("textDocument/inlineCompletion", params))["items"]
    ]


async def command(editor: InProcess, name: str) -> Any:
    return await editor.ask("workspace/executeCommand", {"command": f"ptLsp.{name}", "arguments": []})
