from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from pt_lsp.protocol.wire.converter import make_converter
from pt_lsp.protocol.wire.document_changes import ContentChange, DocumentChange

CONVERTER = make_converter()
KEYS = ["textDocument", "uri", "version", "contentChanges", "changes", "change", "cells", "structure"]
KEYS += ["didOpen", "didClose", "textContent", "document", "text", "range", "start", "end", "line"]
objects = st.sampled_from([*KEYS, "character"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "a:b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(objects, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_any_json_is_read_as_a_change_and_what_is_none_is_told(params: Any) -> None:
    change: Any = CONVERTER.structure(params, types.DidChangeTextDocumentParams)
    assert isinstance(change, DocumentChange)
    CONVERTER.structure(params, types.DidChangeNotebookDocumentParams)


def test_cells_that_cannot_be_read_cost_no_others() -> None:
    cell = {"uri": "cell:1", "text": "x"}
    changed = {"document": {"uri": "cell:2", "version": None}, "changes": [{"text": "y"}]}
    cells = {
        "structure": {"didOpen": [cell, {"uri": 3}], "didClose": [{"uri": "cell:3"}, None]},
        "textContent": [changed, {"document": {"uri": "cell:4"}}],
    }
    change: Any = CONVERTER.structure({"change": {"cells": cells}}, types.DidChangeNotebookDocumentParams)
    assert change.opened == (types.TextDocumentItem("cell:1", "", 0, "x"),)
    assert change.closed == ("cell:3",)
    assert change.changed == (
        DocumentChange("cell:2", None, (ContentChange(None, "y"),)),
        DocumentChange("cell:4", None, (None,)),
    )
    assert change.is_readable
