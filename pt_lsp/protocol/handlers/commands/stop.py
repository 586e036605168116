"""The commands that want quiet: `ptLsp.cancel` ends what runs, `pause` and `snooze` what nobody asks for."""

import math
from datetime import UTC, datetime

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from pt_lsp.protocol.extensions import CancelArguments, PauseArguments, SnoozeArguments, parse_arguments
from pt_lsp.protocol.results import PauseResult, SnoozeResult
from pt_lsp.protocol.server import Server

_MAX_MINUTES = 7 * 24 * 60


async def run_cancel(server: Server, params: types.ExecuteCommandParams) -> None:
    """Cancel one edit or all that runs."""
    arguments = parse_arguments(CancelArguments, params, server.protocol.converter)
    server.in_flight.cancel(arguments.edit_id)


async def run_pause(server: Server, params: types.ExecuteCommandParams) -> PauseResult:
    """Whether automatic completion is paused there now; until the server ends."""
    arguments = parse_arguments(PauseArguments, params, server.protocol.converter)
    pauses = server.services.engine.pauses
    uri = None if arguments.uri is None else server.session.as_opened(arguments.uri)
    pauses.pause(is_on=arguments.on, language_id=arguments.language_id, uri=uri)
    server.status.look()
    return {"paused": pauses.reason(arguments.language_id, uri) is not None}


async def run_snooze(server: Server, params: types.ExecuteCommandParams) -> SnoozeResult:
    """Nothing unasked until then."""
    arguments = parse_arguments(SnoozeArguments, params, server.protocol.converter)
    if not 0 <= arguments.minutes <= _MAX_MINUTES:
        reason = f"{params.command} takes 'minutes' from 0, which ends it, to {_MAX_MINUTES} (a week)."
        raise JsonRpcInvalidParams(message=reason)
    until_s = server.services.engine.pauses.snooze(arguments.minutes)
    server.status.look()
    return {"until": told_time(until_s)}


def told_time(time_s: float | None) -> str | None:
    """Seconds since 1970 as ISO 8601 in UTC, none of them cut off."""
    return (
        None
        if time_s is None
        else datetime.fromtimestamp(math.ceil(time_s), UTC).isoformat(timespec="seconds")
    )
