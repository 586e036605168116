--- Shows in the buffer where an edit runs or waits to be decided, and follows that place while lines move.
local M = {}

local namespace = vim.api.nvim_create_namespace('pt_lsp.edits')

local HINTS = {
  running = '%s ... (:Pt cancel)',
  pending = '%s: :Pt accept, :Pt reject or :Pt retry',
  stopped = '%s, stopped: :Pt accept, :Pt reject or :Pt retry',
}

---@type table<integer, table<string, integer[]>> buffer to edit id to all of its extmarks
local drawn = {}
---@type table<integer, table<string, integer>> buffer to the id of an edit or a hunk to its extmark
local places = {}

---@param client vim.lsp.Client
---@param bufnr integer
---@return boolean
local function are_lenses_drawn(client, bufnr)
  local is_enabled = vim.lsp.codelens.is_enabled
  return is_enabled ~= nil
    and client:supports_method('textDocument/codeLens')
    and is_enabled({ bufnr = bufnr, client_id = client.id })
end

--- Marks the lines of `range`, as the server last saw them, as the place of an edit or a hunk.
---@param bufnr integer
---@param id string
---@param range lsp.Range
---@param highlight string?
---@return integer mark
local function mark_place(bufnr, id, range, highlight)
  local n_lines = vim.api.nvim_buf_line_count(bufnr)
  local first = math.min(range.start.line, n_lines - 1)
  local last = range['end'].line + (range['end'].character > 0 and 1 or 0)
  last = math.max(first, math.min(last, n_lines))
  local mark = vim.api.nvim_buf_set_extmark(bufnr, namespace, first, 0, {
    end_row = last,
    end_col = 0,
    end_right_gravity = false,
    hl_group = highlight,
    hl_eol = true,
    strict = false,
  })
  places[bufnr] = places[bufnr] or {}
  places[bufnr][id] = mark
  return mark
end

--- Lines that were added at a region's end begin with the line end before them, which is not theirs.
---@param hunk pt_lsp.Hunk
---@return lsp.Range
local function new_lines(hunk)
  if hunk.range.start.character == 0 or not hunk.newText:match('^[\r\n]') then
    return hunk.range
  end
  return { start = { line = hunk.range.start.line + 1, character = 0 }, ['end'] = hunk.range['end'] }
end

---@param bufnr integer
---@param id string
function M.clear(bufnr, id)
  for _, mark in ipairs((drawn[bufnr] or {})[id] or {}) do
    vim.api.nvim_buf_del_extmark(bufnr, namespace, mark)
  end
  if drawn[bufnr] then
    drawn[bufnr][id] = nil
  end
end

---@param client vim.lsp.Client
---@param bufnr integer
---@param edit pt_lsp.Progress
function M.draw(client, bufnr, edit)
  M.clear(bufnr, edit.editId)
  local hint = HINTS[edit.state]
  if not hint or not edit.range then
    return
  end
  require('pt_lsp.highlights').define()
  local region = mark_place(bufnr, edit.editId, edit.range, edit.state == 'running' and 'PtLspRunning' or nil)
  local shown = { region }
  for _, hunk in ipairs(edit.hunks) do
    local is_open = HINTS[hunk.state] ~= nil
    local mark = mark_place(bufnr, hunk.id, new_lines(hunk), is_open and 'PtLspNew' or nil)
    table.insert(shown, mark)
  end
  if not are_lenses_drawn(client, bufnr) then
    local first = vim.api.nvim_buf_get_extmark_by_id(bufnr, namespace, region, {})[1]
    local text = { { hint:format(edit.title), 'PtLspHint' } }
    local options = { virt_text = text, virt_text_pos = 'eol', hl_mode = 'combine', strict = false }
    table.insert(shown, vim.api.nvim_buf_set_extmark(bufnr, namespace, first, 0, options))
  end
  drawn[bufnr] = drawn[bufnr] or {}
  drawn[bufnr][edit.editId] = shown
end

--- The rows that an edit or a hunk covers now.
---@param bufnr integer
---@param id string
---@return integer? first zero-based; nil where it is nowhere
---@return integer? last exclusive
function M.rows(bufnr, id)
  local mark = (places[bufnr] or {})[id]
  local place = mark and vim.api.nvim_buf_get_extmark_by_id(bufnr, namespace, mark, { details = true })
  if place and #place > 0 then
    return place[1], assert(place[3]).end_row
  end
end

--- Whether the edit or hunk covers `row`; one that only took lines away is where they were.
---@param bufnr integer
---@param id string
---@param row integer zero-based
---@return boolean
function M.is_at(bufnr, id, row)
  local first, last = M.rows(bufnr, id)
  return first ~= nil and first <= row and row < math.max(last, first + 1)
end

---@param bufnr integer
function M.clear_all(bufnr)
  drawn[bufnr] = nil
  places[bufnr] = nil
  if vim.api.nvim_buf_is_valid(bufnr) then
    vim.api.nvim_buf_clear_namespace(bufnr, namespace, 0, -1)
  end
end

return M
