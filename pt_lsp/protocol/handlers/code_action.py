"""`textDocument/codeAction` and `codeAction/resolve`: offers only; a model is asked when one is chosen.

In front of them stands what decides an edit, for editors that show no code lenses.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
from lsprotocol import types

from pt_lsp.documents.span import Span
from pt_lsp.documents.visibility import visible_line
from pt_lsp.features.edit.actions.recipe import Recipe
from pt_lsp.features.edit.actions.table import RECIPES
from pt_lsp.features.edit.offers import OfferPlace, is_offered, offered
from pt_lsp.features.edit.own_actions import has_variable, title_of
from pt_lsp.protocol.convert import span_of
from pt_lsp.protocol.problems.alike import alike_known
from pt_lsp.protocol.problems.asking import MOST_PROBLEMS
from pt_lsp.protocol.problems.reading import brief
from pt_lsp.protocol.server import Server
from pt_lsp.workspace.git.message_files import is_message_file

if TYPE_CHECKING:
    # Imported by the first edit only, to keep the start short.
    from pt_lsp.protocol.editing.view import EditView

_MAX_MESSAGE_CHARS = 60
_LONGEST_READ = 1_000
"""Characters of a message of which a title is made."""
_PREFIX = "PowerTokens"
_ORDER = ("quickfix", "refactor", "source")
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
    snapshot = server.session.snapshot(document.uri)
    # Of all that is wrong in a long selection nobody reads a menu.
    told = params.context.diagnostics[:MOST_PROBLEMS]
    place = OfferPlace(snapshot, span_of(snapshot.text, params.range, server.session.encoding))
    told = [*told, *_findings(server, params, told)]
    params = attrs.evolve(params, context=attrs.evolve(params.context, diagnostics=told))
    decisions = list(_decisions(server.editing.views(document.uri), place.span))
    alike = await alike_known(server, snapshot, place.span, told)
    offers = [*_offers(server, params, place, alike), *_own(server, params, place), *_message(place)]
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


def _findings(
    server: Server, params: types.CodeActionParams, told: Sequence[types.Diagnostic]
) -> Iterator[types.Diagnostic]:
    """Those of reviews on the lines of the range that the editor has not told of."""
    known = {(each.message, each.range.start.line) for each in told}
    first, last = sorted((params.range.start.line, params.range.end.line))
    for each in server.findings.of(params.text_document.uri):
        lines = each.range
        is_here = lines.start.line <= last and first <= lines.end.line
        if is_here and (each.message, lines.start.line) not in known:
            yield each


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
    server: Server,
    params: types.CodeActionParams,
    place: OfferPlace,
    alike: Sequence[tuple[str, types.Diagnostic]],
) -> list[types.CodeAction]:
    """Ours: what is about a problem, then what the place is for; kind by kind, as menus have them.

    `alike` are kinds of problems of which there are several, by name, each with one of its problems.
    """
    hidden = place.snapshot.settings.actions.hidden
    recipes = [recipe for recipe in RECIPES if recipe.id not in hidden]
    target = _target(server, params, params.range)
    offers = [
        _about(recipe, server, params, diagnostic)
        for diagnostic in params.context.diagnostics
        for recipe in recipes
        if recipe.offer == "problem"
    ]
    offers += [
        _about_all(recipe, server, params, name, diagnostic)
        for name, diagnostic in alike
        for recipe in recipes
        if recipe.offer == "problem kind"
    ]
    offers += [_action(each.title, each.kind, each.command, target) for each in offered(place, recipes)]
    return sorted(offers, key=_rank)


def _own(server: Server, params: types.CodeActionParams, place: OfferPlace) -> list[types.CodeAction]:
    """The user's own, behind ours."""
    settings = place.snapshot.settings.actions
    target = _target(server, params, params.range)
    told = [_told(server, each) for each in params.context.diagnostics]
    offers = [
        _action(
            visible_line(title_of(own)),
            own.kind,
            "ptLsp.action",
            {"id": own.id, **target}
            | ({"diagnostics": told} if has_variable(own.instruction, "diagnostics") else {}),
        )
        for own in settings.own
        if own.id not in settings.hidden and is_offered(place, own)
    ]
    return sorted(offers, key=_rank)


def _message(place: OfferPlace) -> Iterator[types.CodeAction]:
    """In the file that git has opened for a commit's message, to write that."""
    if is_message_file(Path(place.snapshot.path or "")):
        argument = {"textDocument": {"uri": place.snapshot.uri}}
        yield _action(
            "Write Commit Message", types.CodeActionKind.RefactorRewrite, "ptLsp.commitMessage", argument
        )


def _about(
    recipe: Recipe, server: Server, params: types.CodeActionParams, diagnostic: types.Diagnostic
) -> types.CodeAction:
    """An action on one problem; what changes text may be told several of them, an explanation one."""
    told = _told(server, diagnostic)
    problem = {"diagnostics": [told]} if recipe.output == "edit" else {"diagnostic": told}
    message = visible_line(" ".join(diagnostic.message[:_LONGEST_READ].split()))
    if len(message) > _MAX_MESSAGE_CHARS:
        message = message[: _MAX_MESSAGE_CHARS - 1] + "…"
    target = _target(server, params, diagnostic.range)
    action = _action(f"{recipe.title}: {message}", recipe.kind, recipe.command, target | problem)
    action.diagnostics = [diagnostic]
    return action


def _about_all(
    recipe: Recipe, server: Server, params: types.CodeActionParams, name: str, diagnostic: types.Diagnostic
) -> types.CodeAction:
    """An action on all problems of a kind, of which it is told one."""
    argument = {
        "textDocument": {"uri": server.session.as_opened(params.text_document.uri)},
        "diagnostic": _told(server, diagnostic),
    }
    title = f"{recipe.title}: {name[:_MAX_MESSAGE_CHARS]}"
    return _action(title, recipe.kind, recipe.command, argument)


def _target(server: Server, params: types.CodeActionParams, range_: types.Range) -> dict[str, Any]:
    uri = server.session.as_opened(params.text_document.uri)
    return {"textDocument": {"uri": uri}, "range": server.protocol.converter.unstructure(range_)}


def _told(server: Server, diagnostic: types.Diagnostic) -> Any:
    return server.protocol.converter.unstructure(brief(diagnostic))


def _rank(action: types.CodeAction) -> int:
    """Where clients that sort have its kind: fixes, refactorings, what concerns the source, the rest."""
    head = _kind(action).partition(".")[0]
    return _ORDER.index(head) if head in _ORDER else len(_ORDER)


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


def _kind(action: types.CodeAction) -> str:
    return "" if action.kind is None else str(getattr(action.kind, "value", action.kind))


def _is_wanted(action: types.CodeAction, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """LSP: a wanted kind includes the kinds below it, as `refactor` does `refactor.rewrite`."""
    if only is None:
        return True
    kind = _kind(action)
    wanted = [str(getattr(item, "value", item)) for item in only]
    return any(item in {"", kind} or kind.startswith(f"{item}.") for item in wanted)
