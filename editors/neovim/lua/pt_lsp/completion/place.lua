--- Where the cursor is, if that is a place for ghost text.
local block_insert = require('pt_lsp.block_insert')

local M = {}

---@class pt_lsp.CursorPlace
---@field bufnr integer
---@field row integer zero-based
---@field column integer in bytes
---@field before string what stands in the line before the cursor
---@field behind string and behind it

--- Whether keys go into the text as they are typed, by somebody who looks at it.
---@return boolean
local function is_typing()
  return vim.api.nvim_get_mode().mode:sub(1, 1) == 'i'
    and not block_insert.is_under_way()
    and vim.fn.reg_executing() == ''
    and vim.fn.reg_recording() == ''
    and vim.fn.getcmdwintype() == ''
end

---@param bufnr integer
---@return boolean
local function is_text(bufnr)
  return vim.bo[bufnr].modifiable and vim.bo[bufnr].buftype ~= 'prompt' and vim.fn.foldclosed('.') == -1
end

--- nil where nothing is to be shown: in Replace mode, in a block, in a macro, in a fold, beyond a line's end.
---@return pt_lsp.CursorPlace?
function M.now()
  local bufnr = vim.api.nvim_get_current_buf()
  if not is_typing() or not is_text(bufnr) or vim.fn.getcurpos()[4] > 0 then
    return nil
  end
  local cursor = vim.api.nvim_win_get_cursor(0)
  local line = vim.api.nvim_get_current_line()
  return {
    bufnr = bufnr,
    row = cursor[1] - 1,
    column = cursor[2],
    before = line:sub(1, cursor[2]),
    behind = line:sub(cursor[2] + 1),
  }
end

return M
