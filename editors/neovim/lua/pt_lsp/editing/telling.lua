--- Tells the server as one what is done as one: a formatter changes a buffer by many calls, each of which
--- Neovim tells by itself, and the server would take it for typing. Whatever else it is sent comes after the
--- changes that were made before.
local M = {}

---@type table<integer, fun()> client to what tells its server all that is held back
local flushes = {}

--- Have the changes that the server of this client is told come together, as far as Neovim makes them without
--- doing anything else in between.
---@param client vim.lsp.Client
function M.join(client)
  if flushes[client.id] then
    return
  end
  local notify, request = client.rpc.notify, client.rpc.request
  ---@type lsp.DidChangeTextDocumentParams?
  local held

  local function flush()
    local params = held
    held = nil
    return params == nil or notify('textDocument/didChange', params)
  end

  ---@param params lsp.DidChangeTextDocumentParams
  local function hold(params)
    if held and held.textDocument.uri ~= params.textDocument.uri then
      flush()
    end
    if not held then
      vim.schedule(flush)
    end
    -- Other clients may be told by the same tables.
    local changes = held and held.contentChanges or {}
    vim.list_extend(changes, params.contentChanges)
    held = { textDocument = params.textDocument, contentChanges = changes }
  end

  client.rpc.notify = function(method, params)
    if method == 'textDocument/didChange' then
      hold(params)
      return not client.rpc.is_closing()
    end
    flush()
    return notify(method, params)
  end
  client.rpc.request = function(...)
    flush()
    return request(...)
  end
  flushes[client.id] = flush
end

--- Tell the server now what is held back.
---@param client vim.lsp.Client
function M.flush(client)
  if flushes[client.id] then
    flushes[client.id]()
  end
end

return M
