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

---@param bufnr integer the terminal's
local function show(bufnr)
  local place = { split = 'below', win = 0, height = HEIGHT }
  if not pcall(vim.api.nvim_open_win, bufnr, true, place) then
    -- Windows take all the room: over them.
    place = { relative = 'editor', row = 0, col = 0, width = vim.o.columns, height = HEIGHT }
    vim.api.nvim_open_win(bufnr, true, place)
  end
end

function M.run()
  local command, reason = process.command_line('login')
  if not command then
    tell('No key can be stored: ' .. assert(reason))
    return
  end
  local bufnr = vim.api.nvim_create_buf(false, true)
  vim.bo[bufnr].bufhidden = 'wipe'
  show(bufnr)
  vim.fn.jobstart(command, {
    term = true,
    on_exit = function(_, code)
      ended(bufnr, code)
    end,
  })
  vim.cmd.startinsert()
end

return M
