--- Whether the user wants ghost text in a buffer.
local M = {}

---@param bufnr integer
---@return boolean
function M.is_allowed(bufnr)
  local own = vim.b[bufnr].pt_lsp_completion
  if own ~= nil then
    return own ~= false
  end
  return vim.g.pt_lsp_completion ~= false
end

return M
