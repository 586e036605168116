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

local is_told_of_key = false

--- Says quietly, and once, that nothing can be asked; an endpoint on this machine needs no key.
local function tell_of_missing_key()
  if not is_told_of_key then
    is_told_of_key = true
    tell('PowerTokens has no API key yet: ":Pt login" stores one.', vim.log.levels.INFO)
  end
end

---@param status {state: string, message?: string|vim.NIL}
function M.note(status)
  if status.state == 'noKey' then
    tell_of_missing_key()
  end
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

--- What to do about what stands in the way, by the name that the server gives the remedy.
local REMEDIES = {
  setKey = ':Pt login stores a key',
  openSettings = ':help pt_lsp-setup tells of settings',
  chooseModel = ':Pt model offers others',
  showLog = ':Pt log shows more',
}

---@param status table what `ptLsp.status` answers
---@return string
local function sentence_of(status)
  local n_tokens = status.usage.promptTokens + status.usage.completionTokens
  local endpoint = type(status.endpoint) == 'string' and status.endpoint or 'no endpoint'
  local line = ('PowerTokens: %s, %s at %s, %d tokens'):format(status.state, status.model, endpoint, n_tokens)
  local trouble = vim.tbl_get(status, 'refusal', 'message') or status.message
  if type(trouble) == 'string' then
    line = ('%s. %s'):format(line, trouble)
  end
  local remedy = REMEDIES[vim.tbl_get(status, 'refusal', 'fix') or vim.tbl_get(status, 'failure', 'fix')]
  return remedy and ('%s (%s)'):format(line, remedy) or line
end

--- Asks the server and tells the user in one line; also that ghost text is off here, which no server knows.
function M.show()
  local bufnr = vim.api.nvim_get_current_buf()
  local client = server.find(0) or server.find()
  if not client then
    local reason = require('pt_lsp.server.waiting').reason_against(bufnr)
    tell(('PowerTokens: stopped. %s'):format(reason or ':Pt restart starts it.'), vim.log.levels.INFO)
    return
  end
  server.execute(client, 'ptLsp.status', vim.empty_dict(), {
    on_result = function(status)
      M.note(status)
      local off = require('pt_lsp.completion.switching').reason_against(bufnr)
      local sentence = sentence_of(status)
      tell(off and sentence:gsub('%.?$', '. ') .. off or sentence, vim.log.levels.INFO)
    end,
  })
end

return M
