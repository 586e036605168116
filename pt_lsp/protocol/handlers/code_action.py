"""`textDocument/codeAction` and `codeAction/resolve`: offers only; a model is asked when one is chosen."""

from collections.abc import Iterator, Sequence
from typing import Any

from lsprotocol import types

from pt_lsp.features.edit.instructions import Command, title_for
from pt_lsp.protocol.server import Server

_MAX_MESSAGE_CHARS = 60
_PREFIX = "PowerTokens"
REGION_COMMANDS: tuple[Command, ...] = ("document", "implement")


async def on_code_action(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What can be done at the range."""
    if server.session.find(params.text_document.uri) is None:
        return []
    actions = [action for action in _offers(params) if _is_wanted(action, params.context.only)]
    for action in actions:
        if server.client.knows_action_tags:
            action.tags = [types.CodeActionTag.LlmGenerated]
        if not server.client.resolves_actions:
            _fill_in(action)
    return actions


async def on_code_action_resolve(_server: Server, action: types.CodeAction) -> types.CodeAction:
    """The action with its command."""
    _fill_in(action)
    return action


def _offers(params: types.CodeActionParams) -> Iterator[types.CodeAction]:
    target: dict[str, Any] = {
        "textDocument": {"uri": params.text_document.uri},
        "range": _json_range(params.range),
    }
    for diagnostic in params.context.diagnostics:
        fix = {
            "textDocument": target["textDocument"],
            "range": _json_range(diagnostic.range),
            "diagnostics": [_json_diagnostic(diagnostic)],
        }
        message = " ".join(diagnostic.message.split())
        if len(message) > _MAX_MESSAGE_CHARS:
            message = message[: _MAX_MESSAGE_CHARS - 1] + "…"
        action = _action(f"Fix: {message}", types.CodeActionKind.QuickFix, "ptLsp.fix", fix)
        action.diagnostics = [diagnostic]
        yield action
    for command in REGION_COMMANDS:
        yield _action(
            title_for(command, None), types.CodeActionKind.RefactorRewrite, f"ptLsp.{command}", target
        )
    yield _action("Explain", None, "ptLsp.explain", target)


def _action(
    title: str, kind: types.CodeActionKind | None, command: str, argument: dict[str, Any]
) -> types.CodeAction:
    return types.CodeAction(
        title=f"{_PREFIX}: {title}", kind=kind, data={"command": command, "argument": argument}
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


def _json_range(range_: types.Range) -> dict[str, Any]:
    return {
        "start": {"line": range_.start.line, "character": range_.start.character},
        "end": {"line": range_.end.line, "character": range_.end.character},
    }


def _json_diagnostic(diagnostic: types.Diagnostic) -> dict[str, Any]:
    return {"range": _json_range(diagnostic.range), "message": diagnostic.message}
