"""`pt-lsp explain`: streams an explanation as Markdown to stdout."""

from collections.abc import Mapping
from contextlib import aclosing
from typing import Any

from pt_lsp.cli.output import complain, write_answer
from pt_lsp.cli.places import Lines, span_of
from pt_lsp.cli.running import run_with_services
from pt_lsp.cli.snapshots import read_snapshot
from pt_lsp.features.explain.explaining import explain as explanation
from pt_lsp.features.explain.question import question_about
from pt_lsp.replies.asides.spoken import TAKEN_BACK
from pt_lsp.services import Services


def explain(place: Lines, overrides: Mapping[str, Any]) -> int:
    """Exit code; of one line the definition around it is explained, of no lines the whole file."""
    snapshot = read_snapshot(place.file, overrides)
    question = question_about(snapshot, span_of(place, snapshot.text))

    async def work(services: Services) -> None:
        offer = services.offer(snapshot, complain)
        deltas = explanation(services.gateway, question, services.gathering.for_part, offer=offer)
        async with aclosing(deltas) as stream:
            async for delta in stream:
                # What is printed cannot be taken back.
                write_answer("\n\n---\n\n" if delta is TAKEN_BACK else delta)

    run_with_services(work, snapshot)
    write_answer("\n")
    return 0
