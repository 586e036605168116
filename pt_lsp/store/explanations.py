"""Explanations that were given, so that the same question need not be paid for again.

One small file a question, readable by its owner only; secrets stand in none of them. Refuses to know what
makes two questions the same.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pt_lsp.documents.uris import canonical_uri
from pt_lsp.store import json_file
from pt_lsp.store.record_files import RecordFiles

MAX_RECORDS = 300
MAX_AGE_S = 90 * 24 * 3600.0
MAX_BYTES = 100_000
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class StoredExplanation:
    """One explanation as the model gave it, with placeholders in the place of secrets."""

    uri: str
    question: str
    """What was asked about: a document has one answer to each."""
    asked: str
    """A digest of how it was asked: model, settings, words."""
    code: str
    """A digest of the code that is explained."""
    first: str
    """A digest of the first line of it."""
    first_line: int
    """Where it stood, from 0."""
    n_lines: int
    names: tuple[str, ...]
    """Of the definition, the outermost first; none where it is no definition."""
    is_about_code: bool
    """Rather than about a problem or a file."""
    signatures: tuple[tuple[str, str], ...]
    """Digests of files, and of what the model was shown of them beside the code."""
    secrets: tuple[tuple[int, int], ...]
    """Where in the code the first placeholder's secret stands, the second one's, and so on."""
    markdown: str
    saved_s: float
    """Seconds since 1970."""


class Explanations:
    """The explanations of all servers of this user."""

    def __init__(self, folder: Path) -> None:
        self._files = RecordFiles(folder, "explanation", most=MAX_RECORDS, max_age_s=MAX_AGE_S)

    def keep(self, record: StoredExplanation) -> None:
        """Writes an explanation over the one to the same question; blocks on the disk.

        The oldest beyond 300, those older than 90 days, and one of more than 100 kB are not kept.
        SettingsError when it cannot be written.
        """
        name = f"{canonical_uri(record.uri)} {record.question}"
        content = {"format": _FORMAT, **asdict(record)}
        self._files.write(record.uri, name, content, record.saved_s, MAX_BYTES)

    def of(self, uri: str) -> list[StoredExplanation]:
        """Those about a document, oldest first. Blocks on the disk; damaged files are removed."""
        return self._files.records(uri, _read)

    def drop(self, uri: str) -> None:
        """Forgets those about a document. Blocks on the disk."""
        self._files.remove(self._files.paths(uri=uri))


def explanations_folder() -> Path:
    """Where the explanations of this user are kept."""
    return json_file.state_folder() / "explanations"


def _read(content: Any) -> StoredExplanation | None:
    """The record that a file holds; None when it is damaged or of another format."""
    try:
        if content["format"] != _FORMAT:
            return None
        return StoredExplanation(
            **{key: str(content[key]) for key in ("uri", "question", "asked", "code", "first", "markdown")},
            first_line=max(int(content["first_line"]), 0),
            n_lines=max(int(content["n_lines"]), 1),
            names=tuple(map(str, content["names"])),
            is_about_code=bool(content["is_about_code"]),
            signatures=tuple((str(path), str(line)) for path, line in content["signatures"]),
            secrets=tuple((int(start), int(end)) for start, end in content["secrets"]),
            saved_s=float(content["saved_s"]),
        )
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
