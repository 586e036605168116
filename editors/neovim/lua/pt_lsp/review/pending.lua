--- The undecided hunks of a buffer, and where they stand now.
local edits = require('pt_lsp.editing.edits')

local M = {}

M.NONE_HERE = 'There is no pending edit here.'

---@class pt_lsp.PlacedHunk
---@field edit pt_lsp.Progress
---@field hunk pt_lsp.Hunk
---@field first integer zero-based row
---@field last integer exclusive; `first` itself where lines were only taken away

--- In the order in which they stand in the text.
---@param bufnr integer
---@return pt_lsp.PlacedHunk[]
function M.hunks(bufnr)
  local placed = {}
  for _, edit in ipairs(edits.in_buffer(bufnr)) do
    for _, hunk in ipairs(edits.WAITING[edit.state] and edit.hunks or {}) do
      local first, last = edits.hunk_rows(bufnr, hunk.id)
      if first and last then
        table.insert(placed, { edit = edit, hunk = hunk, first = first, last = last })
      end
    end
  end
  table.sort(placed, function(one, other)
    return one.first < other.first or (one.first == other.first and one.last < other.last)
  end)
  return placed
end

--- Those that touch rows `from` to `to`; one that only took lines away is where they were.
---@param bufnr integer
---@param from integer zero-based
---@param to integer inclusive
---@return pt_lsp.PlacedHunk[]
function M.touched(bufnr, from, to)
  return vim.tbl_filter(function(placed)
    return placed.first <= to and from < math.max(placed.last, placed.first + 1)
  end, M.hunks(bufnr))
end

return M
