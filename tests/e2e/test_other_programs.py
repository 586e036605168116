"""A formatter, organise imports, another extension while an edit streams from a real server process."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import pytest

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.edits.formatting.white_space import blank_changes, solid
from tests.support.client_kinds import NEOVIM, VSCODE, ClientKind
from tests.support.lsp_client import LspClient, Question
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import Live, ScriptedChat
from tests.support.with_editor import with_editor

PROGRESS = "ptLsp/editProgress"
STREAMED = {"edits": {"streaming": "always", "review": "always"}}
BEFORE = (
    "import os\nimport abc\n\n\n<|>def add(a, b):\n\tone = a  \n\ttwo = b\n\treturn one<|>\n\n\nadd(1, 2)  \n"
)
ORIGINAL = BEFORE.replace("<|>", "")
FIRST = "def add(a, b):\n\tcheck(a, b)\n"
REST = "\tone = a\n\ttwo = b\n\treturn one + two\n"


def minimal(old: str, new: str) -> Sequence[Change]:
    """As VS Code tells what a formatter did."""
    return blank_changes(old, new)[::-1]


def one_range(old: str, new: str) -> Sequence[Change]:
    """As Neovim does."""
    return [Change(Span(0, len(old)), new).trimmed(old)]


def whole_text(old: str, new: str) -> Sequence[Change]:
    """As some tell it that take a formatter's output as it is."""
    return [Change(Span(0, len(old)), new)]


@dataclass
class Streaming:
    """An edit of which the first lines have come."""

    editor: LspClient
    document: OpenDocument
    question: Question
    live: Live

    def change(self, *changes: Change) -> None:
        """Another program does that, in one notification."""
        self.editor.notify("textDocument/didChange", self.document.make(changes))

    def replace(self, old: str, new: str) -> None:
        at = self.document.offset(old)
        self.change(Change(Span(at, at + len(old)), new))

    def told(self) -> list[str]:
        return [params["state"] for params in self.editor.received(PROGRESS)]


def in_mid_stream(
    play: Callable[[Streaming], Awaitable[None]], kind: ClientKind = VSCODE, *, extensions: Sequence[str] = ()
) -> None:
    live = Live()

    @with_editor(live, kind=kind, options=STREAMED, extensions=extensions)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        question = editor.edit(document)
        await chat.received()
        live.send(FIRST + "\t")
        await editor.until(lambda: "check" in str(document))
        await editor.settle()
        await play(Streaming(editor, document, question, live))

    scenario()


def formatted(text: str) -> str:
    return "\n".join(line.rstrip().replace("\t", "    ") for line in text.split("\n"))


@pytest.mark.parametrize(
    ("kind", "shape"), [(VSCODE, minimal), (VSCODE, whole_text), (NEOVIM, one_range), (NEOVIM, whole_text)]
)
def test_a_file_formatted_in_mid_stream_gets_the_rest_and_a_rejection_gives_its_lines_back(
    kind: ClientKind, shape: Callable[[str, str], Sequence[Change]]
) -> None:
    async def play(scene: Streaming) -> None:
        text = str(scene.document)
        scene.change(*shape(text, formatted(text)))
        scene.live.send(REST.removeprefix("\t"))
        scene.live.finish()
        result = await scene.question
        assert (result["state"], "warning" in result) == ("pending", False)
        above, below = formatted(text).split("def add(a, b):")[0], "\n\n\nadd(1, 2)\n"
        region = str(scene.document).removeprefix(above).removesuffix(below)
        assert region == "def add(a, b):\n    check(a, b)\n\tone = a\n    two = b\n\treturn one + two"
        verdict = await scene.editor.command("rejectEdit", {"editId": result["editId"]})
        assert verdict["state"] == "rejected"
        assert str(scene.document) == formatted(ORIGINAL)

    in_mid_stream(play, kind)


