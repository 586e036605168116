"""A review of what has changed in a repository, file by file, each finding with the file that it is in."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from pt_lsp.errors import EditRefused, Excluded, NothingChanged, UnusableReply
from pt_lsp.features.review.asking import ask
from pt_lsp.features.review.changed_file import ChangedFile, batches_of, reviewable
from pt_lsp.features.review.finding import Findings, QuotedFinding
from pt_lsp.features.review.placing import place_of
from pt_lsp.features.review.prompt import MAX_TOKENS, changes_prompt
from pt_lsp.features.review.reviewing import RESERVED_TOKENS, TOO_LONG, readable, silently
from pt_lsp.llm.gateway import Gateway, once_shorter
from pt_lsp.project.repository_changes import RepositoryChanges
from pt_lsp.settings.options import Settings
from pt_lsp.workspace.git.changes import Changes

_MOST_REQUESTS = 8
_MOST_NAMED = 3
_LEFT_OUT = "Not reviewed, for there is too much at once: {names}."


@dataclass(frozen=True, slots=True)
class FileFindings:
    """What was shown of a file, and what was found there."""

    file: ChangedFile
    findings: tuple[QuotedFinding, ...]


@dataclass(frozen=True, slots=True)
class ChangesReview:
    """What was found in all files; `rest` holds what belongs to none of them, and the notes."""

    files: tuple[FileFindings, ...]
    rest: Findings


async def changes_to_review(repository: RepositoryChanges, folder: Path, settings: Settings) -> Changes:
    """What is staged in the repository around a folder, else all that has changed in it.

    Without files that are gone, and those that the repository itself calls generated. Raises NothingChanged,
    Excluded where all that has changed may not be told, GitFailed, SettingsError.
    """
    changes, _ = await repository.current(folder, settings)
    generated = await asyncio.to_thread(repository.generated, changes)
    files = [each for each in changes.files if each.new is not None and each.new != each.old]
    files = [each for each in files if each.path not in generated]
    if files:
        return replace(changes, files=tuple(files))
    if changes.n_untold and not changes.files:
        raise Excluded("All that has changed is in files that stay on your machine.")
    raise NothingChanged(f"Nothing that could be reviewed has changed in {changes.top}.")


async def review_changes(
    gateway: Gateway,
    changes: Changes,
    settings: Settings,
    report: Callable[[str], None] = silently,
) -> ChangesReview:
    """The findings, which are not placed yet. Raises as `review` does."""
    read, note = await readable(once_shorter(lambda: _reviews(gateway, changes, settings, report)))
    files = tuple(file for each in read for file in each.files)
    return ChangesReview(files, reduce(Findings.joined, (*(each.rest for each in read), note)))


async def _reviews(
    gateway: Gateway, changes: Changes, settings: Settings, report: Callable[[str], None]
) -> AsyncGenerator[ChangesReview | UnusableReply]:
    """What is said of one prompt's worth of files after the other, and what is left out."""
    settings = gateway.limits.fitted(settings, "explain", MAX_TOKENS)
    density = gateway.calibration.characters_per_token("")
    budget = int(max(settings.context.budget_tokens - RESERVED_TOKENS, 0) * density)
    files = await asyncio.to_thread(reviewable, changes.files, budget // 2)
    batches = batches_of(files, budget)
    if not batches and any(each.new for each in changes.files):
        raise EditRefused(TOO_LONG)
    for number, batch in enumerate(batches[:_MOST_REQUESTS], 1):
        if len(batches) > 1:
            report(f"part {number} of {min(len(batches), _MOST_REQUESTS)}")
        try:
            found = await ask(gateway, changes_prompt(batch), settings)
        except UnusableReply as error:
            yield error
        else:
            yield _assigned(batch, found)
    left_out = [file.path for batch in batches[_MOST_REQUESTS:] for file in batch]
    if note := _left_out(list(dict.fromkeys(left_out)), changes.n_more):
        yield ChangesReview((), Findings(notes=(note,)))


def _assigned(batch: Sequence[ChangedFile], found: Findings) -> ChangesReview:
    """Each finding at the file that it names; where it names none, at the only one that holds its quote."""
    by_path: dict[str, list[QuotedFinding]] = {file.path: [] for file in batch}
    n_refused = found.n_unsound
    for finding in found.findings:
        holding = [file for file in batch if _is_named(file.path, finding.path)] or list(batch)
        if len(holding) > 1:
            holding = [file for file in holding if place_of(file.text, finding.quote, file.spans)]
        if len(holding) == 1:
            by_path[holding[0].path].append(finding)
        else:
            n_refused += 1
    files = tuple(FileFindings(file, tuple(by_path[file.path])) for file in batch)
    return ChangesReview(files, Findings(n_unsound=n_refused, notes=found.notes))


def _is_named(path: str, named: str) -> bool:
    """Whether a model that names a file so means this one."""
    named = named.replace("\\", "/").removeprefix("./").strip("/")
    return bool(named) and f"/{path}".endswith(f"/{named}")


def _left_out(paths: Sequence[str], n_more: int) -> str:
    n_unnamed = max(len(paths) - _MOST_NAMED, 0) + n_more
    names = [*paths[:_MOST_NAMED], *([f"{n_unnamed} more"] if n_unnamed else [])]
    return _LEFT_OUT.format(names=", ".join(names)) if names else ""
