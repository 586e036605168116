"""The texts of a project as one call may see them: each is asked for its rules when it is given out.

For one call, in a thread. Refuses to know what is looked for.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from pt_lsp.context.paths import label_of
from pt_lsp.context.resolution.configs import CONFIG_NAMES
from pt_lsp.documents.lines import plain
from pt_lsp.documents.uris import path_or_uri
from pt_lsp.privacy.detectors.scanning import SecretScanner
from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.project.context_files import is_document_left_out, is_file_left_out
from pt_lsp.project.index_rules import open_folders
from pt_lsp.project.lookups.secret_lines import FindSecrets
from pt_lsp.project.lookups.view import View
from pt_lsp.syntax.languages import language_of
from pt_lsp.workspace.frontier import n_steps_between
from pt_lsp.workspace.ignoring import IgnoreTree
from pt_lsp.workspace.reading import SourceFile, read_quietly
from pt_lsp.workspace.roots import root_of

_ENOUGH_S = 0.8
_MOST_CHARACTERS = 1_000_000
"""Of the document that is asked about; others are sources, or they are left out."""
_MOST_ENDING = 20


@dataclass(frozen=True, slots=True)
class ShownText:
    r"""A file that may be shown; its text has `\n` line ends."""

    label: str
    language_id: str
    text: str


class ProjectTexts:
    """Paths are those of the index: with forward slashes, or URIs of what is no file."""

    def __init__(self, view: View, tree: IgnoreTree) -> None:
        self.own = path_or_uri(view.own.uri)
        self.defining = view.defining
        self._view = view
        self._tree = tree
        folders = open_folders(view.rules)
        own_folder = None if view.own.path is None else root_of(view.own.path, folders)
        # A label is a path in any of them, and most likely in the document's.
        folders.sort(key=lambda folder: folder != own_folder)
        self._folders = [folder.as_posix() for folder in folders]
        self._ends_s = time.monotonic() + _ENOUGH_S
        self._may_be_shown: dict[str, bool] = {}
        self.find_secrets: FindSecrets = lambda _text: ()
        """Where a text holds secrets, which its pieces must not; nowhere, where the user lets them out."""
        if view.own.settings.privacy.redact_secrets:
            self.find_secrets = SecretScanner().find

    @property
    def is_late(self) -> bool:
        """Whether it is time to come to an end."""
        return time.monotonic() > self._ends_s

    def nearest(self) -> list[str]:
        """All paths, those in folders near the document first."""
        paths = dict.fromkeys((self.own, *self._view.open_documents, *self._view.indexed))
        here = self.own.split("/")[:-1]
        return sorted(paths, key=lambda path: (path != self.own, n_steps_between(here, path.split("/")[:-1])))

    def label(self, path: str) -> str:
        """What prompts call a file."""
        return label_of(path, self._folders)

    def raw(self, path: str) -> str:
        """The text as it is, to see whether it is of any interest; it must not be shown."""
        if path == self.own:
            return str(self._view.own.text)
        if (snapshot := self._view.open_documents.get(path)) is not None:
            return str(snapshot.text)
        facts = self._view.indexed.get(path)
        return "" if facts is None else facts.text

    def text(self, path: str) -> ShownText | None:
        """A file that may be shown; None for any other, whether it is there or not."""
        if not self._is_known(path) or not self._is_allowed(path):
            return None
        return ShownText(self.label(path), self._language_id(path), plain(self.raw(path)))

    def text_called(self, label: str) -> ShownText | None:
        """The file that prompts call so, its text from the disk where nobody has it open; else as `text`."""
        documents = (self.own, *self._view.open_documents)
        for path in documents:
            if self.label(path) == label and (found := self.text(path)) is not None:
                return found
        for path in (f"{folder}/{label}" for folder in self._folders):
            if path not in documents and (found := self._from_disk(path)) is not None:
                return found
        return self._text_ending(f"/{label}")

    def _text_ending(self, end: str) -> ShownText | None:
        """The only file whose path ends so: models leave folders out."""
        ending = [path for path in self._view.indexed if path.endswith(end)]
        allowed = [path for path in ending[:_MOST_ENDING] if self._is_allowed(path)]
        return self.text(allowed[0]) if len(allowed) == 1 else None

    def _from_disk(self, path: str) -> ShownText | None:
        name = path.rpartition("/")[2]
        language_id = language_of(path)
        if language_id is None and name not in CONFIG_NAMES:
            return None
        if not self._is_allowed(path) or not _is_called_so(path, self._folders):
            return None
        source = read_quietly(os.path.normpath(path))
        if not isinstance(source, SourceFile):
            return None
        return ShownText(self.label(path), language_id or "plaintext", plain(source.text))

    def _is_known(self, path: str) -> bool:
        return path == self.own or path in self._view.open_documents or path in self._view.indexed

    def _language_id(self, path: str) -> str:
        if path == self.own:
            return self._view.own.language_id
        snapshot = self._view.open_documents.get(path)
        return self._view.indexed[path].language_id if snapshot is None else snapshot.language_id

    def _is_allowed(self, path: str) -> bool:
        known = self._may_be_shown.get(path)
        if known is None:
            known = self._may_be_shown[path] = not self._is_left_out(path)
        return known

    def _is_left_out(self, path: str) -> bool:
        view = self._view
        if path == self.own:
            return self._is_own_left_out()
        if (snapshot := view.open_documents.get(path)) is not None:
            return is_document_left_out(snapshot, view.rules, self._tree)
        return is_file_left_out(Path(path), view.rules, self._tree)

    def _is_own_left_out(self) -> bool:
        """It is the question's own: what is only no context for others may be shown of it."""
        settings, origin = self._view.own_settings, self._view.own.origin
        if settings.refusal is not None or len(self._view.own.text) > _MOST_CHARACTERS:
            return True
        if origin is None:
            return False
        folders = open_folders(self._view.rules)
        exclusion = Exclusion((settings.privacy.exclude,), root_of(origin, folders))
        return self._tree.exclusion_reason(origin, folders, exclusion.reason) is not None


def _is_called_so(path: str, folders: list[str]) -> bool:
    """Whether the disk has each part of a path by that very name.

    It may open a file by other ones too, which no rule knows: in other letters, cut short, with a dot behind.
    """
    root = root_of(Path(path), map(Path, folders))
    folder = str(root)
    for part in Path(path).relative_to(folder).parts if root else ():
        try:
            if all(part != each.name for each in Path(folder).iterdir()):
                return False
        except OSError:
            return False
        folder = os.path.join(folder, part)  # noqa: PTH118
    return root is not None
