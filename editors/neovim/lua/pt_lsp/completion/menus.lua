--- What a completion menu shows, which ghost text may not contradict.
local M = {}

--- Whether a menu covers what comes after the cursor.
---@return boolean
function M.is_open()
  return vim.fn.pumvisible() == 1
end

return M
