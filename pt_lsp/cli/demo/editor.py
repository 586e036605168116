"""An editor without a screen: it keeps one document, applies what the server sends and tells it what changed.

It behaves as a real one does: versions are checked, every edit comes back as didChange. What is shown of it
is up to whoever sets `on_change` and `on_delta`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pt_lsp.cli.demo.client import DemoClient
from pt_lsp.documents.encoding import line_and_units, offset_at
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import uri_of

_CAPABILITIES = {
    "workspace": {"applyEdit": True, "workspaceEdit": {"documentChanges": True}},
    "textDocument": {"inlineCompletion": {}},
}
_EXTENSIONS = ["groupedUndo", "ptLsp/explainDelta"]
_TIMEOUT_S = 300.0
_EXPLAIN_PROGRESS = "demo-explain"
_INVOKED, _AUTOMATIC = 1, 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Ghost text: accepting it replaces `span` by `text`."""

    text: str
    span: Span
    command: Mapping[str, Any] | None

    def ghost(self, text: Text, cursor: int) -> str:
        """What stands after the cursor once it is accepted."""
        return (text.slice(Span(0, self.span.start)) + self.text)[cursor:]


class Editor:
    """One open document and the server beside it."""

    def __init__(self, client: DemoClient) -> None:
        self.text = Text.of("")
        self.on_change: Callable[[Text], None] = lambda _text: None
        self.on_delta: Callable[[str], None] = lambda _delta: None
        self._client = client
        self._uri = ""
        self._version = 0
        client.handle = self._answer

    async def initialize(self, root: Path, options: Mapping[str, Any]) -> None:
        """Introduce the editor to the server; `options` are settings as an editor writes them."""
        params = {
            "processId": None,
            "clientInfo": {"name": "pt-lsp demo"},
            "capabilities": _CAPABILITIES,
            "initializationOptions": {**options, "extensions": _EXTENSIONS},
            "workspaceFolders": [{"uri": uri_of(root), "name": root.name}],
        }
        await self._client.request("initialize", params, _TIMEOUT_S)
        self._client.notify("initialized", {})

    def open(self, path: Path, language_id: str, text: Text) -> None:
        """Open a document; one that was open before is closed."""
        if self._uri:
            self._client.notify("textDocument/didClose", {"textDocument": {"uri": self._uri}})
        self.text, self._uri, self._version = text, uri_of(path), 1
        document = {"uri": self._uri, "languageId": language_id, "version": 1, "text": str(text)}
        self._client.notify("textDocument/didOpen", {"textDocument": document})

    def replace(self, *edits: tuple[Span, str]) -> None:
        """Change the document in one stroke and tell the server; the spans are of the text before it."""
        changes = []
        # from the last to the first, so that the spans of those before stay true
        for span, new in sorted(edits, reverse=True):
            changes.append({"range": self._range(span), "text": new})
            self.text = self.text.replace(span, new)
        self._version += 1
        document = {"uri": self._uri, "version": self._version}
        self._client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
        self.on_change(self.text)

    async def suggest(self, offset: int, *, is_invoked: bool) -> Suggestion | None:
        """The inline completion at `offset`, asked for by a shortcut or while typing; None for nothing."""
        params = {
            "textDocument": {"uri": self._uri},
            "position": self._position(offset),
            "context": {"triggerKind": _INVOKED if is_invoked else _AUTOMATIC},
        }
        answer = await self._client.request("textDocument/inlineCompletion", params, _TIMEOUT_S)
        items = answer["items"] if isinstance(answer, dict) else answer or []
        if not items:
            return None
        where = items[0].get("range")
        span = self._span(where) if where else Span(offset, offset)
        return Suggestion(items[0]["insertText"], span, items[0].get("command"))

    async def accept(self, suggestion: Suggestion) -> None:
        """Take the suggestion into the document."""
        self.replace((suggestion.span, suggestion.text))
        if suggestion.command is not None:
            await self.ask(suggestion.command["command"], *suggestion.command.get("arguments", ()))

    async def edit(self, span: Span, instruction: str) -> Any:
        """Result of `ptLsp.edit`; the edits arrive meanwhile and `on_change` sees each."""
        return await self.ask("ptLsp.edit", {**self._part(span), "instruction": instruction})

    async def explain(self, span: Span) -> str:
        """Markdown of `ptLsp.explain`; `on_delta` sees it grow."""
        answer = await self.ask("ptLsp.explain", self._part(span), progress=_EXPLAIN_PROGRESS)
        return str(answer["markdown"])

    async def ask(self, command: str, *arguments: Any, progress: str | None = None) -> Any:
        """Result of a command, such as `ptLsp.stats`."""
        params: dict[str, Any] = {"command": command, "arguments": list(arguments)}
        if progress is not None:
            params["workDoneToken"] = progress
        return await self._client.request("workspace/executeCommand", params, _TIMEOUT_S)

    def _answer(self, method: str, params: Any) -> Any:
        match method:
            case "workspace/applyEdit":
                return {"applied": self._apply(params["edit"])}
            case "workspace/configuration":
                return [None for _ in params["items"]]
            case "ptLsp/explainDelta":
                self.on_delta(params["delta"])
        return None

    def _apply(self, edit: Mapping[str, Any]) -> bool:
        """Whether the edit was applied: to the open document only, at the version it was made for only."""
        changes = edit.get("documentChanges", [])
        expected = {"uri": self._uri, "version": self._version}
        if not all(change.get("textDocument") == expected for change in changes):
            return False
        edits = [
            (self._span(each["range"]), each["newText"]) for change in changes for each in change["edits"]
        ]
        self.replace(*edits)
        return True

    def _position(self, offset: int) -> dict[str, int]:
        line, units = line_and_units(self.text, offset, "utf-16")
        return {"line": line, "character": units}

    def _part(self, span: Span) -> dict[str, Any]:
        return {"textDocument": {"uri": self._uri}, "range": self._range(span)}

    def _range(self, span: Span) -> dict[str, Any]:
        return {"start": self._position(span.start), "end": self._position(span.end)}

    def _offset(self, position: Mapping[str, int]) -> int:
        return offset_at(self.text, position["line"], position["character"], "utf-16")

    def _span(self, where: Mapping[str, Any]) -> Span:
        return Span(self._offset(where["start"]), self._offset(where["end"]))
