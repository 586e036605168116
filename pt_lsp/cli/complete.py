"""`pt-lsp complete`: prints the completion at a place."""

from collections.abc import Mapping
from typing import Any

from pt_lsp.cli.output import write_answer
from pt_lsp.cli.places import Cursor, offset_of
from pt_lsp.cli.running import run_with_services
from pt_lsp.cli.snapshots import read_snapshot
from pt_lsp.documents.span import Span
from pt_lsp.errors import PtLspError
from pt_lsp.features.inline_completion.reasons import Reason
from pt_lsp.services import Services


def complete(place: Cursor, overrides: Mapping[str, Any]) -> int:
    """Exit code; what is printed would stand after the cursor. Raises PtLspError if there is nothing."""
    snapshot = read_snapshot(place.file, overrides)
    offset = offset_of(place, snapshot.text)

    async def work(services: Services) -> str:
        completions = await services.engine.complete(snapshot, offset, is_invoked=True)
        if not completions:
            raise _refusal(services.engine.reasons.newest_first()[0])
        accepted = snapshot.text.slice(Span(0, completions[0].span.start)) + completions[0].text
        return accepted[offset:]

    write_answer(run_with_services(work, snapshot) + "\n")
    return 0


def _refusal(reason: Reason) -> PtLspError:
    if reason.reason == "failed":
        return PtLspError(reason.detail)
    return PtLspError(f"There is no completion here: {reason.detail or reason.reason}.")
