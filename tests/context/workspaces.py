"""A workspace written as text: `-- path --` before each file, a mark in the one that is open."""

from collections.abc import Sequence
from typing import NamedTuple

from pt_lsp.context.file_facts import analyse
from pt_lsp.context.related import RelatedCode
from pt_lsp.context.resolution.configs import CONFIG_NAMES
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.settings.options import Settings
from pt_lsp.syntax.languages import language_of
from tests.support.notation import parse_files


class Scene(NamedTuple):
    """An index of all files, and the place in the open one."""

    related: RelatedCode
    snapshot: Snapshot
    place: Span

    def shown(self, budget_characters: int = 4000) -> str:
        """What goes into a prompt for the cursor."""
        snippets = self.related.for_cursor(self.snapshot, self.place.start, budget_characters)
        return "".join(f"-- {snippet.path} --\n{snippet.text}\n" for snippet in snippets)

    def shown_for_region(
        self, budget_characters: int = 4000, *, with_callers: bool = False, named: Sequence[str] = ()
    ) -> str:
        """What goes into a prompt for the selection."""
        snippets = self.related.for_region(
            self.snapshot, self.place, budget_characters, with_callers=with_callers, named=named
        )
        return "".join(f"-- {snippet.path} --\n{snippet.text}\n" for snippet in snippets)


def scene_of(files: str, related: RelatedCode | None = None) -> Scene:
    """The workspace of these files, which lies in `/project`."""
    related = related or RelatedCode(["/project"])
    scene = None
    for name, marked in parse_files(files).items():
        if name.rpartition("/")[2] in CONFIG_NAMES:
            related.index.tree.set_config(f"/project/{name}", marked.text)
            continue
        language_id = language_of(name) or "plaintext"
        related.index.put(analyse(f"/project/{name}", language_id, marked.text))
        if marked.span is not None:
            text = Text.of(marked.text)
            snapshot = Snapshot(f"file:///project/{name}", language_id, 1, text, Settings())
            scene = Scene(related, snapshot, marked.span)
    assert scene is not None, "no file has a mark"
    return scene
