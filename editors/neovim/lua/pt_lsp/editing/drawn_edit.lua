--- Draws one edit: its region, its hunks, where it writes, and what can be done with it. What looks as it did
--- is left as it is: a running edit is told ten times a second.
local hint = require('pt_lsp.editing.hint')
local hunk_marks = require('pt_lsp.editing.hunk_marks')
local shape_of = require('pt_lsp.editing.shape').of

local M = {}

local namespace = vim.api.nvim_create_namespace('pt_lsp.edits')

---@class pt_lsp.DrawnHunk
---@field hunk pt_lsp.Hunk
---@field shape pt_lsp.Shape
---@field marks integer[] the first is its place

---@class pt_lsp.DrawnEdit
---@field edit pt_lsp.Progress as it was last told, with a range
---@field canvas pt_lsp.Canvas
---@field has_lenses boolean
---@field region integer? mark
---@field hunks pt_lsp.DrawnHunk[]
---@field by_text table<string, pt_lsp.DrawnHunk[]> the same, by their new text
---@field places table<string, integer> the same, the id of each to the mark of its place
---@field others integer[] marks of the hint, and of where it writes

--- Nothing of it is drawn yet.
---@param bufnr integer
---@param encoding lsp.PositionEncodingKind
---@param edit pt_lsp.Progress
---@return pt_lsp.DrawnEdit
function M.new(bufnr, encoding, edit)
  local canvas = { bufnr = bufnr, namespace = namespace, encoding = encoding }
  return {
    edit = edit,
    canvas = canvas,
    has_lenses = false,
    hunks = {},
    by_text = {},
    places = {},
    others = {},
  }
end

--- The rows that a mark covers.
---@param bufnr integer
---@param mark integer?
---@return integer? first zero-based; nil where its text is gone
---@return integer? last exclusive
function M.rows_of(bufnr, mark)
  local place = mark and vim.api.nvim_buf_get_extmark_by_id(bufnr, namespace, mark, { details = true })
  if place and #place > 0 and not assert(place[3]).invalid then
    return place[1], place[3].end_row
  end
end

---@param bufnr integer
---@param marks integer[]
local function delete(bufnr, marks)
  for _, mark in ipairs(marks) do
    vim.api.nvim_buf_del_extmark(bufnr, namespace, mark)
  end
end

--- Whether a mark is where something of this shape should be.
---@param bufnr integer
---@param mark integer?
---@param shape pt_lsp.Shape
---@return boolean
function M.stands_at(bufnr, mark, shape)
  local first, last = M.rows_of(bufnr, mark)
  local first_row, last_row = hunk_marks.rows_to_cover(bufnr, shape.first, shape.last)
  return first == first_row and last == last_row
end

--- Of what is drawn, the marks that look as `hunk` should and are where it is; they are its marks now.
---@param entry pt_lsp.DrawnEdit
---@param hunk pt_lsp.Hunk
---@param shape pt_lsp.Shape
---@return integer[]?
local function take_marks(entry, hunk, shape)
  local same = vim.iter(entry.by_text[hunk.newText] or {}):find(function(each)
    return each.hunk.state == hunk.state
      and each.hunk.oldText == hunk.oldText
      and M.stands_at(entry.canvas.bufnr, each.marks[1], shape)
  end)
  if same then
    local marks = same.marks
    same.marks = {}
    return marks
  end
end

--- What is above the first line is shown by a window only if it is told so.
---@param bufnr integer
---@param mark integer
local function uncover_top(bufnr, mark)
  local place = vim.api.nvim_buf_get_extmark_by_id(bufnr, namespace, mark, { details = true })
  local n_removed = #(assert(place[3]).virt_lines or {})
  for _, window in ipairs(n_removed > 0 and vim.fn.win_findbuf(bufnr) or {}) do
    vim.api.nvim_win_call(window, function()
      if vim.fn.winsaveview().topline == 1 then
        vim.fn.winrestview({ topline = 1, topfill = n_removed })
      end
    end)
  end
end

--- Draws hunks that look different now, or are elsewhere; those of a running edit have new ids each time.
---@param entry pt_lsp.DrawnEdit
local function draw_hunks(entry)
  local bufnr = entry.canvas.bufnr
  local hunks, by_text, places = {}, {}, {}
  for index, hunk in ipairs(entry.edit.hunks) do
    local shape = shape_of(hunk)
    hunks[index] = { hunk = hunk, shape = shape, marks = take_marks(entry, hunk, shape) }
    by_text[hunk.newText] = by_text[hunk.newText] or {}
    table.insert(by_text[hunk.newText], hunks[index])
  end
  for _, each in ipairs(entry.hunks) do
    delete(bufnr, each.marks)
  end
  for _, each in ipairs(hunks) do
    if not each.marks then
      each.marks = hunk_marks.draw(entry.canvas, each.hunk, each.shape)
      if each.shape.first == 0 then
        uncover_top(bufnr, each.marks[1])
      end
    end
    places[each.hunk.id] = each.marks[1]
  end
  entry.hunks, entry.by_text, entry.places = hunks, by_text, places
end

--- The hint, and the sign where it writes.
---@param entry pt_lsp.DrawnEdit
function M.draw_others(entry)
  local bufnr = entry.canvas.bufnr
  delete(bufnr, entry.others)
  entry.others = {}
  local first = M.rows_of(bufnr, entry.region)
  if not first then
    return
  end
  local is_running = entry.edit.state == 'running'
  if is_running then
    local newest = entry.hunks[#entry.hunks]
    local row = newest and math.max(newest.shape.first, newest.shape.last - 1) or first
    table.insert(entry.others, hunk_marks.draw_head(entry.canvas, row))
  end
  if not entry.has_lenses and (is_running or #entry.hunks > 0) then
    entry.others[#entry.others + 1] = hint.draw(entry.canvas, entry.edit, first)
  end
end

--- Draws it as it was last told.
---@param entry pt_lsp.DrawnEdit
function M.draw(entry)
  local edit = entry.edit
  local range = assert(edit.range)
  local last = range['end'].line + (range['end'].character > 0 and 1 or 0)
  local options = { id = entry.region }
  if edit.state == 'running' then
    options.hl_group, options.hl_eol = 'PtLspRunning', true
  end
  entry.region = hunk_marks.place(entry.canvas, range.start.line, last, options)
  draw_hunks(entry)
  M.draw_others(entry)
end

--- Leaves nothing of it.
---@param entry pt_lsp.DrawnEdit
function M.erase(entry)
  local bufnr = entry.canvas.bufnr
  for _, each in ipairs(entry.hunks) do
    delete(bufnr, each.marks)
  end
  delete(bufnr, entry.others)
  delete(bufnr, { entry.region })
end

return M
