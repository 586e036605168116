--- Keeps the cursor and what a window shows on their text while an edit changes lines around them.
local M = {}

local namespace = vim.api.nvim_create_namespace('pt_lsp.view')

---@class pt_lsp.KeptWindow
---@field window integer
---@field view vim.fn.winsaveview.ret
---@field mark integer? where the cursor's text is; none if the edit replaces it

---@param window integer
---@return integer row zero-based
---@return integer column in bytes
local function cursor_of(window)
  local cursor = vim.api.nvim_win_get_cursor(window)
  return cursor[1] - 1, cursor[2]
end

---@param edits lsp.TextEdit[]
---@param row integer
---@return boolean
local function is_replaced(edits, row)
  return vim.iter(edits):any(function(edit)
    local first, last = edit.range.start.line, edit.range['end'].line
    return first <= row and (row < last or (row == last and edit.range['end'].character > 0))
  end)
end

---@param bufnr integer
---@param edits lsp.TextEdit[] what is about to be applied
---@return pt_lsp.KeptWindow[]
local function keep(bufnr, edits)
  return vim.tbl_map(function(window)
    local row, column = cursor_of(window)
    local mark
    if not is_replaced(edits, row) then
      mark = vim.api.nvim_buf_set_extmark(bufnr, namespace, row, column, { strict = false })
    end
    return { window = window, view = vim.api.nvim_win_call(window, vim.fn.winsaveview), mark = mark }
  end, vim.fn.win_findbuf(bufnr))
end

--- The cursor's line stays where it is on the screen, unless emptiness below the last line would be shown.
---@param bufnr integer
---@param window integer
---@param topline integer before
---@param n_moved integer how many lines there are more above the cursor
---@return integer topline
local function topline_after(bufnr, window, topline, n_moved)
  local n_lines, height = vim.api.nvim_buf_line_count(bufnr), vim.api.nvim_win_get_height(window)
  local lowest = math.max(topline, n_lines - height + 1)
  return math.max(1, math.min(topline + n_moved, lowest))
end

---@param bufnr integer
---@param kept pt_lsp.KeptWindow
local function restore(bufnr, kept)
  local view = kept.view
  if kept.mark then
    local mark = vim.api.nvim_buf_get_extmark_by_id(bufnr, namespace, kept.mark, {})
    local n_moved = mark[1] + 1 - view.lnum
    view.lnum = view.lnum + n_moved
    view.topline = topline_after(bufnr, kept.window, view.topline, n_moved)
    if n_moved == 0 then
      view.topfill = nil
    end
  end
  vim.api.nvim_win_call(kept.window, function()
    vim.fn.winrestview(view)
  end)
end

--- Runs `change`, which applies `edits`.
---@param bufnr integer
---@param edits lsp.TextEdit[]
---@param change fun()
function M.kept(bufnr, edits, change)
  local windows = keep(bufnr, edits)
  local is_done, failure = pcall(change)
  for _, kept in ipairs(windows) do
    restore(bufnr, kept)
  end
  vim.api.nvim_buf_clear_namespace(bufnr, namespace, 0, -1)
  if not is_done then
    error(failure, 0)
  end
end

return M
