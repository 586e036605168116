"""`ptLsp.action`: an action by its id, one of the table or of the user's own."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import attrs
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from pt_lsp.documents.lines import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.actions.recipe import Recipe
from pt_lsp.features.edit.actions.table import BY_ID
from pt_lsp.features.edit.own_actions import has_variable, recipe_of, with_values
from pt_lsp.features.edit.request import edit_request, region_of
from pt_lsp.protocol.convert import span_of
from pt_lsp.protocol.extensions import ActionArguments, parse_arguments
from pt_lsp.protocol.handlers.commands.edit import run_request
from pt_lsp.protocol.handlers.commands.explain import run_explaining
from pt_lsp.protocol.problems.around import shown_around
from pt_lsp.protocol.problems.asking import tells_problems
from pt_lsp.protocol.results import EditResult, ExplainResult
from pt_lsp.protocol.server import Server
from pt_lsp.settings.own_actions import OwnAction

Run = Callable[[Server, types.ExecuteCommandParams], Awaitable[Any]]

_MOST_TOLD = 50
_LONGEST_TOLD = 2_000
_NONE_TOLD = "(none)"


async def run_action(
    commands: Mapping[str, Run], server: Server, params: types.ExecuteCommandParams
) -> EditResult | ExplainResult:
    """What the action's own command answers; of the user's own what an edit or an explanation does."""
    arguments = parse_arguments(ActionArguments, params, server.protocol.converter)
    if recipe := BY_ID.get(arguments.id):
        result: EditResult | ExplainResult = await commands[recipe.command](
            server, attrs.evolve(params, command=recipe.command)
        )
        return result
    return await _run_own(server, arguments, params.work_done_token)


async def _run_own(
    server: Server, arguments: ActionArguments, token: types.ProgressToken | None
) -> EditResult | ExplainResult:
    snapshot = server.session.snapshot_to_send(arguments.text_document.uri)
    own = _find(snapshot, arguments.id)
    recipe, problems = recipe_of(own), arguments.diagnostics
    if problems is None and has_variable(own.instruction, "diagnostics") and tells_problems(server):
        snapshot, span, _, problems = await shown_around(server, snapshot, arguments.range, recipe)
    else:
        span = span_of(snapshot.text, arguments.range, server.session.encoding)
    values = _values(server, snapshot, recipe, span) | {"diagnostics": _told(snapshot.text, problems or ())}
    instruction = with_values(own.instruction, values)
    if own.output == "edit":
        request = edit_request(snapshot, recipe._replace(instruction=instruction), span)
        # Code that a variable stands for may hold links, and nobody meant those.
        return await run_request(server, replace(request, words=own.instruction), token)
    if own.region == "definition":
        span = Span(span.start, span.start)
    images = await server.services.named_images.of((own.instruction,), snapshot)
    return await run_explaining(server, snapshot, span, instruction, token, images=images)


def _find(snapshot: Snapshot, action_id: str) -> OwnAction:
    own = next((each for each in snapshot.settings.actions.own if each.id == action_id), None)
    if own is None:
        raise JsonRpcInvalidParams(message=f"There is no action {action_id!r}: see `actions.own`.")
    return own


def _values(server: Server, snapshot: Snapshot, recipe: Recipe, span: Span) -> dict[str, str]:
    """Where nothing is selected, the code that the action is about stands for the selection."""
    selected = span if not span.is_empty else region_of(snapshot, recipe, span)[0]
    return {
        "selection": plain(snapshot.text.slice(selected)),
        "language": snapshot.language_id,
        "path": server.services.gathering.path_of(snapshot),
    }


def _told(text: Text, problems: Sequence[types.Diagnostic]) -> str:
    """The problems as a list, each with its line."""
    lines = []
    for each in problems[:_MOST_TOLD]:
        row = min(each.range.start.line, text.n_lines - 1)
        message = " ".join(each.message.split())[:_LONGEST_TOLD]
        lines.append(f"- in `{text.line_content(row).strip()[:_LONGEST_TOLD]}`: {message}")
    return "\n".join(lines) or _NONE_TOLD
