--- Translates between places in a buffer, whose columns are bytes, and those of LSP.
local M = {}

---@param bufnr integer
---@param row integer zero-based
---@return string
local function line_of(bufnr, row)
  return vim.api.nvim_buf_get_lines(bufnr, row, row + 1, false)[1] or ''
end

---@param bufnr integer
---@param encoding lsp.PositionEncodingKind
---@param row integer zero-based
---@param column integer in bytes; beyond the line's end it is the end
---@return lsp.Position
function M.to_lsp(bufnr, encoding, row, column)
  local line = line_of(bufnr, row)
  return { line = row, character = vim.str_utfindex(line, encoding, math.min(column, #line), false) }
end

---@param bufnr integer
---@param encoding lsp.PositionEncodingKind
---@param position lsp.Position
---@return integer row
---@return integer column in bytes
function M.in_buffer(bufnr, encoding, position)
  return position.line, vim.str_byteindex(line_of(bufnr, position.line), encoding, position.character, false)
end

return M
