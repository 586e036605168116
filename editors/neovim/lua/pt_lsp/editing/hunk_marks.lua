--- Draws one hunk: its new lines, the words that are new in them, the lines that it has taken out above them,
--- and a sign.
local positions = require('pt_lsp.positions')
local removed_lines = require('pt_lsp.editing.removed_lines')
local words = require('pt_lsp.editing.words')

local M = {}

--- Above what comes from version control, below what diagnostics say.
local SIGN_PRIORITY = 8
--- Above the lines that they are in.
local WORD_PRIORITY = 4097

---@param shape pt_lsp.Shape
---@param state pt_lsp.EditState
---@return string text
---@return string highlight
local function sign_of(shape, state)
  if state == 'stopped' then
    return '!', 'PtLspStoppedSign'
  elseif #shape.new == 0 then
    return '-', 'PtLspRemovedSign'
  elseif #shape.old == 0 then
    return '+', 'PtLspNewSign'
  end
  return '~', 'PtLspChangedSign'
end

---@class pt_lsp.Canvas
---@field bufnr integer
---@field namespace integer
---@field encoding lsp.PositionEncodingKind

--- The words that are other ones, in new and in old lines.
---@param shape pt_lsp.Shape
---@return table<integer, pt_lsp.Stretch[]> in_new index of a line to its words
---@return table<integer, pt_lsp.Stretch[]> in_old
local function changed_words(shape)
  local in_new, in_old = {}, {}
  for new_index, old_index in pairs(words.origins(shape.old, shape.new)) do
    in_old[old_index], in_new[new_index] = words.changed(shape.old[old_index], shape.new[new_index])
  end
  return in_new, in_old
end

---@param canvas pt_lsp.Canvas
---@param first integer
---@param in_new table<integer, pt_lsp.Stretch[]>
---@return integer[] marks
local function mark_words(canvas, first, in_new)
  local marks = {}
  for index, stretches in pairs(in_new) do
    local row = first + index - 1
    for _, stretch in ipairs(stretches) do
      local options = { end_row = row, end_col = stretch[2], hl_group = 'PtLspNewWord' }
      options.priority, options.strict, options.invalidate = WORD_PRIORITY, false, true
      table.insert(
        marks,
        vim.api.nvim_buf_set_extmark(canvas.bufnr, canvas.namespace, row, stretch[1], options)
      )
    end
  end
  return marks
end

--- The rows that a mark has which is to cover these; where there are none, the one that follows them, if any.
---@param bufnr integer
---@param first integer zero-based
---@param last integer exclusive
---@return integer first
---@return integer last
function M.rows_to_cover(bufnr, first, last)
  local n_lines = vim.api.nvim_buf_line_count(bufnr)
  local row = math.min(first, n_lines - 1)
  return row, last > first and math.max(row, math.min(last, n_lines)) or row
end

--- A mark over the rows of something, or where it was if nothing of it is left.
---@param canvas pt_lsp.Canvas
---@param first integer zero-based
---@param last integer exclusive
---@param options vim.api.keyset.set_extmark what it looks like
---@return integer mark
function M.place(canvas, first, last, options)
  local row
  row, options.end_row = M.rows_to_cover(canvas.bufnr, first, last)
  options.end_col = 0
  options.end_right_gravity = false
  options.strict = false
  options.invalidate = true
  return vim.api.nvim_buf_set_extmark(canvas.bufnr, canvas.namespace, row, 0, options)
end

--- A sign on each of these rows; Neovim has them on the row where a mark ends, too.
---@param canvas pt_lsp.Canvas
---@param first integer zero-based
---@param last integer exclusive
---@param text string
---@param highlight string
---@return integer mark
local function place_sign(canvas, first, last, text, highlight)
  local options = { sign_text = text, sign_hl_group = highlight, priority = SIGN_PRIORITY }
  return M.place(canvas, first, math.max(first, last - 1), options)
end

---@param canvas pt_lsp.Canvas
---@param hunk pt_lsp.Hunk
---@return integer mark over the piece of a line that has come
local function mark_piece(canvas, hunk)
  local row, column = positions.in_buffer(canvas.bufnr, canvas.encoding, hunk.range.start)
  local end_row, end_column = positions.in_buffer(canvas.bufnr, canvas.encoding, hunk.range['end'])
  local options = { end_row = end_row, end_col = end_column, hl_group = 'PtLspNew', strict = false }
  options.invalidate = true
  return vim.api.nvim_buf_set_extmark(canvas.bufnr, canvas.namespace, row, column, options)
end

---@param canvas pt_lsp.Canvas
---@param hunk pt_lsp.Hunk
---@param shape pt_lsp.Shape
---@return integer[] marks the first of them is its place
function M.draw(canvas, hunk, shape)
  if hunk.state == 'running' then
    return { M.place(canvas, shape.first, shape.last, { hl_group = 'PtLspNew', hl_eol = true }) }
  end
  local sign = place_sign(canvas, shape.first, shape.last, sign_of(shape, hunk.state))
  if shape.is_inline then
    return { M.place(canvas, shape.first, shape.last, {}), sign, mark_piece(canvas, hunk) }
  end
  local in_new, in_old = changed_words(shape)
  local options = { hl_group = 'PtLspNew', hl_eol = true }
  if #shape.old > 0 then
    options.virt_lines = removed_lines.drawn(canvas.bufnr, shape.old, in_old)
    options.virt_lines_above = shape.first < vim.api.nvim_buf_line_count(canvas.bufnr)
    options.virt_lines_overflow = 'scroll'
  end
  local marks = { M.place(canvas, shape.first, shape.last, options), sign }
  return vim.list_extend(marks, mark_words(canvas, shape.first, in_new))
end

--- Where an edit writes.
---@param canvas pt_lsp.Canvas
---@param row integer
---@return integer mark
function M.draw_head(canvas, row)
  return place_sign(canvas, row, row, '>', 'PtLspRunningSign')
end

return M
