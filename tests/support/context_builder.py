"""Our related code as a builder for the context benchmark of the shared data.

`build_context(files, target, prefix, suffix, budget_chars)` as `ctxbench.py` calls it: the repository is
indexed at its first case, the target as an open document would be, with the line missing.
"""

import time
from dataclasses import dataclass, field

from pt_lsp.context.file_facts import FileFacts, analyse
from pt_lsp.context.related import RelatedCode
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.settings.options import Settings
from pt_lsp.syntax.languages import language_of

ROOT = "/project"


@dataclass
class Repository:
    """One repository's index, and the facts that it was made of."""

    related: RelatedCode = field(default_factory=lambda: RelatedCode(folders=[ROOT]))
    facts: dict[str, FileFacts] = field(default_factory=dict)
    open_path: str = ""
    cold_s: float = 0.0


class ContextBuilder:
    """Keeps repositories from case to case and times the warm part of each call."""

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.warm_s: list[float] = []

    def __call__(self, files: dict[str, str], target: str, prefix: str, suffix: str, budget: int) -> str:
        """The related code for the cursor between prefix and suffix, each piece below its path."""
        related, snapshot = self.open(files, target, prefix + suffix)
        started_s = time.perf_counter()
        snippets = related.for_cursor(snapshot, len(prefix), budget)
        self.warm_s.append(time.perf_counter() - started_s)
        related.closed(snapshot.uri)
        return "".join(f"{snippet.path}\n{snippet.text}\n" for snippet in snippets)

    def open(self, files: dict[str, str], target: str, text: str) -> tuple[RelatedCode, Snapshot]:
        """The target as an open document, in the index of its repository."""
        repository = self._repository(files)
        return repository.related, _open(repository, f"{ROOT}/{target}", text)

    def _repository(self, files: dict[str, str]) -> Repository:
        repository = self.repositories.setdefault(str(getattr(files, "repo_id", "")), Repository())
        started_s = time.process_time()
        for name, text in files.items():
            path = f"{ROOT}/{name}"
            if path not in repository.facts and (language_id := language_of(path)):
                repository.facts[path] = analyse(path, language_id, text)
                repository.related.index.put(repository.facts[path])
        repository.cold_s += time.process_time() - started_s
        return repository


def _open(repository: Repository, target: str, text: str) -> Snapshot:
    index, before = repository.related.index, repository.open_path
    if before and before != target:
        # The file of the case before is closed: what is on disk counts again.
        if before in repository.facts:
            index.put(repository.facts[before])
        else:
            index.remove(before)
    language_id = language_of(target) or "plaintext"
    index.put(analyse(target, language_id, text))
    repository.open_path = target
    return Snapshot(f"file://{target}", language_id, 1, Text.of(text), Settings())


build_context = ContextBuilder()
