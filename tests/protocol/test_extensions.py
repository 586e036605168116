from typing import Any, TypeVar

import attrs
import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from pt_lsp.protocol.extensions import (
    CancelArguments,
    CompletionAcceptedArguments,
    EditArguments,
    FixArguments,
    GenerateArguments,
    RegionArguments,
    parse_arguments,
)
from pt_lsp.protocol.wire.converter import make_converter

Kind = TypeVar("Kind", bound=attrs.AttrsInstance)

CONVERTER = make_converter()
DOCUMENT = {"uri": "file:///a.py"}
POSITION = {"line": 1, "character": 2}
RANGE = {"start": POSITION, "end": POSITION}
A_RANGE = types.Range(start=types.Position(1, 2), end=types.Position(1, 2))


def parse(kind: type[Kind], *arguments: Any) -> Kind:
    params = types.ExecuteCommandParams(command="ptLsp.x", arguments=list(arguments))
    return parse_arguments(kind, params, CONVERTER)


def complaint(kind: type[Any], *arguments: Any) -> str:
    with pytest.raises(JsonRpcInvalidParams) as caught:
        parse(kind, *arguments)
    return str(caught.value.message)


def test_an_edits_arguments_become_lsp_types() -> None:
    edit = parse(EditArguments, {"textDocument": DOCUMENT, "range": RANGE, "instruction": "shorter"})
    assert edit == EditArguments(types.TextDocumentIdentifier("file:///a.py"), A_RANGE, "shorter")


def test_what_may_be_left_out_may_be_null() -> None:
    region = {"textDocument": DOCUMENT, "range": RANGE}
    assert parse(FixArguments, region).diagnostics is None
    assert parse(FixArguments, region | {"diagnostics": None}).diagnostics is None
    assert parse(CancelArguments).edit_id is None
    assert parse(CancelArguments, {"editId": "job-1"}).edit_id == "job-1"


def test_diagnostics_become_lsp_types() -> None:
    diagnostic = {"range": RANGE, "message": "unused", "severity": 2}
    fix = parse(FixArguments, {"textDocument": DOCUMENT, "range": RANGE, "diagnostics": [diagnostic]})
    assert fix.diagnostics == [
        types.Diagnostic(range=A_RANGE, message="unused", severity=types.DiagnosticSeverity.Warning)
    ]


def test_unknown_keys_are_for_later_versions() -> None:
    assert parse(CancelArguments, {"later": 1}) == CancelArguments()


@pytest.mark.parametrize(
    ("kind", "argument", "field"),
    [
        (EditArguments, {"range": RANGE, "instruction": "x"}, "'textDocument'"),
        (EditArguments, {"textDocument": DOCUMENT, "instruction": "x"}, "'range'"),
        (EditArguments, {"textDocument": DOCUMENT, "range": RANGE}, "'instruction'"),
        (EditArguments, {"textDocument": DOCUMENT, "range": RANGE, "instruction": 7}, "'instruction'"),
        (EditArguments, {"textDocument": DOCUMENT, "range": [1, 2], "instruction": "x"}, "'range'"),
        (EditArguments, {"textDocument": {}, "range": RANGE, "instruction": "x"}, "'textDocument'"),
        (
            GenerateArguments,
            {"textDocument": DOCUMENT, "position": {"line": 1}, "instruction": ""},
            "'position'",
        ),
        (RegionArguments, {"textDocument": DOCUMENT, "range": {"start": POSITION}}, "'range'"),
        (RegionArguments, {"textDocument": "file:///a.py", "range": RANGE}, "'textDocument'"),
        (FixArguments, {"textDocument": DOCUMENT, "range": RANGE, "diagnostics": 1}, "'diagnostics'"),
        (FixArguments, {"textDocument": DOCUMENT, "range": RANGE, "diagnostics": [{}]}, "'diagnostics'"),
        (CompletionAcceptedArguments, {}, "'id'"),
        (CancelArguments, {"editId": 4}, "'editId'"),
    ],
)
def test_a_wrong_argument_is_named(kind: type[Any], argument: Any, field: str) -> None:
    sentence = complaint(kind, argument)
    assert field in sentence
    assert "ptLsp.x" in sentence


@pytest.mark.parametrize("arguments", [("text",), ({}, {}), (None,), ([],)])
def test_the_argument_is_one_object(arguments: tuple[Any, ...]) -> None:
    assert complaint(CancelArguments, *arguments) == "ptLsp.x takes one object as its argument."
