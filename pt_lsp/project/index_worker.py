"""What the index's worker thread does: looks at the disk, reads and analyses, file by file.

Refuses to touch the index and to know when it is time; `indexing` runs it, one call at a time.
"""

import logging
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import PurePath
from typing import TypeAlias

from pt_lsp.context.file_facts import FileFacts, analyse
from pt_lsp.context.resolution.configs import CONFIG_NAMES
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.uris import path_or_uri
from pt_lsp.project.context_files import is_document_left_out
from pt_lsp.project.imported_files import imported_files
from pt_lsp.project.index_rules import Rules, open_folders
from pt_lsp.syntax.languages import language_of
from pt_lsp.syntax.outline import Parse
from pt_lsp.syntax.parsing import parse
from pt_lsp.syntax.trees import Trees
from pt_lsp.workspace.ignoring import IgnoreTree
from pt_lsp.workspace.reading import read_quietly
from pt_lsp.workspace.scanning import FolderScanner, Found, WorkspaceFolder
from pt_lsp.workspace.skip_reasons import ENDS_OF_A_WALK, SkipReason, Skips

logger = logging.getLogger(__name__)
_END = object()

_SLICE_S = 0.02
"""An open document waits at most this long for the worker, or for the largest file."""

Known: TypeAlias = tuple[int, int, SkipReason | None]
"""A file on disk as it was looked at last: mtime_ns, size, and why it is not in the index."""


@dataclass(frozen=True, slots=True)
class FileFinding:
    """What was found out about one path; without `facts` it does not belong into the index."""

    path: str
    known: Known | None = None
    """What is known of it on disk from now on; where it `is_gone`, what was known until now."""
    facts: FileFacts | None = None
    config: str | None = None
    """The text of a file that tells how imports are resolved."""
    is_gone: bool = False


class IndexWorker:
    """For one thread; `is_open` tells of which paths the editor has the text."""

    def __init__(self, is_open: Callable[[str], bool], tree: IgnoreTree) -> None:
        self._is_open = is_open
        self._tree = tree
        self._scanner = FolderScanner(
            lambda name: name in CONFIG_NAMES or language_of(name) is not None, tree
        )
        self._trees = Trees()
        self._documents: dict[str, FileFacts] = {}
        self._configs: dict[str, str] = {}

    def sweep(self, rules: Rules, near: Sequence[PurePath], known: Mapping[str, Known]) -> "Sweep":
        """All that differs from `known`, nearest first."""
        skipped = Skips()
        return Sweep(self._differences(rules, near, known, skipped), skipped)

    def _differences(
        self, rules: Rules, near: Sequence[PurePath], known: Mapping[str, Known], skipped: Skips
    ) -> Iterator[FileFinding | None]:
        """None where there was only work."""
        folders = [
            WorkspaceFolder(each.path, each.exclusion.reason)
            for each in rules
            if each.path is not None and each.takes_from_disk
        ]
        seen: set[str] = set()
        walk = self._scanner.walk(folders, near, skipped, open_folders(rules))
        for batch in chain(walk, self._imported(rules, seen, skipped)):
            yield None
            for found in batch:
                path = found.path.replace(os.sep, "/")
                seen.add(path)
                before = known.get(path)
                if before is None or before[:2] != (found.mtime_ns, found.size):
                    if self._is_open(path):
                        continue
                    finding = self._read(found)
                    before = finding.known
                    yield finding
                if before is not None and before[2] is not None:
                    skipped[before[2]] += 1
        for path, entry in known.items():
            if path not in seen:
                yield FileFinding(path, entry, is_gone=True)

    def _imported(self, rules: Rules, seen: Collection[str], skipped: Skips) -> Iterator[list[Found]]:
        """What open documents import and a walk that has ended early has not come to."""
        if not ENDS_OF_A_WALK.isdisjoint(skipped):
            yield from (
                [each]
                for each in imported_files(self._documents.values(), rules, self._tree, seen, self._configs)
            )

    def look(self, path: str) -> FileFinding | None:
        """A single path as it is on disk now; None if only a sweep can tell."""
        found = self._scanner.find(path)
        if found is None:
            return None
        return self._read(found) if isinstance(found, Found) else FileFinding(path.replace(os.sep, "/"))

    def analyse_document(self, snapshot: Snapshot, rules: Rules) -> FileFinding:
        """An open document, whose text is the editor's."""
        path = path_or_uri(snapshot.uri)
        self._documents.pop(path, None)
        if self.is_left_out(snapshot, rules):
            return FileFinding(path)
        following = partial(self._trees.tree, path)
        finding = self._finding(path, snapshot.language_id, str(snapshot.text), None, following)
        if finding.facts is not None:
            self._documents[path] = replace(finding.facts, text="", chunks=(), terms=())
        return finding

    def forget(self, path: str) -> None:
        """Let go what was kept of an open document; it is closed."""
        self._trees.forget(path)
        self._documents.pop(path, None)

    def is_left_out(self, snapshot: Snapshot, rules: Rules) -> bool:
        """Whether the document is no context for others, by the rules and the disk as they are now."""
        return is_document_left_out(snapshot, rules, self._tree)

    def _read(self, found: Found) -> FileFinding:
        path = found.path.replace(os.sep, "/")
        source = read_quietly(found.path)
        if isinstance(source, str):
            return FileFinding(path, (found.mtime_ns, found.size, source))
        known = (source.mtime_ns, source.size, None)
        return self._finding(path, language_of(path) or "", source.text, known)

    def _finding(
        self, path: str, language_id: str, text: str, known: Known | None, parse: Parse = parse
    ) -> FileFinding:
        config = text if path.rpartition("/")[2] in CONFIG_NAMES else None
        if config is not None:
            self._configs[path] = config
        if not language_id:
            return FileFinding(path, known, None, config)
        try:
            return FileFinding(path, known, analyse(path, language_id, text, parse), config)
        except Exception as error:  # noqa: BLE001 - a file that nobody has thought of costs its own place only
            logger.info("A %s file was left out of the index: %s.", language_id, type(error).__name__)
            return FileFinding(path, known and (*known[:2], "not understood"), None, config)


class Sweep:
    """A look at all folders that is under way."""

    def __init__(self, findings: Iterator[FileFinding | None], skipped: Skips) -> None:
        self.skipped = skipped
        self.is_over = False
        self.took_s = 0.0
        """Without reading and analysing, which the next sweep has no reason to do again."""
        self.ended_s = 0.0
        self._findings = findings

    def next_slice(self) -> list[FileFinding]:
        """The findings of the next milliseconds' work; runs in the thread."""
        self.ended_s = time.monotonic()
        slice_ends_s = self.ended_s + _SLICE_S
        found = []
        while self.ended_s < slice_ends_s and not self.is_over:
            started_s = self.ended_s
            finding = next(self._findings, _END)
            self.ended_s = time.monotonic()
            if isinstance(finding, FileFinding):
                found.append(finding)
            else:
                self.is_over = finding is _END
                self.took_s += self.ended_s - started_s
        return found
