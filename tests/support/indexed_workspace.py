"""A workspace folder on disk whose index a test plays with."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from pt_lsp.context.index import Index
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import uri_of
from pt_lsp.project.indexing import Indexing
from pt_lsp.settings.options import Settings
from pt_lsp.workspace.ignoring import IgnoreTree
from tests.support.running import run


class Workspace:
    """A folder on disk, what is indexed of it, and the editor's hand on both."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings = Settings()
        self.settings_of: dict[Path | None, Settings] = {}
        """Of the folders whose settings are others."""
        self.index = Index()
        self.indexing = Indexing(
            lambda: self.index, lambda folder: self.settings_of.get(folder, self.settings), IgnoreTree()
        )
        self.indexing.folders_changed([root])

    def write(self, files: Mapping[str, str]) -> None:
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")

    def snapshot(self, name: str, text: str, language_id: str = "python") -> Snapshot:
        uri = name if ":" in name else uri_of(self.root / name)
        return Snapshot(uri, language_id, 1, Text.of(text), self.settings)

    async def open(self, name: str = "open.py", text: str = "") -> None:
        self.indexing.opened(self.snapshot(name, text))
        await self.indexing.settled()

    async def sweep(self) -> None:
        """What happens when the user goes on after a while."""
        last = self.indexing._last_sweep
        assert last is not None
        last.ended_s = last.took_s = 0.0
        self.indexing.stirred()
        await self.indexing.settled()

    async def tell(self, *names: str) -> None:
        """The editor tells of changed files."""
        self.indexing.files_changed([self.root / name for name in names])
        await self.indexing.settled()

    @property
    def texts(self) -> dict[str, str]:
        """What is indexed, by paths relative to the workspace folder."""
        prefix = self.root.as_posix() + "/"
        return {path.removeprefix(prefix): file.facts.text for path, file in self.index._files.items()}


Scenario = Callable[[Workspace], Awaitable[None]]


def with_workspace(scenario: Scenario) -> Callable[[Path], None]:
    async def play(root: Path) -> None:
        workspace = Workspace(root)
        try:
            await scenario(workspace)
        finally:
            await workspace.indexing.aclose()

    def test(tmp_path: Path) -> None:
        run(play(tmp_path), timeout_s=120)

    test.__name__ = test.__qualname__ = scenario.__name__
    test.__module__ = scenario.__module__
    return test
