--- Commit messages: written into the buffer in which git asks for one, else put into a register.
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

--- Where `p` takes it from, whatever 'clipboard' says.
---@param message string
local function keep(message)
  vim.fn.setreg(vim.v.register, message, 'c')
  tell(('"p" puts: %s'):format(vim.split(message, '\n')[1]), vim.log.levels.INFO)
end

---@class pt_lsp.CommitMessageOptions
---@field bufnr? integer the buffer whose folder is meant; the current one if left out
---@field on_message? fun(message: string) takes the message, which then goes nowhere else

--- Writes a message for what is staged, else for all that has changed.
---@param options? pt_lsp.CommitMessageOptions
function M.write(options)
  options = options or {}
  local client, argument = require('pt_lsp.asking.folder').at(options)
  if not client then
    return
  end
  local request_id = server.execute(client, 'ptLsp.commitMessage', argument, {
    on_result = function(result)
      if type(result.message) == 'string' then
        (options.on_message or keep)(result.message)
      end
    end,
  })
  if request_id and not options.on_message then
    tell('Writing a commit message; :Pt cancel stops it.', vim.log.levels.INFO)
  end
end

return M
