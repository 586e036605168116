--- Knows how the server is, and tells those who listen to `PtLspStatus`.
local events = require('pt_lsp.events')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

---@class pt_lsp.Status
---@field state string
---@field message? string

---@type pt_lsp.Status?
local last

---@param status pt_lsp.Status
local function set(status)
  if last and last.state == status.state and last.message == status.message then
    return
  end
  last = status
  events.fire('PtLspStatus', status)
  vim.cmd.redrawstatus({ bang = true })
end

---@param status {state: string, message?: string|vim.NIL}
function M.note(status)
  local message = status.message
  set({ state = status.state, message = type(message) == 'string' and message or nil })
end

--- Looks whether a server is left.
function M.settle()
  if not server.find() then
    set({ state = 'stopped' })
  end
end

---@return string state
---@return string? message
function M.now()
  if not last or not server.find() then
    return 'stopped'
  end
  return last.state, last.message
end

--- Asks the server and tells the user in one line.
function M.show()
  local client = server.client(vim.api.nvim_get_current_buf())
  if not client then
    return
  end
  server.execute(client, 'ptLsp.status', vim.empty_dict(), {
    on_result = function(status)
      M.note(status)
      local n_tokens = status.usage.promptTokens + status.usage.completionTokens
      local line = ('PowerTokens: %s, %s at %s, %d tokens'):format(
        status.state,
        status.model,
        type(status.endpoint) == 'string' and status.endpoint or 'no endpoint',
        n_tokens
      )
      local message = select(2, M.now())
      tell(message and ('%s. %s'):format(line, message) or line, vim.log.levels.INFO)
    end,
  })
end

return M
