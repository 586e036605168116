"""`pt-lsp review`: prints what is wrong in a file, or in what has changed in a repository, a line each."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pt_lsp.cli.output import complain, say
from pt_lsp.cli.places import Lines, span_of
from pt_lsp.cli.running import run_with_services
from pt_lsp.cli.settings_sources import folder_with_settings, settings_of_folders
from pt_lsp.cli.snapshots import read_snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import PtLspError
from pt_lsp.features.review.finding import QuotedFinding, told
from pt_lsp.features.review.placing import place as place_findings
from pt_lsp.features.review.question import question_about
from pt_lsp.features.review.reviewing import review as review_part
from pt_lsp.features.review.reviewing_changes import changes_to_review, review_changes
from pt_lsp.services import Services
from pt_lsp.workspace.files import read_source

_NOTHING = "Nothing found."


def review(place: Lines, overrides: Mapping[str, Any]) -> int:
    """Exit code, which is 0 whatever is found. Notes go to stderr."""
    if place.file.is_dir():
        _review_changes(place.file, overrides)
    else:
        _review_file(place, overrides)
    return 0


def _review_file(place: Lines, overrides: Mapping[str, Any]) -> None:
    snapshot = read_snapshot(place.file, overrides)
    question = question_about(snapshot, None if place.start is None else span_of(place, snapshot.text))

    async def work(services: Services) -> None:
        found = await review_part(services.gateway, question, services.gathering.for_part)
        printed = _Printed()
        await printed.add(place.file, snapshot.text, [question.part], found.findings)
        printed.finish(told(found, printed.n_refused))

    run_with_services(work, snapshot)


def _review_changes(folder: Path, overrides: Mapping[str, Any]) -> None:
    path, settings = folder_with_settings(folder, overrides)

    async def work(services: Services) -> None:
        changes = await changes_to_review(services.repository_changes, path, settings)
        found = await review_changes(services.gateway, changes, settings)
        printed = _Printed()
        for each in found.files:
            file = changes.top / each.file.path
            await printed.add(_as_named_here(file), each.file.text, each.file.spans, each.findings)
        printed.finish(told(found.rest, printed.n_refused))

    run_with_services(work, settings_for=settings_of_folders(overrides))


def _as_named_here(file: Path) -> Path:
    return Path(os.path.relpath(file))


class _Printed:
    """The findings so far."""

    def __init__(self) -> None:
        self.n_refused = 0
        self._n_placed = 0

    async def add(
        self, file: Path, before: Text, spans: Sequence[Span], findings: Sequence[QuotedFinding]
    ) -> None:
        """Those of a file, where they are in it by now: `path:line:column: severity: message`."""
        now = Text.of("")
        with suppress(PtLspError):
            now = Text.of(await asyncio.to_thread(read_source, file))
        places = place_findings(findings, before, spans, before if now == before else now)
        self.n_refused += places.n_refused
        self._n_placed += len(places.findings)
        for each in places.findings:
            row = now.line_at(each.span.start)
            column = each.span.start - now.line_start(row)
            say(f"{file}:{row + 1}:{column + 1}: {each.severity}: {each.message}")

    def finish(self, notes: str) -> None:
        """Say what else there is to know."""
        if not self._n_placed:
            complain(_NOTHING)
        if notes:
            complain(notes)
