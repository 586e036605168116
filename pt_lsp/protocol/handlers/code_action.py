"""`textDocument/codeAction` and `codeAction/resolve`: offers only; a model is asked when one is chosen.

In front of them stands what decides an edit, for editors that show no code lenses.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs
from lsprotocol import types

from pt_lsp.documents.span import Span
from pt_lsp.features.edit.actions.fix import FIX
from pt_lsp.features.edit.actions.fix_all import FIX_ALL
from pt_lsp.features.edit.actions.table import RECIPES
from pt_lsp.protocol.convert import span_of
from pt_lsp.protocol.problems.alike import alike_known
from pt_lsp.protocol.server import Server

if TYPE_CHECKING:
    # Imported by the first edit only, to keep the start short.
    from pt_lsp.protocol.editing.view import EditView

_MAX_MESSAGE_CHARS = 60
_PREFIX = "PowerTokens"
_PENDING = (("Accept Edit", "acceptEdit"), ("Reject Edit", "rejectEdit"))
_STOPPED = (
    ("Take Stopped Edit Back", "rejectEdit"),
    ("Ask Stopped Edit Again", "retryEdit"),
    ("Keep Stopped Edit as It Is", "acceptEdit"),
)


async def on_code_action(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What can be done at the range."""
    document = server.session.find(params.text_document.uri)
    if document is None:
        return []
    span = span_of(document.text, params.range, server.session.encoding)
    decisions = _decisions(server.editing.views(document.uri), span)
    offers = list(_offers(server, params, await alike_known(server, params)))
    if server.client.knows_action_tags:
        for action in offers:
            action.tags = [types.CodeActionTag.LlmGenerated]
    actions = [action for action in (*decisions, *offers) if _is_wanted(action, params.context.only)]
    if not server.client.resolves_actions:
        for action in actions:
            _fill_in(action)
    return actions


async def on_code_action_resolve(_server: Server, action: types.CodeAction) -> types.CodeAction:
    """The action with its command."""
    _fill_in(action)
    return action


def _decisions(views: Iterable["EditView"], span: Span) -> Iterator[types.CodeAction]:
    """What decides the edits that wait for it where the user is."""
    for view in views:
        is_here = span.touches(view.region)
        if is_here and view.waits:
            for title, command in _STOPPED if view.state == "stopped" else _PENDING:
                if command == "retryEdit" and not view.can_be_retried:
                    continue
                yield _action(
                    title, types.CodeActionKind.RefactorRewrite, f"ptLsp.{command}", {"editId": view.id}
                )


def _offers(
    server: Server, params: types.CodeActionParams, alike: Sequence[tuple[str, types.Diagnostic]]
) -> Iterator[types.CodeAction]:
    """`alike` are kinds of problems of which there are several, by name, each with one of its problems."""
    json_of = server.protocol.converter.unstructure
    uri = server.session.as_opened(params.text_document.uri)
    target = {"textDocument": {"uri": uri}, "range": json_of(params.range)}
    for diagnostic in params.context.diagnostics:
        range_ = json_of(diagnostic.range)
        told = attrs.evolve(diagnostic, data=None, tags=None, code_description=None)
        fix = {**target, "range": range_, "diagnostics": [json_of(told)]}
        message = " ".join(diagnostic.message.split())
        if len(message) > _MAX_MESSAGE_CHARS:
            message = message[: _MAX_MESSAGE_CHARS - 1] + "…"
        action = _action(f"{FIX.title}: {message}", FIX.kind, FIX.command, fix)
        action.diagnostics = [diagnostic]
        yield action
    for name, diagnostic in alike:
        told = attrs.evolve(diagnostic, data=None, tags=None, code_description=None)
        argument = {"textDocument": {"uri": uri}, "diagnostic": json_of(told)}
        title = f"{FIX_ALL.title}: {name[:_MAX_MESSAGE_CHARS]}"
        yield _action(title, FIX_ALL.kind, FIX_ALL.command, argument)
    for recipe in RECIPES:
        if recipe.offer == "definition":
            yield _action(recipe.title, recipe.kind, recipe.command, target)


def _action(title: str, kind: str, command: str, argument: dict[str, Any]) -> types.CodeAction:
    """Without a kind it is in no menu of a certain kind."""
    return types.CodeAction(
        title=f"{_PREFIX}: {title}", kind=kind or None, data={"command": command, "argument": argument}
    )


def _fill_in(action: types.CodeAction) -> None:
    data = action.data
    if isinstance(data, dict) and isinstance(data.get("command"), str):
        action.command = types.Command(
            title=action.title, command=data["command"], arguments=[data.get("argument")]
        )


def _is_wanted(action: types.CodeAction, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """LSP: a wanted kind includes the kinds below it, as `refactor` does `refactor.rewrite`."""
    if only is None:
        return True
    kind = "" if action.kind is None else str(getattr(action.kind, "value", action.kind))
    wanted = [str(getattr(item, "value", item)) for item in only]
    return any(item in {"", kind} or kind.startswith(f"{item}.") for item in wanted)
