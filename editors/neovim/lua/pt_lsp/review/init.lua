--- Decides edits: accept, reject, retry, cancel.
local asking = require('pt_lsp.asking')
local edits = require('pt_lsp.editing.edits')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

---@class pt_lsp.Decision
---@field hunk? boolean only the hunk at the cursor

local ACCEPTABLE = { pending = true, stopped = true }
local REJECTABLE = { pending = true, stopped = true, running = true }
local REPEATABLE = { pending = true, stopped = true, cancelled = true, undone = true }

---@param command string
---@param states table<pt_lsp.EditState, boolean> in which an edit can be decided so
---@param options? pt_lsp.Decision
---@param argument? table
local function decide(command, states, options, argument)
  local bufnr = vim.api.nvim_get_current_buf()
  local client = server.client(bufnr)
  if not client then
    return
  end
  local row = vim.api.nvim_win_get_cursor(0)[1] - 1
  local edit, reason = edits.meant(bufnr, row, states)
  if not edit then
    tell(assert(reason), vim.log.levels.WARN)
    return
  end
  if edit.state == 'running' then
    server.execute(client, 'ptLsp.cancel', { editId = edit.editId })
    return
  end
  local hunk
  if options and options.hunk then
    hunk = edits.hunk_at(bufnr, edit, row)
    if not hunk then
      tell('Put the cursor on the hunk that you mean.', vim.log.levels.WARN)
      return
    end
  end
  local unchangeable = command ~= 'ptLsp.acceptEdit' and asking.unchangeable(bufnr)
  if unchangeable then
    tell(unchangeable, vim.log.levels.WARN)
    return
  end
  argument = vim.tbl_extend('force', argument or {}, { editId = edit.editId, hunk = hunk })
  server.execute(client, command, argument, {
    bufnr = bufnr,
    on_result = function(result)
      require('pt_lsp.review.result').take(client, bufnr, edit, { command = command, hunk = hunk }, result)
    end,
  })
end

---@param options? pt_lsp.Decision
function M.accept(options)
  decide('ptLsp.acceptEdit', ACCEPTABLE, options)
end

---@param options? pt_lsp.Decision
function M.reject(options)
  decide('ptLsp.rejectEdit', REJECTABLE, options)
end

---@param instruction? string
function M.retry(instruction)
  decide('ptLsp.retryEdit', REPEATABLE, nil, { instruction = instruction })
end

function M.cancel()
  local client = server.client(vim.api.nvim_get_current_buf())
  if client then
    server.execute(client, 'ptLsp.cancel', vim.empty_dict())
  end
end

return M
