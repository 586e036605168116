--- Shows in buffers where edits run or wait to be decided, and follows these places while lines move.
local drawn_edit = require('pt_lsp.editing.drawn_edit')
local shape_of = require('pt_lsp.editing.shape').of

local M = {}

---@type table<integer, table<string, pt_lsp.DrawnEdit>> buffer to edit id
local drawn = {}

--- Whether the buffer reads as the server saw it where it tells of hunks: else it tells of them again.
---@param bufnr integer
---@param edit pt_lsp.Progress
---@return boolean
local function reads_as_told(bufnr, edit)
  return vim.iter(edit.hunks):all(function(hunk)
    local shape = shape_of(hunk)
    return shape.is_inline
      or vim.deep_equal(vim.api.nvim_buf_get_lines(bufnr, shape.first, shape.last, false), shape.new)
  end)
end

--- Whether the same hunks are told of with a text that is the buffer's no more.
---@param entry pt_lsp.DrawnEdit
---@param edit pt_lsp.Progress
---@return boolean
local function is_stale(entry, edit)
  if edit.state == 'running' or edit.state ~= entry.edit.state or #edit.hunks ~= #entry.hunks then
    return false
  end
  for index, hunk in ipairs(edit.hunks) do
    if hunk.id ~= entry.hunks[index].hunk.id then
      return false
    end
  end
  return not reads_as_told(entry.canvas.bufnr, edit)
end

---@param client vim.lsp.Client
---@param bufnr integer
---@return boolean
local function are_lenses_drawn(client, bufnr)
  local is_enabled = vim.lsp.codelens.is_enabled
  return is_enabled ~= nil
    and client:supports_method('textDocument/codeLens')
    and is_enabled({ bufnr = bufnr, client_id = client.id })
end

--- Shows an edit that stands in the buffer as it is told.
---@param client vim.lsp.Client
---@param bufnr integer
---@param edit pt_lsp.Progress with a range
function M.draw(client, bufnr, edit)
  drawn[bufnr] = drawn[bufnr] or {}
  local entry = drawn[bufnr][edit.editId] or drawn_edit.new(bufnr, client.offset_encoding, edit)
  drawn[bufnr][edit.editId] = entry
  local is_left = is_stale(entry, edit)
  entry.edit = edit
  entry.has_lenses = are_lenses_drawn(client, bufnr)
  if not is_left then
    drawn_edit.draw(entry)
  end
end

---@param entry pt_lsp.DrawnEdit that waits to be decided
---@return boolean whether a mark is elsewhere than the server told
local function is_displaced(entry)
  for index, hunk in ipairs(entry.edit.hunks) do
    local each = entry.hunks[index]
    local shape = each.hunk == hunk and each.shape or shape_of(hunk)
    if not drawn_edit.stands_at(entry.canvas.bufnr, each.marks[1], shape) then
      return true
    end
  end
  return false
end

--- Puts marks where they belong that a change has displaced of which the server need not tell, since all
--- that it told before is true again: a formatter that writes each line as it was.
---@param bufnr integer
function M.settle(bufnr)
  for _, entry in pairs(drawn[bufnr] or {}) do
    local is_waiting = entry.edit.state ~= 'running'
    if is_waiting and is_displaced(entry) and reads_as_told(bufnr, entry.edit) then
      drawn_edit.draw(entry)
    else
      drawn_edit.draw_others(entry)
    end
  end
end

---@param bufnr integer
---@param id string of an edit
function M.clear(bufnr, id)
  local entry = (drawn[bufnr] or {})[id]
  if entry then
    drawn_edit.erase(entry)
    drawn[bufnr][id] = nil
  end
end

--- The rows that an edit or a hunk covers now.
---@param bufnr integer
---@param id string
---@return integer? first zero-based; nil where it is nowhere
---@return integer? last exclusive
function M.rows(bufnr, id)
  for edit_id, entry in pairs(drawn[bufnr] or {}) do
    local mark = edit_id == id and entry.region or entry.places[id]
    if mark then
      return drawn_edit.rows_of(bufnr, mark)
    end
  end
end

--- Forgets what was drawn in a buffer.
---@param bufnr integer
function M.clear_all(bufnr)
  if vim.api.nvim_buf_is_valid(bufnr) then
    vim.iter(vim.tbl_values(drawn[bufnr] or {})):each(drawn_edit.erase)
  end
  drawn[bufnr] = nil
end

--- Whether anything is drawn in a buffer.
---@param bufnr integer
---@return boolean
function M.are_in(bufnr)
  return next(drawn[bufnr] or {}) ~= nil
end

return M
