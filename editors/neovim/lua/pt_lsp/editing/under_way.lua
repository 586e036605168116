--- Keeps lines from moving under what remembers them by their numbers: insert completion would delete whole
--- lines between where it began and the cursor, an operator would work on those as well, and what is typed
--- into a block would go into other lines.
local block_insert = require('pt_lsp.block_insert')

local M = {}

---@class pt_lsp.UnderWay
---@field reason string why an edit is refused; the server takes these for passing
---@field ending string keys that end it and leave the text

---@type pt_lsp.UnderWay
local COMPLETION = { reason = 'a completion is under way', ending = '<C-x><C-z>' }
---@type pt_lsp.UnderWay
local OPERATOR = { reason = 'a command is under way', ending = '<Esc>' }
---@type pt_lsp.UnderWay
local BLOCK = { reason = 'a command is under way', ending = '<Esc>gi' }

--- So many refusals in a row, some five seconds, until it has to end: soon the server would give up.
local PATIENCE = 4

---@type table<integer, integer> buffer to how often in a row an edit had to wait
local n_waits = {}

---@return pt_lsp.UnderWay?
local function now()
  if vim.api.nvim_get_mode().mode:match('^[iR][cx]') then
    return COMPLETION
  elseif block_insert.is_under_way() then
    return BLOCK
  end
  -- Also while the pattern that it searches for is typed.
  return vim.fn.state('o') ~= '' and OPERATOR or nil
end

---@param bufnr integer
---@param edits lsp.TextEdit[]
---@return pt_lsp.UnderWay?
local function disturbed(bufnr, edits)
  local row = vim.api.nvim_win_get_cursor(0)[1] - 1
  local is_near = bufnr == vim.api.nvim_get_current_buf()
    and vim.iter(edits):any(function(edit)
      return edit.range.start.line <= row
    end)
  return is_near and now() or nil
end

--- Why `edits` have to wait until the user is through with something; nil if they need not.
---@param bufnr integer
---@param edits lsp.TextEdit[]
---@return string? reason
function M.in_the_way(bufnr, edits)
  local found = disturbed(bufnr, edits)
  if not found then
    n_waits[bufnr] = nil
    return nil
  end
  n_waits[bufnr] = (n_waits[bufnr] or 0) + 1
  if n_waits[bufnr] == PATIENCE then
    vim.api.nvim_feedkeys(vim.keycode(found.ending), 'n', false)
  end
  return found.reason
end

---@param bufnr integer
function M.forget(bufnr)
  n_waits[bufnr] = nil
end

return M
