--- Whether what is typed goes into all lines of a block; into the others Neovim puts it when Insert mode is
--- left.
local M = {}

local BLOCK = '\22'

local is_under_way = false

vim.api.nvim_create_autocmd('ModeChanged', {
  group = vim.api.nvim_create_augroup('pt_lsp.block_insert', {}),
  pattern = { 'i*:*', '*:i*' },
  callback = function()
    local from, to = vim.v.event.old_mode:sub(1, 1), vim.v.event.new_mode:sub(1, 1)
    -- What CTRL-R = asks for is typed on the way; that ends nothing and begins nothing.
    if from ~= to and from ~= 'c' and to ~= 'c' then
      is_under_way = from == BLOCK
    end
  end,
})

---@return boolean
function M.is_under_way()
  return is_under_way
end

return M
