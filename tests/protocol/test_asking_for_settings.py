"""An editor that is asked for its settings, and takes its time."""

from pathlib import Path

import pytest

from pt_lsp.protocol.handlers import did_change_configuration
from tests.support.in_process import InProcess
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat


async def completions(editor: InProcess) -> list[str]:
    params = {
        "textDocument": {"uri": editor.uri},
        "position": {"line": 0, "character": 4},
        "context": {"triggerKind": 1},
    }
    result = await editor.ask("textDocument/inlineCompletion", params)
    return [item["insertText"] for item in result["items"]]


def test_settings_that_come_late_count_from_then_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(did_change_configuration, "_WITHIN_S", 0.0)

    async def scenario() -> None:
        async with ScriptedChat("1").serve() as url:
            editor = await InProcess.begin(tmp_path, url)
            editor.notify("initialized", {})
            editor.open("x = \n")
            assert await completions(editor) == ["1"]
            editor.answer("workspace/configuration", [{"completion": {"enabled": False}}])
            assert await completions(editor) == []
            await editor.server.stop()

    run(scenario())
