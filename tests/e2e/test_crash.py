"""What becomes of an edit when its server dies in the middle, and another one opens the document."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.store.originals import Originals, originals_folder
from tests.support.client_kinds import NEOVIM, VSCODE, ClientKind
from tests.support.lsp_client import TIMEOUT_S, LspClient
from tests.support.open_document import OpenDocument
from tests.support.running import run
from tests.support.scripted_chat import Live, ScriptedChat
from tests.support.with_editor import editor_with_server

PROGRESS = "ptLsp/editProgress"
BEFORE = "import os\n\n\n<|>def add(a, b):\n    pass\n\n\ndef sub(a, b):\n    pass\n<|>\n\nprint(add(1, 2))\n"
ORIGINAL = BEFORE.replace("<|>", "")
NEW = "def add(a, b):\n    return a + b\n\n\ndef sub(a, b):\n    return a - b\n"
AFTER = f"import os\n\n\n{NEW}\n\nprint(add(1, 2))\n"


class Crash(Exception):
    """Ends a server as the system would."""


class Machine:
    """A workspace, and editors with servers that share the user's state folder."""

    def __init__(self, base_url: str, root: Path, chat: ScriptedChat) -> None:
        self.chat = chat
        self._base_url = base_url
        self._root = root

    @asynccontextmanager
    async def editor(self, kind: ClientKind = VSCODE) -> AsyncIterator[LspClient]:
        options = {
            "edits": {"streaming": "always", "review": "always"},
            "extensions": [PROGRESS] if kind is VSCODE else [],
        }
        starting = editor_with_server(
            self._base_url, self._root, kind=kind, options=options, environ={}, settings=None
        )
        async with starting as editor:
            yield editor

    async def until_crash(self, during: Callable[[LspClient], Awaitable[str]]) -> str:
        """What a document reads when the server is killed after `during`."""
        reads = ""
        with suppress(Crash):
            async with self.editor() as editor:
                reads = await during(editor)
                raise Crash
        return reads

    async def review_until_crash(self, *, name: str = "main.py", typed: str = "") -> str:
        """The same in the middle of a review, with something typed above."""

        async def review(editor: LspClient) -> str:
            document = editor.open(BEFORE, name)
            result = await editor.edit(document)
            assert result["state"] == "pending"
            if typed:
                editor.type(document, 0, typed)
            await until_on_disk(editor, lambda: NEW.rstrip() in kept(document))
            return str(document)

        self.chat.add(NEW)
        return await self.until_crash(review)


def on_a_machine(*steps: Live | str) -> Callable[[Callable[[Machine], Awaitable[None]]], Callable[[], None]]:
    def decorate(scenario: Callable[[Machine], Awaitable[None]]) -> Callable[[], None]:
        async def play(chat: ScriptedChat, root: Path) -> None:
            async with chat.serve() as url:
                await scenario(Machine(url, root, chat))

        def test() -> None:
            with tempfile.TemporaryDirectory(prefix="pt-lsp-root-") as folder:
                run(play(ScriptedChat(*steps), Path(folder).resolve()), timeout_s=60)

        test.__name__ = test.__qualname__ = scenario.__name__
        test.__module__ = scenario.__module__
        return test

    return decorate


def files() -> list[Path]:
    folder = originals_folder()
    return list(folder.iterdir()) if folder.exists() else []


def kept(document: OpenDocument) -> list[str]:
    """What the regions of undecided edits may read, by what is on the disk."""
    records = Originals(originals_folder()).of(document.uri)
    return [
        "".join(text for kind, text, _ in pieces if kind in {"same", "new", "typed"})
        for record in records
        for pieces in record.candidates
    ]


async def until_on_disk(editor: LspClient, is_so: Callable[[], bool]) -> None:
    """Files tell nobody that they are there; the server is asked something else meanwhile."""
    async with asyncio.timeout(TIMEOUT_S):
        while not is_so():
            await editor.settle()


async def offered(editor: LspClient, document: OpenDocument) -> str:
    """The id of the edit that the server offers to decide, once it does."""
    await editor.until(lambda: editor.received(PROGRESS))
    told = editor.received(PROGRESS)[0]
    assert (told["uri"], told["state"]) == (document.uri, "pending")
    edit_id: str = told["editId"]
    return edit_id


@on_a_machine()
async def test_an_edit_under_review_waits_for_its_verdict_again(machine: Machine) -> None:
    reads = await machine.review_until_crash()
    assert reads == AFTER
    async with machine.editor() as editor:
        document = editor.open(reads)
        edit_id = await offered(editor, document)
        titles = [lens["command"]["title"] for lens in await editor.lenses(document)]
        assert titles == ["Accept All: change it", "Reject All", *["Accept", "Reject"] * 2]
        answer = await editor.command("rejectEdit", {"editId": edit_id})
        assert answer == {"state": "rejected", "hunks": []}
        assert str(document) == ORIGINAL
        await until_on_disk(editor, lambda: files() == [])


