"""Our own methods, notifications and command arguments; docs/protocol.md describes them for editors.

Refuses to run anything: it turns the JSON of one argument object into typed values, or says what is wrong
with it.
"""

import typing
from typing import Any, TypeVar

import attrs
from cattrs import Converter, transform_error
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

GROUPED_UNDO = "groupedUndo"
CLOSED_EDITS = "closedEdits"
EDIT_PROGRESS = "ptLsp/editProgress"
EXPLAIN_DELTA = "ptLsp/explainDelta"
STATUS = "ptLsp/status"
DIAGNOSTICS = "ptLsp/diagnostics"

Arguments = TypeVar("Arguments", bound=attrs.AttrsInstance)


@attrs.frozen
class RegionArguments:
    """What is done with a range.

    `ptLsp.document`, `ptLsp.implement`, `ptLsp.simplify`, `ptLsp.addTypes`, `ptLsp.doComment`,
    `ptLsp.writeTests`, `ptLsp.explain`.
    """

    text_document: types.TextDocumentIdentifier
    range: types.Range


@attrs.frozen
class EditArguments:
    """`ptLsp.edit`."""

    text_document: types.TextDocumentIdentifier
    range: types.Range
    instruction: str


@attrs.frozen
class GenerateArguments:
    """`ptLsp.generate`."""

    text_document: types.TextDocumentIdentifier
    position: types.Position
    instruction: str


@attrs.frozen
class FixArguments:
    """`ptLsp.fix`: without diagnostics, what the editor shows in the range, else whatever is wrong."""

    text_document: types.TextDocumentIdentifier
    range: types.Range
    diagnostics: list[types.Diagnostic] | None = None


@attrs.frozen
class FixAllArguments:
    """`ptLsp.fixAll`: all problems in the document that are of the same kind."""

    text_document: types.TextDocumentIdentifier
    diagnostic: types.Diagnostic


@attrs.frozen
class ActionArguments:
    """`ptLsp.action`: without diagnostics, what the editor shows there, where the action wants to know."""

    id: str
    text_document: types.TextDocumentIdentifier
    range: types.Range
    diagnostics: list[types.Diagnostic] | None = None


@attrs.frozen
class ExplainDiagnosticArguments:
    """`ptLsp.explainDiagnostic`: the problem is where its own range says."""

    text_document: types.TextDocumentIdentifier
    range: types.Range
    diagnostic: types.Diagnostic


@attrs.frozen
class CodeReviewArguments:
    """`ptLsp.review`: without a range the whole document; without a document what has changed in a folder."""

    text_document: types.TextDocumentIdentifier | None = None
    range: types.Range | None = None
    folder: str | None = None


@attrs.frozen
class CommitMessageArguments:
    """`ptLsp.commitMessage`: without a folder (its URI), the only one, or that of the document used last.

    With a document that git has opened for a message it is an edit of that.
    """

    folder: str | None = None
    text_document: types.TextDocumentIdentifier | None = None


@attrs.frozen
class ClearReviewArguments:
    """`ptLsp.clearReview`: without a document, of all."""

    text_document: types.TextDocumentIdentifier | None = None


@attrs.frozen
class CancelArguments:
    """`ptLsp.cancel`: without an edit, everything that runs."""

    edit_id: str | None = None


@attrs.frozen
class PauseArguments:
    """`ptLsp.pause`: without a language and a document, everywhere."""

    on: bool
    language_id: str | None = None
    uri: str | None = None


@attrs.frozen
class SnoozeArguments:
    """`ptLsp.snooze`: from now on; 0 ends it."""

    minutes: float


@attrs.frozen
class UseModelArguments:
    """`ptLsp.useModel`."""

    model: str


@attrs.frozen
class ReviewArguments:
    """`ptLsp.acceptEdit`, `ptLsp.rejectEdit`: without a hunk, all that is undecided."""

    edit_id: str
    hunk: str | None = None


@attrs.frozen
class RetryArguments:
    """`ptLsp.retryEdit`: without an instruction, the same once more."""

    edit_id: str
    instruction: str | None = None


@attrs.frozen
class CompletionAcceptedArguments:
    """`ptLsp.completionAccepted`."""

    id: str


def parse_arguments(
    kind: type[Arguments], params: types.ExecuteCommandParams, converter: Converter
) -> Arguments:
    """The command's one argument object. Raises JsonRpcInvalidParams, naming the command and the field."""
    arguments = params.arguments or [{}]
    raw = arguments[0]
    if len(arguments) > 1 or not isinstance(raw, dict):
        raise JsonRpcInvalidParams(message=f"{params.command} takes one object as its argument.")
    values: dict[str, Any] = {}
    for name, (key, hint, is_required) in _fields_of(kind).items():
        if raw.get(key) is None:
            if is_required:
                raise JsonRpcInvalidParams(message=f"{params.command} needs {key!r} in its argument.")
            continue
        try:
            values[name] = _structure(raw[key], hint, converter)
        except Exception as error:
            places = "; ".join(transform_error(error, path=key)[:3])
            message = f"{params.command} cannot use {key!r}: {places}"
            raise JsonRpcInvalidParams(message=message) from error
    return kind(**values)


def _structure(value: object, hint: Any, converter: Converter) -> Any:
    if hint is str and not isinstance(value, str):
        raise TypeError("expected a string")
    if hint is bool and not isinstance(value, bool):
        raise TypeError("expected true or false")
    if hint is float and (not isinstance(value, int | float) or isinstance(value, bool)):
        raise TypeError("expected a number")
    return converter.structure(value, hint)


def _fields_of(kind: type[attrs.AttrsInstance]) -> dict[str, tuple[str, Any, bool]]:
    """Field name to its key in JSON, type and whether it is required."""
    hints = typing.get_type_hints(kind)
    fields = {}
    for field in attrs.fields(kind):
        options = [hint for hint in typing.get_args(hints[field.name]) if hint is not type(None)]
        is_optional = field.default is not attrs.NOTHING
        hint = options[0] if is_optional and options else hints[field.name]
        fields[field.name] = (key_of(field.name), hint, not is_optional)
    return fields


def key_of(name: str) -> str:
    """The name of a field in JSON."""
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)
