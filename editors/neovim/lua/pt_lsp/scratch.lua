--- Buffers of ours that belong to no file, and that nobody types in.
local M = {}

--- A session brings a window back with our name on it, and an ordinary empty buffer in it.
---@param name string
local function drop_restored(name)
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_get_name(bufnr) == name then
      vim.api.nvim_buf_delete(bufnr, { force = true })
    end
  end
end

--- A new one, which goes with its window.
---@param name string what follows our scheme
---@return integer bufnr
function M.create(name)
  name = M.name(name)
  drop_restored(name)
  local bufnr = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_name(bufnr, name)
  vim.bo[bufnr].bufhidden = 'wipe'
  vim.bo[bufnr].undolevels = -1
  vim.bo[bufnr].modifiable = false
  return bufnr
end

--- How Neovim knows it.
---@param name string
---@return string
function M.name(name)
  return 'ptlsp://' .. name
end

--- Has `write` change the text of one.
---@param bufnr integer
---@param write fun()
function M.write(bufnr, write)
  vim.bo[bufnr].modifiable = true
  write()
  vim.bo[bufnr].modifiable = false
end

return M
