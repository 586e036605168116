"""`pt-lsp edit`: rewrites lines of a file as instructed; prints a diff, or writes the file."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AbstractContextManager, aclosing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.text import Text as StyledText

from pt_lsp.cli.diff_view import name_in_diff, unified_diff
from pt_lsp.cli.output import complain, styled_console, write_answer
from pt_lsp.cli.places import Lines, span_of
from pt_lsp.cli.running import run_with_services
from pt_lsp.cli.snapshots import read_snapshot
from pt_lsp.documents.visibility import visible_text
from pt_lsp.errors import EditRefused
from pt_lsp.features.edit.actions.rewrite import REWRITE
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import edit_request
from pt_lsp.features.edit.rewrite import rewrite
from pt_lsp.services import Services
from pt_lsp.workspace.files import read_source, write_atomically

_LINES_SHOWN = 12


def edit(place: Lines, instruction: str, overrides: Mapping[str, Any], *, writes: bool) -> int:
    """Exit code; the file stays as it is unless `writes`, or where a person has to look at the change first.

    Raises EditRefused if it changed meanwhile.
    """
    snapshot = read_snapshot(place.file, overrides)
    request = edit_request(snapshot, REWRITE, span_of(place, snapshot.text), words=instruction)

    async def work(services: Services) -> Draft:
        images = await services.named_images.of((request.words,), snapshot)
        asked, offer = replace(request, images=images), services.offer(snapshot, complain)
        return await _watched(rewrite(services.gateway, asked, services.gathering.for_region, offer))

    last = run_with_services(work, snapshot)
    old, new = str(snapshot.text), str(snapshot.text.replace(request.region, last.text))
    if last.warning:
        complain(last.warning)
    is_held_back = writes and last.needs_verdict
    if writes and not is_held_back:
        _write(place.file, old, new)
    else:
        write_answer(unified_diff(name_in_diff(place.file), old, new))
    if is_held_back:
        complain(f"{place.file} is not written: see the change above, and make it yourself.")
    return int(is_held_back)


async def _watched(drafts: AsyncGenerator[Draft]) -> Draft:
    """The last of the drafts; on a terminal the end of each is shown on stderr while they grow."""
    last = Draft("")
    console = styled_console(stderr=True)
    with _live(console) as live:
        async with aclosing(drafts) as stream:
            async for last in stream:
                if live is not None:
                    tail = "\n".join(last.text.splitlines()[-_LINES_SHOWN:])
                    live.update(StyledText(visible_text(tail), style="dim"), refresh=True)
    return last


def _live(console: Console) -> AbstractContextManager[Live | None]:
    if not console.is_terminal:
        return nullcontext()
    return Live(console=console, transient=True, auto_refresh=False)


def _write(file: Path, old: str, new: str) -> None:
    if new == old:
        complain(f"{file} stays as it is: the model changed nothing.")
        return
    if read_source(file) != old:
        raise EditRefused(f"{file} was changed while the model was writing; it is left as it is.")
    write_atomically(file, new)
    complain(f"{file} is written.")