@on_a_machine()
async def test_one_hunk_of_it_can_be_decided(machine: Machine) -> None:
    reads = await machine.review_until_crash()
    async with machine.editor() as editor:
        document = editor.open(reads)
        edit_id = await offered(editor, document)
        (told,) = editor.received(PROGRESS)
        first, second = (hunk["id"] for hunk in told["hunks"])
        await editor.command("rejectEdit", {"editId": edit_id, "hunk": first})
        assert str(document) == AFTER.replace("return a + b", "pass")
        await editor.command("acceptEdit", {"editId": edit_id, "hunk": second})
        await until_on_disk(editor, lambda: files() == [])


@on_a_machine()
async def test_what_was_typed_around_it_before_and_after_the_crash_is_kept(machine: Machine) -> None:
    reads = await machine.review_until_crash(typed="# before\n")
    async with machine.editor() as editor:
        document = editor.open("# after\n" + reads)
        edit_id = await offered(editor, document)
        editor.type(document, 0, "# and now\n")
        await editor.command("rejectEdit", {"editId": edit_id})
        assert str(document) == "# and now\n# after\n# before\n" + ORIGINAL


async def nothing(editor: LspClient) -> None:
    """The server is killed next."""


async def hang_up(editor: LspClient) -> None:
    """The editor dies, and its server notices."""
    editor.process.stdin.close()
    await asyncio.wait_for(editor.process.wait(), TIMEOUT_S)


async def take_leave(editor: LspClient) -> None:
    """The editor ends while it applies nothing any more."""
    editor.when_asked_to_apply = "say nothing"
    await editor.ask("shutdown")
    editor.notify("exit")
    await asyncio.wait_for(editor.process.wait(), TIMEOUT_S)


@pytest.mark.parametrize("end", [nothing, hang_up, take_leave], ids=lambda end: end.__name__)
def test_what_had_come_when_all_ended_in_mid_stream_can_be_decided(
    end: Callable[[LspClient], Awaitable[None]],
) -> None:
    live = Live()

    @on_a_machine(live)
    async def scenario(machine: Machine) -> None:
        async def stream(editor: LspClient) -> str:
            document = editor.open(BEFORE)
            editor.edit(document)
            await machine.chat.received()
            live.send("def add(a, b):\n    return a + b\n\n\n")
            await editor.until(lambda: "return a + b" in str(document))
            await until_on_disk(
                editor, lambda: any("return" in text and text in str(document) for text in kept(document))
            )
            reads = str(document)
            await end(editor)
            return reads

        reads = await machine.until_crash(stream)
        await machine.chat.disconnected()
        assert reads not in {ORIGINAL, AFTER}
        async with machine.editor() as editor:
            document = editor.open(reads)
            edit_id = await offered(editor, document)
            await editor.command("rejectEdit", {"editId": edit_id})
            assert str(document) == ORIGINAL

    scenario()


def test_lines_that_a_formatter_has_changed_in_mid_stream_stay_so_in_a_rejection_after_a_crash() -> None:
    live = Live()

    @on_a_machine(live)
    async def scenario(machine: Machine) -> None:
        async def stream(editor: LspClient) -> str:
            document = editor.open(BEFORE)
            editor.edit(document)
            await machine.chat.received()
            live.send("def add(a, b):\n    return a + b\n\n\n")
            await editor.until(lambda: "return a + b" in str(document))
            await editor.settle()
            change = Change(Span(0, len(str(document))), str(document).replace("    ", "\t"))
            editor.notify("textDocument/didChange", document.make([change]))
            live.send("def sub(a, b):\n    log(a)\n")
            await editor.until(lambda: "log" in str(document))
            await until_on_disk(editor, lambda: any("log" in text for text in kept(document)))
            return str(document)

        reads = await machine.until_crash(stream)
        async with machine.editor() as editor:
            document = editor.open(reads)
            await editor.command("rejectEdit", {"editId": await offered(editor, document)})
            assert str(document) == ORIGINAL.replace("    ", "\t")

    scenario()


@on_a_machine(NEW)
async def test_what_was_typed_inside_at_last_is_kept_when_the_editor_dies(machine: Machine) -> None:
    async def type_and_die(editor: LspClient) -> str:
        document = editor.open(BEFORE)
        await editor.edit(document)
        editor.type(document, document.offset("return a + b"), "# quick\n    ")
        await editor.settle()
        await hang_up(editor)
        return str(document)

    reads = await machine.until_crash(type_and_die)
    async with machine.editor() as editor:
        document = editor.open(reads)
        await editor.command("rejectEdit", {"editId": await offered(editor, document)})
        assert "# quick\n" in str(document)
        assert str(document).replace("    # quick\n", "") == ORIGINAL


