--- Commit messages: written into the buffer in which git asks for one, else put into a register.
local place = require('pt_lsp.asking.place')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

--- Where `p` takes it from, whatever 'clipboard' says.
---@param message string
local function keep(message)
  vim.fn.setreg(vim.v.register, message, 'c')
  tell(('"p" puts: %s'):format(vim.split(message, '\n')[1]), vim.log.levels.INFO)
end

--- Has the server rewrite it, which knows what of it is the message.
---@param bufnr integer
local function rewrite(bufnr)
  local at = place.to_change({ bufnr = bufnr })
  if at then
    local argument = { textDocument = at.argument.textDocument }
    server.execute(at.client, 'ptLsp.commitMessage', argument, { bufnr = bufnr })
  end
end

---@class pt_lsp.CommitMessageOptions
---@field bufnr? integer the buffer whose folder is meant; the current one if left out
---@field on_message? fun(message?: string, failure?: string) takes the message, which then goes nowhere else

---@param options pt_lsp.CommitMessageOptions
local function ask(options)
  ---@type string?
  local message
  local client, argument = require('pt_lsp.asking.folder').at(options)
  local request_id = client
    and server.execute(client, 'ptLsp.commitMessage', argument, {
      on_result = function(result)
        -- One that was cancelled is empty.
        message = result.message ~= '' and result.message or nil
      end,
      on_end = function(failure)
        if options.on_message then
          options.on_message(message, failure)
        elseif message then
          keep(message)
        end
      end,
    })
  if request_id and not options.on_message then
    tell('Writing a commit message; :Pt cancel stops it.', vim.log.levels.INFO)
  end
end

--- Writes a message for what is staged, else for all that has changed.
---@param options? pt_lsp.CommitMessageOptions
function M.write(options)
  options = options or {}
  local bufnr = options.bufnr or vim.api.nvim_get_current_buf()
  if not options.on_message and require('pt_lsp.server.git_message').is_here(bufnr) then
    rewrite(bufnr)
  else
    ask(options)
  end
end

return M
