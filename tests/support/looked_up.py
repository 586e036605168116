"""A workspace in which a model looks things up."""

from pathlib import Path
from typing import Any

from pt_lsp.context.related import RelatedCode
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.uris import uri_of
from pt_lsp.llm.gateway import ToolResult
from pt_lsp.project.lookups.lookups import Lookups
from pt_lsp.syntax.languages import language_of
from pt_lsp.workspace.ignoring import IgnoreTree
from tests.support.indexed_workspace import Workspace
from tests.support.notation import parse_files
from tests.support.running import run


class LookedUp:
    """The tools of a document of the workspace; it need not be open."""

    def __init__(self, workspace: Workspace, tree: IgnoreTree | None = None) -> None:
        self.workspace = workspace
        related = RelatedCode([workspace.root.as_posix()])
        related.index = workspace.index
        self.lookups = Lookups(
            lambda: None if related.index.is_withheld else related,
            lambda folder: workspace.settings_of.get(folder, workspace.settings),
            tree or IgnoreTree(),
        )
        self.lookups.folders_changed([workspace.root])
        self.own = workspace.snapshot("main.py", "")

    async def write(self, files: str) -> None:
        """Files by `-- path --`; the first is the document that is asked about."""
        texts = {name: marked.text for name, marked in parse_files(files).items()}
        self.workspace.write(texts)
        name = next(iter(texts))
        self.own = self.workspace.snapshot(name, texts[name], language_of(name) or "plaintext")
        self.workspace.indexing.opened(self.own)
        self.lookups.opened(self.own)
        await self.workspace.indexing.settled()

    async def open(self, name: str, text: str, language_id: str = "python") -> Snapshot:
        """Another document."""
        snapshot = self.workspace.snapshot(name, text, language_id)
        self.workspace.indexing.opened(snapshot)
        self.lookups.opened(snapshot)
        await self.workspace.indexing.settled()
        return snapshot

    def close(self, name: str) -> None:
        uri = uri_of(self.workspace.root / name)
        self.workspace.indexing.closed(uri)
        self.lookups.closed(uri)

    async def result(self, tool: str, arguments: dict[str, Any]) -> ToolResult:
        return await self.lookups.for_document(self.own).call(tool, arguments)

    async def __call__(self, tool: str, **arguments: Any) -> str:
        return (await self.result(tool, arguments)).text


def look_up(root: Path, files: str, tool: str, **arguments: Any) -> str:
    """What one call says in a workspace of these files."""

    async def play() -> str:
        workspace = Workspace(root)
        looked_up = LookedUp(workspace)
        try:
            await looked_up.write(files)
            return await looked_up(tool, **arguments)
        finally:
            await workspace.indexing.aclose()

    return run(play())
