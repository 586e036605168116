"""`pt-lsp complete`: prints the completion at a place."""

import sys
from collections.abc import Mapping
from typing import Any

from pt_lsp.cli.places import Cursor, offset_of
from pt_lsp.cli.running import run_with_services
from pt_lsp.cli.snapshots import read_snapshot
from pt_lsp.documents.span import Span
from pt_lsp.errors import PtLspError
from pt_lsp.features.inline_completion.reasons import Reason
from pt_lsp.features.services import Services


def complete(place: Cursor, overrides: Mapping[str, Any]) -> int:
    """Exit code; what is printed would stand after the cursor. Raises PtLspError if there is nothing."""

    async def work(services: Services) -> str:
        return await _completion(place, overrides, services)

    sys.stdout.write(run_with_services(work) + "\n")
    return 0


async def _completion(place: Cursor, overrides: Mapping[str, Any], services: Services) -> str:
    snapshot = read_snapshot(place.file, overrides, services)
    offset = offset_of(place, snapshot.text)
    completions = await services.engine.complete(snapshot, offset, is_invoked=True)
    if not completions:
        raise _refusal(services.engine.reasons.newest_first()[0])
    completion = completions[0]
    accepted = snapshot.text.slice(Span(0, completion.span.start)) + completion.text
    return accepted[offset:]


def _refusal(reason: Reason) -> PtLspError:
    if reason.reason == "failed":
        return PtLspError(reason.detail)
    return PtLspError(f"There is no completion here: {reason.detail or reason.reason}.")
