"""What edits have replaced, kept until they are decided, so that after a crash they can still be rejected.

One small file an edit, readable by its owner only.
"""

import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from pt_lsp.documents.uris import canonical_uri
from pt_lsp.errors import SettingsError
from pt_lsp.store import json_file

MAX_RECORDS = 50
MAX_AGE_S = 7 * 24 * 3600.0
MAX_BYTES = 2_000_000
_FORMAT = 1
_ABANDONED_S = 3600.0
"""A file that is still being written after so long belongs to a process that has died."""

_NAME = re.compile(r"[0-9a-f]{24}-[0-9a-f]{24}\.json")
_NEW_NAME = re.compile(r"original-\w+\.new")

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
        self._folder = folder

    def keep(self, record: OriginalRecord) -> None:
        """Writes what is known of an edit over what was kept of it; blocks on the disk.

        The oldest beyond 50, those older than a week, and one of more than 2 MB are not kept.
        SettingsError when it cannot be written.
        """
        raw = json.dumps({"format": _FORMAT, **asdict(record)}).encode()
        if len(raw) > MAX_BYTES:
            self.drop(record.edit_id)
            return
        path = self._folder / f"{_digest(canonical_uri(record.uri))}-{_digest(record.edit_id)}.json"
        is_new = not path.exists()
        try:
            if is_new:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._replace(path, raw, record.saved_s)
        except OSError as error:
            raise SettingsError(f"{self._folder} cannot be written: {error.strerror}.") from None
        if is_new:
            # The document may have got another name since.
            self._remove(other for other in self._files(edit_id=record.edit_id) if other != path)
            self._remove(self._outdated())

    def drop(self, edit_id: str) -> None:
        """Forgets an edit; one that is not there is no error. Blocks on the disk."""
        self._remove(self._files(edit_id=edit_id))

    def of(self, uri: str) -> list[OriginalRecord]:
        """The undecided edits of a document, oldest first. Blocks on the disk; damaged files are removed."""
        oldest_s = time.time() - MAX_AGE_S
        records = []
        for path in self._files(uri=uri):
            try:
                raw = path.read_bytes()
            except OSError:
                continue
            record = _read(raw)
            if record is None:
                self._remove([path])
            elif canonical_uri(record.uri) == canonical_uri(uri) and record.saved_s >= oldest_s:
                records.append(record)
        return sorted(records, key=lambda record: record.saved_s)

    def _files(self, *, uri: str | None = None, edit_id: str | None = None) -> list[Path]:
        """Our files, of that document or edit where one is named; what else lies there is not ours."""
        head = "" if uri is None else _digest(canonical_uri(uri))
        tail = ".json" if edit_id is None else f"-{_digest(edit_id)}.json"
        paths = self._matching(_NAME)
        return [path for path in paths if path.name.startswith(head) and path.name.endswith(tail)]

    def _matching(self, pattern: re.Pattern[str]) -> list[Path]:
        try:
            return [path for path in self._folder.iterdir() if pattern.fullmatch(path.name)]
        except OSError:
            return []

    def _replace(self, path: Path, raw: bytes, saved_s: float) -> None:
        """A crash leaves the file as it was before, or as it is after."""
        import tempfile  # slow to load, and rarely needed

        descriptor, name = tempfile.mkstemp(prefix="original-", suffix=".new", dir=self._folder)
        new = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(raw)
            # The age is told from outside, so that the bounds need not read every file.
            os.utime(new, (saved_s, saved_s))
            new.replace(path)
        except OSError:
            self._remove([new])
            raise

    def _outdated(self) -> Iterator[Path]:
        now_s = time.time()
        aged = sorted(((_saved_s(path), path) for path in self._files()), reverse=True)
        for rank, (saved_s, path) in enumerate(aged):
            if rank >= MAX_RECORDS or saved_s < now_s - MAX_AGE_S:
                yield path
        for path in self._matching(_NEW_NAME):
            if _saved_s(path) < now_s - _ABANDONED_S:
                yield path

    def _remove(self, paths: Iterable[Path]) -> None:
        for path in paths:
            # Another server may have been faster; Windows removes nothing that is being read.
            with suppress(OSError):
                path.unlink(missing_ok=True)


def originals_folder() -> Path:
    """Where the originals of this user's undecided edits are kept."""
    return json_file.state_folder() / "originals"


def _digest(text: str) -> str:
    """A name that every file system takes, whatever is in a URI or an id."""
    import hashlib  # 2 ms that the server's start does not need

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _saved_s(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _read(raw: bytes) -> OriginalRecord | None:
    """The record that a file holds; None when it is damaged or of another format."""
    try:
        content = json.loads(raw)
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
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