@on_a_machine("one = 1\ntwo = 2\n")
async def test_what_was_typed_and_formatted_in_a_region_that_is_one_hunk_is_kept(machine: Machine) -> None:
    async def type_and_format(editor: LspClient) -> str:
        document = editor.open(BEFORE)
        await editor.edit(document)
        editor.type(document, document.offset("two"), "# quick\n")
        await editor.settle()
        change = Change(Span(0, len(str(document))), str(document).replace(" = ", "  =  "))
        editor.notify("textDocument/didChange", document.make([change]))
        await editor.settle()
        await hang_up(editor)
        return str(document)

    reads = await machine.until_crash(type_and_format)
    async with machine.editor() as editor:
        document = editor.open(reads)
        await editor.command("rejectEdit", {"editId": await offered(editor, document)})
        assert str(document).replace("# quick\n", "") == ORIGINAL
        assert "# quick\n" in str(document)


@on_a_machine()
async def test_the_same_edit_is_offered_after_every_crash(machine: Machine) -> None:
    reads = await machine.review_until_crash()

    async def look(editor: LspClient) -> str:
        document = editor.open(reads)
        await offered(editor, document)
        return str(document)

    for _ in range(2):
        assert await machine.until_crash(look) == AFTER
    async with machine.editor() as editor:
        document = editor.open(reads)
        await editor.command("rejectEdit", {"editId": await offered(editor, document)})
        assert str(document) == ORIGINAL


@on_a_machine()
async def test_it_is_offered_by_lenses_where_the_client_is_no_companion(machine: Machine) -> None:
    reads = await machine.review_until_crash()
    async with machine.editor(NEOVIM) as editor:
        document = editor.open(reads)
        await editor.until(
            lambda: any(method == "workspace/codeLens/refresh" for method, _ in editor.requests)
        )
        (_, reject, *_) = await editor.lenses(document)
        await editor.choose(reject["command"])
        assert str(document) == ORIGINAL


@pytest.mark.parametrize("reads", [ORIGINAL, AFTER.replace("a - b", "a-b"), AFTER + AFTER])
def test_an_edit_whose_text_does_not_stand_there_once_is_not_offered(reads: str) -> None:
    @on_a_machine()
    async def scenario(machine: Machine) -> None:
        await machine.review_until_crash()
        fits = await machine.review_until_crash(name="fits.py")
        async with machine.editor() as editor:
            document = editor.open(reads)
            await offered(editor, editor.open(fits, "fits.py"))
            assert await editor.lenses(document) == []
            assert str(document) == reads

    scenario()


@on_a_machine(NEW)
async def test_an_edit_of_a_server_that_lives_is_not_offered_by_another(machine: Machine) -> None:
    async with machine.editor() as owner:
        document = owner.open(BEFORE, "owned.py")
        result = await owner.edit(document)
        await until_on_disk(owner, lambda: NEW.rstrip() in kept(document))
        fits = await machine.review_until_crash(name="fits.py")
        async with machine.editor() as other:
            same = other.open(str(document), "owned.py")
            await offered(other, other.open(fits, "fits.py"))
            assert await other.lenses(same) == []
        await owner.command("rejectEdit", {"editId": result["editId"]})
        assert str(document) == ORIGINAL


@on_a_machine(NEW)
async def test_an_edit_of_a_server_that_ends_only_now_is_offered_when_it_has(machine: Machine) -> None:
    async with machine.editor() as other:
        async with machine.editor() as owner:
            document = owner.open(BEFORE)
            await owner.edit(document)
            await until_on_disk(owner, lambda: NEW.rstrip() in kept(document))
            same = other.open(str(document))
            await other.settle()
            assert await other.lenses(same) == []
        edit_id = await offered(other, same)
        await other.command("rejectEdit", {"editId": edit_id})
        assert str(same) == ORIGINAL


@on_a_machine()
async def test_a_verdict_given_while_its_server_was_started_again_is_carried_out(machine: Machine) -> None:
    reads = await machine.review_until_crash()
    async with machine.editor() as editor:
        document = editor.open(reads)
        (record,) = Originals(originals_folder()).of(document.uri)
        answer = await editor.command("rejectEdit", {"editId": record.edit_id})
        assert answer == {"state": "rejected", "hunks": []}
        assert str(document) == ORIGINAL


@on_a_machine(NEW)
async def test_an_accepted_edit_leaves_nothing_on_the_disk(machine: Machine) -> None:
    async with machine.editor() as editor:
        document = editor.open(BEFORE)
        result = await editor.edit(document)
        await until_on_disk(editor, lambda: NEW.rstrip() in kept(document))
        await editor.command("acceptEdit", {"editId": result["editId"]})
        await until_on_disk(editor, lambda: files() == [])


@on_a_machine(NEW)
async def test_the_original_is_on_the_disk_before_anything_is_changed(machine: Machine) -> None:
    async with machine.editor() as editor:
        document = editor.open(BEFORE)
        found: list[bool] = []

        def look() -> None:
            records = Originals(originals_folder()).of(document.uri)
            pieces = [piece for each in records for candidate in each.candidates for piece in candidate]
            found.append(any(kind == "old" and "pass" in text for kind, text, _ in pieces))
            found.append(any(NEW.partition("\n")[0] in text for kind, text, _ in pieces if kind == "new"))

        editor.before_applying = look
        assert (await editor.edit(document))["state"] == "pending"
        assert found[:2] == [True, True]