@pytest.mark.parametrize(
    ("kind", "shape"), [(VSCODE, minimal), (VSCODE, whole_text), (NEOVIM, one_range), (NEOVIM, whole_text)]
)
def test_a_file_formatted_while_an_edit_waits_gets_its_old_lines_back_whole(
    kind: ClientKind, shape: Callable[[str, str], Sequence[Change]]
) -> None:
    async def play(scene: Streaming) -> None:
        scene.live.send(REST.removeprefix("\t"))
        scene.live.finish()
        result = await scene.question
        assert result["state"] == "pending"
        text = str(scene.document)
        scene.change(*shape(text, formatted(text)))
        verdict = await scene.editor.command("rejectEdit", {"editId": result["editId"]})
        assert verdict["state"] == "rejected"
        above, below = formatted(text).split("def add(a, b):")[0], "\n\n\nadd(1, 2)\n"
        region = str(scene.document).removeprefix(above).removesuffix(below)
        assert region == "def add(a, b):\n\tone = a  \n    two = b\n\treturn one"

    in_mid_stream(play, kind)


def test_blanks_trimmed_at_line_ends_stay_trimmed() -> None:
    async def play(scene: Streaming) -> None:
        # Lines that are told as wholes, of which one is in the region.
        for was in ("add(1, 2)  \n", "\tone = a  \n"):
            scene.replace(was, was.rstrip() + "\n")
        scene.live.send(REST.removeprefix("\t"))
        scene.live.finish()
        assert (await scene.question)["state"] == "pending"
        assert str(scene.document) == ORIGINAL.split("def")[0] + FIRST + REST + "\n\nadd(1, 2)\n"

    in_mid_stream(play)


def test_imports_organised_above_move_the_region() -> None:
    async def play(scene: Streaming) -> None:
        scene.replace("import os\nimport abc\n", "import abc\nimport os\nimport sys\n")
        scene.live.send(REST.removeprefix("\t"))
        scene.live.finish()
        assert (await scene.question)["state"] == "pending"
        assert str(scene.document).startswith(f"import abc\nimport os\nimport sys\n\n\n{FIRST}{REST}")

    in_mid_stream(play)


@pytest.mark.parametrize("extensions", [(), (PROGRESS,)])
@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [("check", "assure", "stopped half-way"), ("check", "check_", "You typed inside")],
)
def test_what_stops_it_is_told_and_looks_like_nothing_that_is_ready(
    old: str, new: str, sentence: str, extensions: Sequence[str]
) -> None:
    async def play(scene: Streaming) -> None:
        scene.replace(old, new)
        result = await scene.question
        assert result["state"] == "stopped"
        assert sentence in result["warning"]
        if extensions:
            last = scene.editor.received(PROGRESS)[-1]
            assert (last["state"], last["warning"]) == ("stopped", result["warning"])
        lenses = await scene.editor.lenses(scene.document)
        titles = [lens["command"]["title"] for lens in lenses]
        assert titles == ["Stopped: change it. Take It Back", "Ask Again", "Keep as It Is"]
        actions = [action["title"] for action in await scene.editor.actions(scene.document)]
        assert actions[:3] == [
            "PowerTokens: Take Stopped Edit Back",
            "PowerTokens: Ask Stopped Edit Again",
            "PowerTokens: Keep Stopped Edit as It Is",
        ]
        assert (await scene.editor.choose(lenses[0]["command"]))["state"] == "rejected"
        assert set(solid(ORIGINAL)) <= set(solid(str(scene.document)))

    in_mid_stream(play, extensions=extensions)


def test_an_undo_of_all_that_was_written_needs_no_sentence() -> None:
    async def play(scene: Streaming) -> None:
        scene.replace("\tcheck(a, b)\n", "")
        result = await scene.question
        assert (result["state"], "warning" in result) == ("stopped", False)
        assert await scene.editor.lenses(scene.document) == []

    in_mid_stream(play)
