--- Finds our client and has the server carry out commands. Knows no command's meaning.
local tell = require('pt_lsp.notice').tell

local M = {}

local CANCELLED = -32800

---@class pt_lsp.Call
---@field bufnr? integer the buffer that the command is about
---@field token? string streams what comes meanwhile under this token
---@field on_result? fun(result: any)
---@field on_end? fun(failure: string?) always called, last; with a sentence if there is no result

---@param bufnr? integer any buffer if left out
---@return vim.lsp.Client?
function M.find(bufnr)
  return vim.lsp.get_clients({ name = 'pt_lsp', bufnr = bufnr })[1]
end

--- The client that serves a buffer; without one the user is told.
---@param bufnr integer
---@return vim.lsp.Client?
function M.client(bufnr)
  local client = M.find(bufnr)
  if not client then
    tell('pt-lsp does not serve this buffer yet; if it stays so, :checkhealth pt_lsp says why.')
  end
  return client
end

---@param client vim.lsp.Client
---@param uri string
---@return integer? bufnr the buffer under which the server knows this document
function M.buffer_of(client, uri)
  for bufnr in pairs(client.attached_buffers) do
    if vim.api.nvim_buf_is_valid(bufnr) and vim.uri_from_bufnr(bufnr) == uri then
      return bufnr
    end
  end
end

---@param client vim.lsp.Client
---@return string[] commands that the server has
function M.commands(client)
  return vim.tbl_get(client.server_capabilities or {}, 'executeCommandProvider', 'commands') or {}
end

--- Sends a command; a failure is told in one sentence, unless the user cancelled it.
---@param client vim.lsp.Client
---@param command string
---@param argument table
---@param call? pt_lsp.Call
---@return integer? request_id
function M.execute(client, command, argument, call)
  call = call or {}
  if not vim.list_contains(M.commands(client), command) then
    tell(('This pt-lsp does not know %s; a newer one may.'):format(command))
    return nil
  end
  local params = { command = command, arguments = { argument }, workDoneToken = call.token }
  local is_sent, request_id = client:request('workspace/executeCommand', params, function(failure, result)
    if failure and failure.code ~= CANCELLED then
      tell(failure.message)
    elseif not failure and call.on_result then
      call.on_result(result)
    end
    if call.on_end then
      call.on_end(failure and failure.message)
    end
  end, call.bufnr or 0)
  if not is_sent then
    tell('pt-lsp has ended; :edit starts it again.')
  end
  return is_sent and request_id or nil
end

return M
