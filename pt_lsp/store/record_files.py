"""A folder of small JSON files of ours, one a record, readable by their owner only.

A record belongs to a document. Names are digests, so that any URI and any id can be one; a crash leaves a
file as it was before, or as it is after; what is damaged is removed, the oldest go. Refuses to know what a
record says.
"""

import json
import logging
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pt_lsp.documents.uris import canonical_uri
from pt_lsp.errors import SettingsError

logger = logging.getLogger(__name__)

_ABANDONED_S = 3600.0
"""A file that is still being written after so long belongs to a process that has died."""

_NAME = re.compile(r"[0-9a-f]{24}-[0-9a-f]{24}\.json")


class Record(Protocol):
    """What every record tells of itself."""

    @property
    def uri(self) -> str:
        """Of the document that it belongs to."""

    @property
    def saved_s(self) -> float:
        """Seconds since 1970."""


_Record = TypeVar("_Record", bound=Record)


class RecordFiles:
    """All records of one kind of this user; several servers may write them."""

    def __init__(self, folder: Path, kind: str, *, most: int, max_age_s: float) -> None:
        """Of more than `most`, and of those older than `max_age_s`, the oldest are removed."""
        self._folder = folder
        self._kind = kind
        self._most = most
        self._max_age_s = max_age_s

    def write(self, uri: str, name: str, content: Mapping[str, Any], saved_s: float, most_bytes: int) -> None:
        """Puts a record over the one of that document and name; one that is larger is not kept, nor that.

        Blocks on the disk; SettingsError when it cannot be written.
        """
        raw = json.dumps(content).encode()
        if len(raw) > most_bytes:
            self.remove(self.paths(name=name))
            return
        path = self._folder / f"{_digest(canonical_uri(uri))}-{_digest(name)}.json"
        is_new = not path.exists()
        try:
            if is_new:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._replace(path, raw, saved_s)
        except OSError as error:
            raise SettingsError(f"{self._folder} cannot be written: {error.strerror}.") from None
        if is_new:
            # The document may have got another name since.
            self.remove(other for other in self.paths(name=name) if other != path)
            self.remove(self._outdated())

    def records(self, uri: str, read: Callable[[Any], _Record | None]) -> list[_Record]:
        """Those of a document, oldest first; `read` gives None for what a damaged file holds.

        Blocks on the disk. Damaged files are removed, and told of in the log.
        """
        records: list[_Record] = []
        for path, content in self._contents(uri):
            record = read(content)
            if record is None:
                logger.info("A file of %s was damaged and is removed", self._folder.name)
                self.remove([path])
            elif canonical_uri(record.uri) == canonical_uri(uri) and not self._is_outdated(record.saved_s):
                records.append(record)
        return sorted(records, key=lambda record: record.saved_s)

    def paths(self, *, uri: str | None = None, name: str | None = None) -> list[Path]:
        """Our files, of that document or name where one is given; what else lies there is not ours."""
        head = "" if uri is None else _digest(canonical_uri(uri))
        tail = ".json" if name is None else f"-{_digest(name)}.json"
        paths = self._matching(_NAME)
        return [path for path in paths if path.name.startswith(head) and path.name.endswith(tail)]

    def remove(self, paths: Iterable[Path]) -> None:
        """Remove these; one that is not there is no error."""
        for path in paths:
            # Another server may have been faster; Windows removes nothing that is being read.
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _contents(self, uri: str) -> Iterator[tuple[Path, Any]]:
        """What the files of a document hold; None for one that is no JSON."""
        for path in self.paths(uri=uri):
            try:
                raw = path.read_bytes()
            except OSError:
                continue
            try:
                yield path, json.loads(raw)
            except (ValueError, RecursionError):
                yield path, None

    def _is_outdated(self, saved_s: float) -> bool:
        """Whether what was written then is too old to be given."""
        return saved_s < time.time() - self._max_age_s

    def _matching(self, pattern: re.Pattern[str]) -> list[Path]:
        try:
            return [path for path in self._folder.iterdir() if pattern.fullmatch(path.name)]
        except OSError:
            return []

    def _replace(self, path: Path, raw: bytes, saved_s: float) -> None:
        import tempfile  # slow to load, and rarely needed

        descriptor, name = tempfile.mkstemp(prefix=f"{self._kind}-", suffix=".new", dir=self._folder)
        new = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(raw)
            # The age is told from outside, so that the bounds need not read every file.
            os.utime(new, (saved_s, saved_s))
            new.replace(path)
        except OSError:
            self.remove([new])
            raise

    def _outdated(self) -> Iterator[Path]:
        aged = sorted(((_saved_s(path), path) for path in self.paths()), reverse=True)
        for rank, (saved_s, path) in enumerate(aged):
            if rank >= self._most or self._is_outdated(saved_s):
                yield path
        for path in self._matching(re.compile(rf"{self._kind}-\w+\.new")):
            if _saved_s(path) < time.time() - _ABANDONED_S:
                yield path


def _digest(text: str) -> str:
    """A name that every file system takes, whatever is in a URI or an id."""
    import hashlib  # 2 ms that the server's start does not need

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _saved_s(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
