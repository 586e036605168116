from typing import Any

import pytest
from lsprotocol import types

from pt_lsp.protocol.wire.converter import make_converter

MOST = 2**31 - 1


@pytest.mark.parametrize(
    ("number", "meant"),
    [(0, 0), (7, 7), (-1, 0), (2**32 - 1, MOST), (1.7976931348623157e308, MOST), (2.0, 2)],
)
def test_a_position_beyond_what_lsp_allows_is_the_nearest_one_it_does(number: float, meant: int) -> None:
    found = make_converter().structure({"line": 0, "character": number}, types.Position)
    assert found == types.Position(0, meant)
    assert isinstance(found.character, int)


def test_positions_inside_other_things_are_as_lenient() -> None:
    change = {
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 2**32 - 1}},
        "text": "",
    }
    identifier = {"uri": "a:b", "version": 2}
    params = {"textDocument": identifier, "contentChanges": [change]}
    found: Any = make_converter().structure(params, types.DidChangeTextDocumentParams)
    (event,) = found.changes
    assert event.range.end == types.Position(0, MOST)


@pytest.mark.parametrize("wrong", [None, [], "1:2", {}, {"line": 1}, {"line": "1", "character": 0}])
def test_what_is_no_position_is_refused(wrong: Any) -> None:
    with pytest.raises((TypeError, KeyError)):
        make_converter().structure(wrong, types.Position)
