"""Which files may be context for others, asked of rules and disk as they are at that moment.

For threads: it takes reading. Refuses to look at what a file on disk holds.
"""

import os
from pathlib import Path, PurePath

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.project.index_rules import Rules, open_folders, rules_for
from pt_lsp.syntax.languages import language_of
from pt_lsp.workspace.ignoring import IgnoreTree
from pt_lsp.workspace.reading import MOST_BYTES
from pt_lsp.workspace.skip_reasons import HEAVY_FOLDERS, HEAVY_MARKS


def is_document_left_out(snapshot: Snapshot, rules: Rules, tree: IgnoreTree) -> bool:
    """Whether an open document is no context for others."""
    path = snapshot.origin
    own = rules_for(path, rules)
    if not own.takes_open_files or len(snapshot.text) > MOST_BYTES:
        return True
    if path is None:
        return False
    if snapshot.language_id == "plaintext" and language_of(path.name) is None:
        return True
    return tree.exclusion_reason(path, open_folders(rules), own.exclusion.reason) is not None


def is_file_left_out(path: Path, rules: Rules, tree: IgnoreTree) -> bool:
    """Whether a file that no editor has open is no context for others: by rules, links and heavy folders."""
    own = rules_for(path, rules)
    if own.path is None or not own.takes_from_disk:
        return True
    relative = path.relative_to(own.path)
    above = [own.path / folder for folder in relative.parents]
    if not HEAVY_FOLDERS.isdisjoint(relative.parts) or any(map(_is_heavy, above)):
        return True
    is_linked = os.path.realpath(path) != os.path.join(os.path.realpath(own.path), relative)  # noqa: PTH118
    return is_linked or tree.exclusion_reason(path, open_folders(rules), own.exclusion.reason) is not None


def _is_heavy(folder: PurePath) -> bool:
    return any(map(os.path.lexists, (folder / mark for mark in HEAVY_MARKS)))
