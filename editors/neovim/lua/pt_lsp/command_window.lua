--- The command-line window, in which Neovim lets no other window be opened, entered or closed.
local M = {}

---@return boolean
function M.is_open()
  return vim.fn.getcmdwintype() ~= ''
end

--- Runs `act` now, or as soon as the user has left it.
---@param act fun()
function M.once_left(act)
  if not M.is_open() then
    act()
    return
  end
  vim.api.nvim_create_autocmd('CmdwinLeave', { once = true, callback = vim.schedule_wrap(act) })
end

return M
