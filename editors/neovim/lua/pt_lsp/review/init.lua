--- Decides edits: accept, reject, retry, cancel. What else one does while reviewing has files of its own.
local asking = require('pt_lsp.asking')
local server = require('pt_lsp.server')
local targets_of = require('pt_lsp.review.targets').of
local tell = require('pt_lsp.notice').tell

local M = {}

---@type pt_lsp.VerdictKind
local ACCEPT = {
  command = 'ptLsp.acceptEdit',
  states = { pending = true, stopped = true },
  nothing = 'There is nothing to accept.',
  changes_text = false,
  takes_hunks = true,
}
---@type pt_lsp.VerdictKind
local REJECT = {
  command = 'ptLsp.rejectEdit',
  states = { pending = true, stopped = true, running = true },
  nothing = 'There is nothing to reject.',
  changes_text = true,
  takes_hunks = true,
}
---@type pt_lsp.VerdictKind
local RETRY = {
  command = 'ptLsp.retryEdit',
  states = { pending = true, stopped = true, cancelled = true, undone = true },
  nothing = 'There is nothing to ask for again.',
  changes_text = true,
  takes_hunks = false,
}

---@param client vim.lsp.Client
---@param bufnr integer
---@param verdict pt_lsp.VerdictKind
---@param target pt_lsp.VerdictTarget
---@param argument? table
local function send(client, bufnr, verdict, target, argument)
  local edit_id = target.edit.editId
  if target.edit.state == 'running' then
    server.execute(client, 'ptLsp.cancel', { editId = edit_id })
    return
  end
  argument = vim.tbl_extend('force', argument or {}, { editId = edit_id, hunk = target.hunk })
  local given = { command = verdict.command, hunk = target.hunk }
  server.execute(client, verdict.command, argument, {
    bufnr = bufnr,
    on_result = function(result)
      require('pt_lsp.review.result').take(client, bufnr, target.edit, given, result)
    end,
  })
end

---@param verdict pt_lsp.VerdictKind
---@param options? pt_lsp.Decision
---@param argument? table
local function decide(verdict, options, argument)
  local bufnr = vim.api.nvim_get_current_buf()
  local client = server.client(bufnr)
  if not client then
    return
  end
  local targets, reason = targets_of(bufnr, verdict, options or {})
  local is_change = verdict.changes_text
    and vim.iter(targets):any(function(target)
      return target.edit.state ~= 'running'
    end)
  reason = reason or (is_change and asking.unchangeable(bufnr)) or nil
  if reason then
    tell(reason, vim.log.levels.WARN)
    return
  end
  for _, target in ipairs(targets) do
    send(client, bufnr, verdict, target, argument)
  end
end

---@param options? pt_lsp.Decision
function M.accept(options)
  decide(ACCEPT, options)
end

---@param options? pt_lsp.Decision
function M.reject(options)
  decide(REJECT, options)
end

---@param instruction? string
function M.retry(instruction)
  decide(RETRY, nil, { instruction = instruction })
end

---@param client vim.lsp.Client
---@return boolean
local function is_busy(client)
  for _, request in pairs(client.requests) do
    if request.method == 'workspace/executeCommand' and request.type == 'pending' then
      return true
    end
  end
  return false
end

--- Whatever the current buffer is: each workspace folder has a server of its own.
function M.cancel()
  local busy = vim.tbl_filter(function(client)
    return not client:is_stopped() and is_busy(client)
  end, vim.lsp.get_clients({ name = 'pt_lsp' }))
  for _, client in ipairs(busy) do
    server.execute(client, 'ptLsp.cancel', vim.empty_dict())
  end
  if #busy == 0 and (server.find() or server.client(vim.api.nvim_get_current_buf())) then
    tell('Nothing is running.', vim.log.levels.INFO)
  end
end

function M.next_hunk()
  require('pt_lsp.review.navigation').next()
end

function M.previous_hunk()
  require('pt_lsp.review.navigation').previous()
end

function M.select_hunk()
  require('pt_lsp.review.text_object').select()
end

return M
