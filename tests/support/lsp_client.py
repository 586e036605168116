"""A scripted editor that speaks LSP to a real server process; `with_editor` starts both."""

import asyncio
import os
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.uris import path_of, uri_of
from pt_lsp.protocol.wire.framing import FrameDecoder, encode
from pt_lsp.syntax.languages import language_of
from tests.support.client_kinds import ClientKind
from tests.support.open_document import Json, OpenDocument
from tests.support.server_process import ServerProcess

TIMEOUT_S = 60.0  # of a busy machine


class LspError(Exception):
    """The server answered with an error."""

    def __init__(self, error: Json) -> None:
        super().__init__(error["message"])
        self.code: int = error["code"]
        self.data: Json | None = error.get("data")


@dataclass
class Question:
    """A request under way: await it for the answer, which may be an LspError."""

    id: int
    answer: "asyncio.Future[Any]"

    def __await__(self) -> Generator[Any, None, Any]:
        return asyncio.wait_for(self.answer, TIMEOUT_S).__await__()


class LspClient:
    """One editor with one server; synchronous methods only send."""

    def __init__(self, process: ServerProcess, kind: ClientKind, root: Path) -> None:
        self.process = process
        self.kind = kind
        self.root = root
        self.folders = [root]
        """What is open."""
        self.capabilities: Json = {}
        self.settings: Any = None
        """What `workspace/configuration` is answered with."""
        self.folder_settings: dict[str, Any] = {}
        """What it is answered with for a folder, by its URI."""
        self.applies: list[Json] = []
        """All `workspace/applyEdit`s, as they came."""
        self.when_asked_to_apply: Literal["apply", "refuse", "fail", "say nothing"] = "apply"
        self.before_applying: Callable[[], None] = lambda: None
        self.refusals: list[str] = []
        """Why the next ones are refused."""
        self.appliers: dict[str, Callable[[Json, Callable[[bool], None]], None]] = {}
        """By the URI of a document what takes its edits, and the way to say whether they were applied."""
        self.shows_documents = True
        """Whether it says that it shows what it is asked to show."""
        self.opens_what_is_shown = False
        """Whether `window/showDocument` opens a file."""
        self.new_files_read = ""
        """What the editor puts into a file that it creates."""
        self.shown_problems: Callable[[], Any] = list
        """What `ptLsp/diagnostics` tells; `None` for no answer, an `LspError` for an error."""
        self.unanswered: list[Any] = []
        """Ids of requests that `shown_problems` had no answer for."""
        self.requests: list[tuple[str, Any]] = []
        self.notifications: list[tuple[str, Any]] = []
        self.unknown: list[str] = []
        self.documents: dict[str, OpenDocument] = {}
        self._n_asked = 0
        self._is_shut_down = False
        self._questions: dict[int, asyncio.Future[Any]] = {}
        self._changed = asyncio.Condition()
        self.may_read = asyncio.Event()
        """While it is not set, what the server says is left where it is."""
        self.may_read.set()
        self.reading = asyncio.create_task(self._read())

    def ask(self, method: str, params: Any = None) -> Question:
        """Send a request."""
        self._n_asked += 1
        self._is_shut_down |= method == "shutdown"
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._questions[self._n_asked] = future
        self._send({"id": self._n_asked, "method": method, "params": params})
        return Question(self._n_asked, future)

    def notify(self, method: str, params: Any = None) -> None:
        self._send({"method": method, "params": params})

    def cancel(self, question: Question) -> None:
        self.notify("$/cancelRequest", {"id": question.id})

    def command(self, name: str, argument: Any = None, token: str | None = None) -> Question:
        """Ask for one of our commands; the prefix is added."""
        params = {"command": f"ptLsp.{name}", "arguments": [] if argument is None else [argument]}
        return self.ask("workspace/executeCommand", params | ({"workDoneToken": token} if token else {}))

    def open(
        self, marked: str, name: str = "main.py", *, uri: str | None = None, language_id: str = "python"
    ) -> OpenDocument:
        """Open a document with a cursor or a selection in it; by default a file of the workspace."""
        document = OpenDocument(uri or uri_of(self.root / name), marked, self.kind)
        self.documents[document.uri] = document
        item = document.identifier | {"languageId": language_id, "version": document.version}
        self.notify("textDocument/didOpen", {"textDocument": item | {"text": str(document)}})
        return document

    def _show(self, msg_id: Any, uri: str) -> None:
        self._send({"id": msg_id, "result": {"success": self.shows_documents}})
        if self.opens_what_is_shown and path_of(uri) is not None:
            self.open_file(uri)

    def open_file(self, uri: str) -> OpenDocument:
        """Open a file as it is on the disk."""
        path = path_of(uri)
        assert path is not None
        text = path.read_text(encoding="utf-8")
        return self.open(text, uri=uri, language_id=language_of(path.name) or "plaintext")

    def close(self, document: OpenDocument) -> None:
        del self.documents[document.uri]
        self.notify("textDocument/didClose", {"textDocument": document.identifier})

    def type(self, document: OpenDocument, offset: int, text: str, *, instead_of: int = 0) -> None:
        """The user types `text`, over the `instead_of` characters that stand there."""
        change = Change(Span(offset, offset + instead_of), text)
        self.notify("textDocument/didChange", document.make([change]))

    async def complete(self, document: OpenDocument, *, is_invoked: bool = False) -> list[str]:
        """How the document would read with each of the inline completions at the cursor."""
        result = await self.ask_to_complete(document, is_invoked=is_invoked)
        return [document.reading_with(item["range"], item["insertText"]) for item in result["items"]]

    def ask_to_complete(self, document: OpenDocument, *, is_invoked: bool = False) -> Question:
        params = {
            "textDocument": document.identifier,
            "position": document.position,
            "context": {"triggerKind": 1 if is_invoked else 2},
        }
        return self.ask("textDocument/inlineCompletion", params)

    def edit(self, document: OpenDocument, instruction: str = "change it", **options: Any) -> Question:
        """Ask for an edit of what is selected."""
        return self.command("edit", document.target | {"instruction": instruction}, **options)

    async def lenses(self, document: OpenDocument) -> list[Json]:
        """The code lenses of the document."""
        lenses: list[Json] = await self.ask("textDocument/codeLens", {"textDocument": document.identifier})
        return lenses

    def choose(self, command: Json) -> Question:
        """Run the command of a lens or an action, as the editor does when it is clicked."""
        return self.ask("workspace/executeCommand", {key: command[key] for key in ("command", "arguments")})

    async def actions(self, document: OpenDocument, **context: Any) -> list[Json]:
        """The code actions for what is selected."""
        params = {
            "textDocument": document.identifier,
            "range": document.range,
            "context": {"diagnostics": []} | context,
        }
        found: list[Json] = await self.ask("textDocument/codeAction", params)
        return found

    def received(self, method: str) -> list[Any]:
        """The parameters of all notifications and requests of that method so far."""
        return [params for name, params in self.notifications + self.requests if name == method]

    def progress(self, token: str | int | None = None) -> list[Json]:
        """The values of a progress, by default of all."""
        shown = self.received("$/progress")
        return [params["value"] for params in shown if token in (None, params["token"])]

    @property
    def log(self) -> list[str]:
        """What `window/logMessage` said."""
        return [params["message"] for params in self.received("window/logMessage")]

    async def until(self, is_so: Callable[[], Any]) -> None:
        """Wait until something that the server's messages change is so."""
        async with asyncio.timeout(TIMEOUT_S), self._changed:
            await self._changed.wait_for(is_so)

    async def settle(self) -> None:
        """Return once the server has handled all that was sent to it."""
        await self.command("status")

    async def begin(self, options: Json) -> None:
        """The handshake."""
        general = {"positionEncodings": [self.kind.encoding, "utf-16"]}
        result = await self.ask(
            "initialize",
            {
                "processId": os.getpid(),
                "clientInfo": {"name": self.kind.name},
                "rootUri": uri_of(self.folders[0]) if self.folders else None,
                "workspaceFolders": [{"uri": uri_of(it), "name": it.name} for it in self.folders] or None,
                "capabilities": dict(self.kind.capabilities) | {"general": general},
                "initializationOptions": options,
            },
        )
        self.capabilities = result["capabilities"]
        self.notify("initialized", {})

    async def end(self) -> int:
        """The exit code after a proper goodbye."""
        if not self._is_shut_down:
            await self.ask("shutdown")
        self.notify("exit")
        code = await asyncio.wait_for(self.process.wait(), TIMEOUT_S)
        await self.reading
        return code

    def check(self) -> None:
        """Fail if something was left open, or somebody was disturbed."""
        assert self.unknown == [], "requests that no editor knows"
        assert self.received("window/showMessage") == []
        assert self.received("window/showMessageRequest") == []
        open_ids = [msg_id for msg_id, future in self._questions.items() if not future.done()]
        assert open_ids == [], "requests without a reply"

    def _send(self, message: Json) -> None:
        self.process.stdin.write(encode({"jsonrpc": "2.0"} | message))

    async def _read(self) -> None:
        decoder = FrameDecoder()
        while True:
            await self.may_read.wait()
            data = await self.process.stdout.read(65536)
            if not data:
                break
            for message in decoder.feed(data):
                assert isinstance(message, dict), message
                self._take(message)
            async with self._changed:
                self._changed.notify_all()

    def _take(self, message: Json) -> None:
        if "method" not in message:
            self._take_reply(message)
        elif "id" not in message:
            self.notifications.append((message["method"], message.get("params")))
        else:
            self.requests.append((message["method"], message.get("params")))
            self._answer(message["id"], message["method"], message.get("params"))

    def _take_reply(self, message: Json) -> None:
        future = self._questions[message["id"]]
        assert not future.done() or future.cancelled(), f"a second reply: {message}"
        if future.cancelled():
            return
        if "error" in message:
            future.set_exception(LspError(message["error"]))
        else:
            future.set_result(message["result"])

    def _answer(self, msg_id: Any, method: str, params: Any) -> None:
        match method:
            case "workspace/applyEdit":
                self.applies.append(params)
                self.before_applying()
                if applier := self._applier_of(params["edit"]):
                    applier(params, lambda it: self._send({"id": msg_id, "result": {"applied": it}}))
                elif self.refusals:
                    reason = self.refusals.pop(0)
                    self._send({"id": msg_id, "result": {"applied": False, "failureReason": reason}})
                elif self.when_asked_to_apply == "fail":
                    self._send({"id": msg_id, "error": {"code": -32603, "message": "cannot apply"}})
                elif self.when_asked_to_apply != "say nothing":
                    self._send({"id": msg_id, "result": {"applied": self._apply(params["edit"])}})
            case "ptLsp/diagnostics":
                self._tell_problems(msg_id)
            case "workspace/configuration":
                told = [
                    self.folder_settings.get(item.get("scopeUri"), self.settings) for item in params["items"]
                ]
                self._send({"id": msg_id, "result": told})
            case "window/showDocument":
                self._show(msg_id, params["uri"])
            case (
                "window/workDoneProgress/create"
                | "client/registerCapability"
                | "workspace/textDocumentContent/refresh"
                | "workspace/codeLens/refresh"
            ):
                self._send({"id": msg_id, "result": None})
            case _:
                self.unknown.append(method)

    def answer(self, msg_id: Any, result: Any) -> None:
        """Answer a request of the server's, be it late."""
        self._send({"id": msg_id, "result": result})

    def _tell_problems(self, msg_id: Any) -> None:
        problems = self.shown_problems()
        if problems is None:
            self.unanswered.append(msg_id)
        elif isinstance(problems, LspError):
            self._send({"id": msg_id, "error": {"code": problems.code, "message": str(problems)}})
        else:
            self.answer(msg_id, {"diagnostics": problems})

    def _applier_of(self, edit: Json) -> Callable[[Json, Callable[[bool], None]], None] | None:
        changes = edit.get("documentChanges") or [{"textDocument": {"uri": next(iter(edit["changes"]))}}]
        return self.appliers.get(changes[0].get("uri") or changes[0]["textDocument"]["uri"])

    def _apply(self, edit: Json) -> bool:
        if self.when_asked_to_apply == "refuse":
            return False
        changes = edit.get("documentChanges") or [
            {"textDocument": {"uri": uri, "version": None}, "edits": edits}
            for uri, edits in edit["changes"].items()
        ]
        for change in changes:
            if "kind" in change:
                if not self._operate(change):
                    return False
                continue
            document = self.documents.get(change["textDocument"]["uri"])
            if document is None or document.is_stale(change["textDocument"]["version"]):
                return False
            self.notify("textDocument/didChange", document.make(document.changes_of(change["edits"])))
        return True

    def _operate(self, operation: Json) -> bool:
        """Create or delete a file, as editors do: with its folders, and closing what is gone."""
        path = path_of(operation["uri"])
        assert path is not None
        if operation["kind"] == "create":
            assert not operation["options"].get("overwrite")
            if path.exists():
                return False
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.new_files_read, encoding="utf-8")
        else:
            path.unlink(missing_ok=operation["options"].get("ignoreIfNotExists", False))
            if document := self.documents.get(operation["uri"]):
                self.close(document)
        return True
