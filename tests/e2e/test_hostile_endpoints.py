"""Some endpoints that fail, met by each kind of work; `make bench-faults` has them all."""

import tempfile
from pathlib import Path

import pytest

from tests.support.endpoint_faults import faults
from tests.support.fault_cells import row_of
from tests.support.faulty_endpoint import Certificates, Fault, event, text_event
from tests.support.lsp_client import LspClient
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, garbage
from tests.support.with_editor import with_editor

pytestmark = pytest.mark.repeats

CHOSEN = [
    "nobody listens",
    "an expired certificate",
    "no TLS where it is wanted",
    "a head that drips",
    "comments for ever",
    "text for ever",
    "an event without an end",
    "cut within a chunk",
    "no end and no reason",
    "a bomb of gzip",
    "413 with no UTF-8",
    "429, retry after inf",
]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def by_name(certificates: Certificates) -> dict[str, Fault]:
    return {fault.name: fault for fault in faults(certificates)}


@pytest.mark.parametrize("name", CHOSEN)
def test_a_failing_endpoint_costs_one_sentence_and_nothing_else(
    certificates: Certificates, by_name: dict[str, Fault], name: str
) -> None:
    async def scenario() -> None:
        with tempfile.TemporaryDirectory(prefix="pt-lsp-fault-") as folder:
            async with row_of(by_name[name], certificates, Path(folder)) as row:
                cells = [await row.completion(), await row.edit(), await row.explanation()]
        assert [cell.wrong for cell in cells] == [()] * 3

    run(scenario(), timeout_s=120)


@pytest.mark.parametrize(
    ("body", "reason", "words"),
    [
        (text_event("a +"), "failed", "broke off before its end"),
        (event({"role": "assistant"}), "failed", "broke off before its end"),
        (b"data: [DONE]\n\n", "nothing to say", "answered without a word"),
        (text_event("", "length"), "nothing to say", "(finish reason length)"),
        (text_event("a +", "gave up"), "nothing to say", "broke off in its first line"),
    ],
)
def test_a_completion_that_came_to_nothing_says_how_its_answer_ended(
    body: bytes, reason: str, words: str
) -> None:
    @with_editor(garbage(body))
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        assert await editor.complete(editor.open("def add(a, b):\n    return <|>\n")) == []
        newest = (await editor.command("whyNoCompletion"))["reasons"][0]
        assert newest["reason"] == reason
        assert words in newest["detail"]

    scenario()
