"""Commands that tell or count something."""

import asyncio
from datetime import UTC, datetime
from urllib.parse import urlsplit

from lsprotocol import types

from pt_lsp.documents.visibility import visible_line
from pt_lsp.errors import PtLspError
from pt_lsp.features.edit.own_actions import title_of
from pt_lsp.features.inline_completion.gates.pauses import Pauses
from pt_lsp.llm.endpoint import authorization, endpoint_of
from pt_lsp.protocol.convert import position_of
from pt_lsp.protocol.extensions import CompletionAcceptedArguments, parse_arguments
from pt_lsp.protocol.handlers.commands.stop import told_time
from pt_lsp.protocol.results import (
    OwnActionResult,
    PausesResult,
    ReasonResult,
    ReasonsResult,
    Refusal,
    StatusResult,
)
from pt_lsp.protocol.server import Server
from pt_lsp.protocol.wire.boundary import about
from pt_lsp.settings.options import Settings
from pt_lsp.settings.tables import JOBS
from pt_lsp.store.figures import GroupedFigures, figures, told_cost


async def run_status(server: Server, _params: types.ExecuteCommandParams) -> StatusResult:
    """How things stand."""
    settings = server.configuration.settings_for(None)
    server.status.look()
    ledger = server.services.gateway.ledger
    usage = ledger.total()
    reason = server.status.reason
    return {
        "state": server.status.state,
        "message": server.status.message,
        "failure": None if reason is None else about(reason),
        "model": settings.endpoint.model,
        "models": {job: settings.endpoint.for_job(job).model for job in JOBS},
        "endpoint": None if settings.refusal else urlsplit(settings.endpoint.base_url).hostname,
        "refusal": await _refusal(server, settings),
        "usage": {
            "promptTokens": usage.prompt_tokens,
            "completionTokens": usage.completion_tokens,
            "cachedTokens": usage.cached_tokens,
            "isEstimated": usage.is_estimated,
            "costs": list(map(told_cost, ledger.costs)),
        },
        "budget": {
            "tokensPerMinute": settings.budget.tokens_per_minute,
            "tokensPerDay": settings.budget.tokens_per_day,
            "spentThisMinute": ledger.spent_this_minute(),
            "spentToday": ledger.spent_today(),
        },
        "pauses": _told_pauses(server.services.engine.pauses),
        "actions": _own_actions(server),
        "hiddenActions": sorted(server.configuration.settings_for(None).actions.hidden),
    }


def _own_actions(server: Server) -> list[OwnActionResult]:
    """Those in force outside of the open folders and in one of them, without hidden ones."""
    titles: dict[str, str] = {}
    for root in (None, *server.session.folders):
        actions = server.configuration.settings_for(root).actions
        for own in actions.own:
            if own.id not in actions.hidden:
                titles.setdefault(own.id, visible_line(title_of(own)))
    return [{"id": each, "title": title} for each, title in titles.items()]


async def _refusal(server: Server, settings: Settings) -> Refusal | None:
    """What is known without sending anything; a password manager is not started for it."""
    gateway = server.services.gateway
    try:
        endpoint = endpoint_of(settings)
        gateway.ledger.check(settings.budget)
        if server.status.lacks_key and settings.endpoint.api_key_command is None:
            authorization(endpoint, await gateway.keys.find(settings))
    except PtLspError as error:
        return {**about(error), "message": visible_line(str(error))}
    return None


async def run_why_no_completion(server: Server, _params: types.ExecuteCommandParams) -> ReasonsResult:
    """Why there was no completion, newest first."""
    reasons: list[ReasonResult] = []
    for reason in server.services.engine.reasons.newest_first():
        document = server.session.find(reason.uri)
        position = None
        if document is not None:
            offset = min(reason.offset, len(document.text))
            position = position_of(document.text, offset, server.session.encoding)
        time = datetime.fromtimestamp(reason.time, UTC).isoformat(timespec="seconds")
        reasons.append(
            {
                "time": time,
                "uri": reason.uri,
                "position": position,
                "reason": reason.reason,
                "detail": visible_line(reason.detail),
            }
        )
    return {"reasons": reasons}


async def run_completion_accepted(server: Server, params: types.ExecuteCommandParams) -> None:
    """Count a fully accepted completion."""
    arguments = parse_arguments(CompletionAcceptedArguments, params, server.protocol.converter)
    server.services.engine.accepted(arguments.id)
    server.services.acceptances.accepted(arguments.id)


def _told_pauses(pauses: Pauses) -> PausesResult:
    return {
        "everywhere": pauses.is_everywhere,
        "until": told_time(pauses.snoozed_until_s),
        "languages": sorted(pauses.languages),
        "uris": sorted(pauses.documents),
    }


async def run_stats(server: Server, _params: types.ExecuteCommandParams) -> GroupedFigures:
    """What was counted on this machine."""
    statistics = server.services.collect_statistics()
    return figures(await asyncio.to_thread(statistics.by_subject))
