--- Tells which edit is meant by a place in the buffer.
local marks = require('pt_lsp.editing.marks')

local M = {}

--- Whether an edit or a hunk covers `row`; one that only took lines away is where they were.
---@param bufnr integer
---@param id string
---@param row integer zero-based
---@return boolean
function M.is_at(bufnr, id, row)
  local first, last = marks.rows(bufnr, id)
  return first ~= nil and first <= row and row < math.max(last, first + 1)
end

--- The same edits as they stand in the text, those that stand nowhere last.
---@param bufnr integer
---@param edits pt_lsp.Progress[]
---@return pt_lsp.Progress[]
function M.in_text_order(bufnr, edits)
  local rows = {}
  for _, edit in ipairs(edits) do
    rows[edit.editId] = marks.rows(bufnr, edit.editId) or math.huge
  end
  table.sort(edits, function(one, other)
    local row, other_row = rows[one.editId], rows[other.editId]
    return row < other_row or (row == other_row and one.editId < other.editId)
  end)
  return edits
end

---@param bufnr integer
---@param edits pt_lsp.Progress[] that cover the same row
---@param ages table<string, integer> which is how old: the newest has the highest
---@return pt_lsp.Progress? edit the smallest of them, else the newest
local function nearest(bufnr, edits, ages)
  table.sort(edits, function(one, other)
    local first, last = marks.rows(bufnr, one.editId)
    local other_first, other_last = marks.rows(bufnr, other.editId)
    local n_more = (last - first) - (other_last - other_first)
    return n_more < 0 or (n_more == 0 and ages[one.editId] > ages[other.editId])
  end)
  return edits[1]
end

---@param edit pt_lsp.Progress
---@return boolean whether something of it stands in the buffer
local function is_standing(edit)
  return edit.state == 'running' or #edit.hunks > 0
end

--- The one on `row`, else the only one. One of which nothing stands never stands in the way of another.
---@param bufnr integer
---@param row integer zero-based
---@param edits pt_lsp.Progress[]
---@param ages table<string, integer>
---@return pt_lsp.Progress? edit
---@return string? reason a sentence if there is none
function M.meant(bufnr, row, edits, ages)
  for _, some in ipairs({ vim.tbl_filter(is_standing, edits), edits }) do
    local here = vim.tbl_filter(function(edit)
      return M.is_at(bufnr, edit.editId, row)
    end, some)
    local found = nearest(bufnr, here, ages) or (#some == 1 and some[1])
    if found then
      return found
    end
  end
  return nil,
    #edits > 0 and 'Put the cursor into the edit that you mean.' or 'There is no edit to decide here.'
end

--- The edit that a change on `row` is part of: the one there, else the nearest.
---@param bufnr integer
---@param edits pt_lsp.Progress[]
---@param row integer zero-based
---@return string? id
function M.nearest(bufnr, edits, row)
  local found, least = nil, math.huge
  for _, edit in ipairs(edits) do
    local first, last = marks.rows(bufnr, edit.editId)
    local distance = first and math.max(first - row, row - math.max(last - 1, first), 0)
    if distance and distance < least then
      found, least = edit.editId, distance
    end
  end
  return found
end

return M
