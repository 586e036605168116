import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import uri_of
from pt_lsp.project.exclusions import Exclusions
from pt_lsp.settings.options import PrivacySettings, Settings
from pt_lsp.workspace.ignoring import IgnoreTree, PathRule
from pt_lsp.workspace.remembered import NotRead
from tests.support.running import run


class GatedTree(IgnoreTree):
    """Counts the questions that threads ask, and answers them when the gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()
        self.n_asked = 0

    def exclusion_reason(self, path: Path, folders: Sequence[Path], exclusion: PathRule) -> str | None:
        if threading.current_thread() is not threading.main_thread():
            self.n_asked += 1
            assert self.gate.wait(60)
        return super().exclusion_reason(path, folders, exclusion)


def snapshot(root: Path, name: str, settings: Settings | None = None) -> Snapshot:
    return Snapshot(uri_of(root / name), "python", 1, Text.of(""), settings or Settings())


def test_what_is_not_read_is_read_in_a_thread_once_for_all_who_ask(tmp_path: Path) -> None:
    async def scenario() -> None:
        tree = GatedTree()
        exclusions = Exclusions(tree)
        tree.gate.clear()
        asking = [
            asyncio.create_task(exclusions.reason(snapshot(tmp_path, "b.py"), [tmp_path])) for _ in range(9)
        ]
        await asyncio.sleep(0)
        asking[0].cancel()
        with pytest.raises(NotRead):
            exclusions.known_reason(snapshot(tmp_path, "b.py"), [tmp_path])
        tree.gate.set()
        reasons = (await asyncio.gather(*asking, return_exceptions=True))[1:]
        assert set(reasons) == {f"`{tmp_path}/.gitignore` ignores it by the pattern `*.py`."}
        assert tree.n_asked == 1
        assert exclusions.known_reason(snapshot(tmp_path, "b.py"), [tmp_path]) == reasons[0]

    (tmp_path / ".gitignore").write_text("*.py\n!a.py\n")
    run(scenario())


def test_what_was_read_is_answered_without_waiting_until_it_changes(tmp_path: Path) -> None:
    async def scenario() -> None:
        tree = GatedTree()
        exclusions = Exclusions(tree)
        a = snapshot(tmp_path, "a.py")
        for n in range(1, 4):
            (tmp_path / ".gitignore").write_text(f"{'# ' * n}\n{'a.py' * (n % 2)}")
            with pytest.raises(NotRead):
                exclusions.known_reason(a, [tmp_path])
            for _ in range(5):
                assert (await exclusions.reason(a, [tmp_path]) is None) is (n % 2 == 0)
                assert (exclusions.known_reason(a, [tmp_path]) is None) is (n % 2 == 0)
            assert tree.n_asked == n

    run(scenario())


@pytest.mark.parametrize(
    ("exclude", "refusal", "expected"),
    [((), None, None), (("a.*",), None, "The exclusion pattern `a.*` "), ((), "No.", "No.")],
)
def test_the_settings_of_the_document_count(
    tmp_path: Path, exclude: tuple[str, ...], refusal: str | None, expected: str | None
) -> None:
    async def scenario() -> None:
        settings = Settings(privacy=PrivacySettings(exclude=exclude), refusal=refusal)
        exclusions, document = Exclusions(IgnoreTree()), snapshot(tmp_path, "a.py", settings)
        reason = await exclusions.reason(document, [tmp_path])
        assert str(reason).startswith(str(expected))
        assert exclusions.known_reason(document, [tmp_path]) == reason

    run(scenario())
