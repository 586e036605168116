"""Tests go to where they belong in the text of now, though it is parsed in a thread and somebody types."""

import asyncio
import threading
from pathlib import Path

import pytest

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.features.edit.test_writing.tested import CodeToTest
from pt_lsp.features.edit.test_writing.writing import request_for_tests
from pt_lsp.protocol.handlers.commands import write_tests
from tests.support.in_process import InProcess
from tests.support.project_to_test import NEW, OLD, PATH, PROJECT, SOURCE
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat

PLAIN_SOURCE = SOURCE.replace("<|>", "")


class Typist:
    """Types a line at the top of the test file while a thread parses that, as often as told."""

    def __init__(self, n_times: int) -> None:
        self.n_left = n_times
        self.threads: list[bool] = []
        """Whether each parsing was in a thread."""
        self.editor: InProcess
        self.loop: asyncio.AbstractEventLoop

    def request_for_tests(self, document: Snapshot, tested: CodeToTest) -> EditRequest:
        is_in_thread = threading.current_thread() is not threading.main_thread()
        self.threads.append(is_in_thread)
        if is_in_thread and self.n_left:
            self.n_left -= 1
            asyncio.run_coroutine_threadsafe(self._type(), self.loop).result(60)
        return request_for_tests(document, tested)

    async def _type(self) -> None:
        self.editor.insert(0, 0, "# typed\n", self.editor.version + 1)


@pytest.mark.parametrize(("n_times", "expected"), [(0, [True]), (1, [True] * 2), (9, [True] * 5 + [False])])
def test_what_is_typed_while_a_test_file_is_parsed_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n_times: int, expected: list[bool]
) -> None:
    typist = Typist(n_times)
    monkeypatch.setattr(write_tests, "request_for_tests", typist.request_for_tests)
    for name, text in (PROJECT | {"names.py": PLAIN_SOURCE, PATH: OLD}).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    async def scenario() -> None:
        chat = ScriptedChat(NEW)
        async with chat.serve() as url:
            editor = typist.editor = await InProcess.begin(tmp_path, url)
            typist.loop = asyncio.get_running_loop()
            editor.notify("initialized", {})
            source = {"uri": (tmp_path / "names.py").as_uri(), "languageId": "python", "version": 1}
            editor.notify("textDocument/didOpen", {"textDocument": {**source, "text": PLAIN_SOURCE}})
            editor.uri = (tmp_path / PATH).as_uri()
            editor.open(OLD)
            editor.answer_edits()
            place = {"line": 0, "character": 5}
            asked = {"textDocument": {"uri": source["uri"]}, "range": {"start": place, "end": place}}
            command = {"command": "ptLsp.writeTests", "arguments": [asked]}
            result = await editor.ask("workspace/executeCommand", command)
            assert result["uri"] == editor.uri
            await editor.server.stop()
        n_typed = n_times - typist.n_left
        assert typist.threads == expected
        assert str(editor.text).startswith(
            "# typed\n" * n_typed + "import pytest\nfrom names import initials\n"
        )
        assert str(editor.text).endswith("def test_initials():\n    assert initials('a b') == 'ab'\n")

    run(scenario())
