--- Keeps lines from moving under insert completion: Neovim remembers the line that it began on, and would
--- delete whole lines between there and the cursor.
local M = {}

--- So many refusals in a row, some five seconds, until the menu has to go: soon the server would give up.
local PATIENCE = 4

---@type table<integer, integer> buffer to how often in a row an edit had to wait
local n_waits = {}

---@param bufnr integer
---@param edits lsp.TextEdit[]
---@return boolean
local function moves_completion(bufnr, edits)
  if bufnr ~= vim.api.nvim_get_current_buf() or not vim.api.nvim_get_mode().mode:match('^[iR][cx]') then
    return false
  end
  local row = vim.api.nvim_win_get_cursor(0)[1] - 1
  return vim.iter(edits):any(function(edit)
    return edit.range.start.line <= row
  end)
end

--- Whether `edits` have to wait until the user is through with the completion menu.
---@param bufnr integer
---@param edits lsp.TextEdit[]
---@return boolean
function M.is_in_the_way(bufnr, edits)
  if not moves_completion(bufnr, edits) then
    n_waits[bufnr] = nil
    return false
  end
  n_waits[bufnr] = (n_waits[bufnr] or 0) + 1
  if n_waits[bufnr] == PATIENCE then
    -- It ends completion and leaves the text.
    vim.api.nvim_feedkeys(vim.keycode('<C-x><C-z>'), 'n', false)
  end
  return true
end

---@param bufnr integer
function M.forget(bufnr)
  n_waits[bufnr] = nil
end

return M
