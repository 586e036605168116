--- Has the user store an API key: `pt-lsp login` asks for it in a terminal, and none of it comes here.
local process = require('pt_lsp.server.process')
local tell = require('pt_lsp.notice').tell

local M = {}

local HEIGHT = 6

---@param bufnr integer the terminal's
---@param code integer
local function ended(bufnr, code)
  if code ~= 0 then
    return
  end
  require('pt_lsp.command_window').once_left(function()
    if vim.api.nvim_buf_is_valid(bufnr) then
      vim.api.nvim_buf_delete(bufnr, { force = true })
    end
  end)
  require('pt_lsp.server.life').restart('The key is stored, and pt-lsp starts again with it.')
end

function M.run()
  local command, reason = process.command_line('login')
  if not command then
    tell('No key can be stored: ' .. assert(reason))
    return
  end
  local bufnr = vim.api.nvim_create_buf(false, true)
  vim.bo[bufnr].bufhidden = 'wipe'
  vim.api.nvim_open_win(bufnr, true, { split = 'below', win = 0, height = HEIGHT })
  vim.fn.jobstart(command, {
    term = true,
    on_exit = function(_, code)
      ended(bufnr, code)
    end,
  })
  vim.cmd.startinsert()
end

return M
