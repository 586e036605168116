"""What edits have replaced, kept until they are decided, so that after a crash they can still be rejected.

One small file an edit, readable by its owner only.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pt_lsp.store import json_file
from pt_lsp.store.record_files import RecordFiles

MAX_RECORDS = 50
MAX_AGE_S = 7 * 24 * 3600.0
MAX_BYTES = 2_000_000
_FORMAT = 1

StoredPiece = tuple[str, str, int]
"""Kind, text, number of the hunk."""


@dataclass(frozen=True, slots=True)
class OriginalRecord:
    """One undecided edit; each candidate is what its region may read, in pieces."""

    edit_id: str
    uri: str
    language_id: str
    title: str
    saved_s: float
    """Seconds since 1970."""
    candidates: tuple[list[StoredPiece], ...]
    owner_pid: int = 0
    """The process that runs the edit, for as long as it lives; 0 is none."""


class Originals:
    """The undecided edits of all servers of this user; each edit is written by one of them only."""

    def __init__(self, folder: Path) -> None:
        self._files = RecordFiles(folder, "original", most=MAX_RECORDS, max_age_s=MAX_AGE_S)

    def keep(self, record: OriginalRecord) -> None:
        """Writes what is known of an edit over what was kept of it; blocks on the disk.

        The oldest beyond 50, those older than a week, and one of more than 2 MB are not kept.
        SettingsError when it cannot be written.
        """
        content = {"format": _FORMAT, **asdict(record)}
        self._files.write(record.uri, record.edit_id, content, record.saved_s, MAX_BYTES)

    def drop(self, edit_id: str) -> None:
        """Forgets an edit; one that is not there is no error. Blocks on the disk."""
        self._files.remove(self._files.paths(name=edit_id))

    def of(self, uri: str) -> list[OriginalRecord]:
        """The undecided edits of a document, oldest first. Blocks on the disk; damaged files are removed."""
        return self._files.records(uri, _read)


def originals_folder() -> Path:
    """Where the originals of this user's undecided edits are kept."""
    return json_file.state_folder() / "originals"


def _read(content: Any) -> OriginalRecord | None:
    """The record that a file holds; None when it is damaged or of another format."""
    try:
        if content["format"] != _FORMAT:
            return None
        candidates = tuple(
            [(str(kind), str(text), int(number)) for kind, text, number in pieces]
            for pieces in content["candidates"]
        )
        return OriginalRecord(
            edit_id=str(content["edit_id"]),
            uri=str(content["uri"]),
            language_id=str(content["language_id"]),
            title=str(content["title"]),
            saved_s=float(content["saved_s"]),
            candidates=candidates,
            owner_pid=int(content["owner_pid"]),
        )
    except (ValueError, TypeError, KeyError):
        return None
