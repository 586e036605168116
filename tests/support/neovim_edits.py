"""An edit that waits to be decided in a real Neovim, and what is drawn of it there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.editors import NVIM, Neovim
from tests.support.neovim_companion import GO_TO_ADD, SOURCE, companion
from tests.support.scripted_chat import ScriptedChat

LISTEN = """
STATES = {}
vim.api.nvim_create_autocmd('User', {
  pattern = 'PtLspEdit',
  callback = function(args) table.insert(STATES, args.data.state) end,
})
"""
DRAWN = """
local function joined(chunks)
  local texts = vim.tbl_map(function(chunk) return chunk[1] end, chunks)
  return (table.concat(texts):gsub(' +$', ''))
end
local namespace = vim.api.nvim_get_namespaces()['pt_lsp.edits']
local drawn = {}
for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })) do
  local details = mark[4]
  if not details.invalid then
    table.insert(drawn, {
      row = mark[2],
      column = mark[3],
      end_row = details.end_row or mark[2],
      end_column = details.end_col or mark[3],
      highlight = details.hl_group or '',
      sign = vim.trim(details.sign_text or ''),
      hint = details.virt_text and joined(details.virt_text) or '',
      removed = vim.tbl_map(joined, details.virt_lines or {}),
      is_above = details.virt_lines_above or false,
    })
  end
end
return drawn
"""


@dataclass(frozen=True)
class Mark:
    """One thing that is drawn; rows and columns count from 0, columns in bytes."""

    row: int
    column: int
    end_row: int
    end_column: int
    highlight: str
    sign: str
    hint: str
    removed: Sequence[str]
    is_above: bool


@contextmanager
def waiting(
    folder: Path,
    new: str,
    *more: str,
    source: str = SOURCE,
    keys: str = f"{GO_TO_ADD}:Pt edit swap them<CR>",
    binary: Path = NVIM,
) -> Iterator[Neovim]:
    """A Neovim in which `keys` have asked for `new`, which waits to be decided."""
    with companion(folder, ScriptedChat(new, *more), source, binary=binary, completes=False) as nvim:
        nvim.lua(LISTEN)
        nvim.press(keys)
        is_told(nvim, "pending")
        yield nvim


def is_told(nvim: Neovim, state: str) -> None:
    """Wait until this is the last state that was told of an edit."""
    nvim.wait_until(f"it is {state}", lambda: nvim.lua("return STATES[#STATES]") == state)


def drawn(nvim: Neovim) -> list[Mark]:
    """All that is drawn of edits in the current buffer, by place; marks at one have no order."""
    marks = [Mark(**mark) for mark in nvim.lua(DRAWN)]
    return sorted(marks, key=lambda mark: (mark.row, mark.column, repr(mark)))


def hints(nvim: Neovim) -> list[tuple[int, str]]:
    """Each row with a hint after it."""
    return [(mark.row, mark.hint.strip()) for mark in drawn(nvim) if mark.hint]


def lines_with(nvim: Neovim, highlight: str) -> list[tuple[int, int]]:
    """The rows, the last exclusive, that are drawn in a highlight group."""
    return [(mark.row, mark.end_row) for mark in drawn(nvim) if mark.highlight == highlight]


def words_with(nvim: Neovim, highlight: str) -> list[str]:
    """The pieces of lines that are drawn in a highlight group."""
    lines = nvim.text().split("\n")
    return [
        lines[mark.row].encode()[mark.column : mark.end_column].decode()
        for mark in drawn(nvim)
        if mark.highlight == highlight
    ]


def removed(nvim: Neovim) -> list[tuple[int, list[str]]]:
    """Each row with the lines that are drawn as removed above it."""
    return [(mark.row, list(mark.removed)) for mark in drawn(nvim) if mark.removed]


def signs(nvim: Neovim) -> list[tuple[int, str]]:
    """The first row of each sign, and the sign."""
    return [(mark.row, mark.sign) for mark in drawn(nvim) if mark.sign]


def value(nvim: Neovim, expression: str) -> Any:
    """What a Lua expression says."""
    return nvim.lua(f"return {expression}")
