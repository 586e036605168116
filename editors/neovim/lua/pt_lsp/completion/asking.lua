--- Asks the server what to show at the cursor: a moment after a key, or at once.
---
--- A request that a newer one supersedes is cancelled only after that has gone out: until then the server
--- keeps alive what it was about to say.
local server = require('pt_lsp.server')

local M = {}

local METHOD = 'textDocument/inlineCompletion'
local PAUSE_MS = 15
local INVOKED, AUTOMATIC = 1, 2

---@class pt_lsp.Answer
---@field place pt_lsp.CursorPlace where it was asked for
---@field items any
---@field encoding lsp.PositionEncodingKind

---@type uv.uv_timer_t?
local timer
---@type {client: vim.lsp.Client, id: integer}? the request that is open
local open

---@type table<integer, boolean> clients whose server answers
local answering = {}

--- Has this client's ghost text asked for here and not by Neovim itself, as 0.12 does where it is turned on:
--- not for a server that does not offer it.
---@param client vim.lsp.Client
function M.take_over(client)
  if client.server_capabilities.inlineCompletionProvider then
    client.server_capabilities.inlineCompletionProvider = nil
    answering[client.id] = true
  end
end

---@param bufnr integer
---@return vim.lsp.Client?
local function client_of(bufnr)
  local client = server.find(bufnr)
  return client and answering[client.id] and client or nil
end

--- Ends what is open or due.
function M.stop()
  if timer then
    timer:stop()
  end
  if open then
    open.client:cancel_request(open.id)
    open = nil
  end
end

---@param place pt_lsp.CursorPlace
---@param is_invoked boolean
---@param on_answer fun(answer: pt_lsp.Answer)
---@return boolean is_sent
function M.now(place, is_invoked, on_answer)
  local client = client_of(place.bufnr)
  if not client then
    return false
  end
  local superseded = open
  local line = place.before .. place.behind
  local encoding = client.offset_encoding
  local params = {
    textDocument = { uri = vim.uri_from_bufnr(place.bufnr) },
    position = { line = place.row, character = vim.str_utfindex(line, encoding, place.column, false) },
    context = { triggerKind = is_invoked and INVOKED or AUTOMATIC },
  }
  ---@type {client: vim.lsp.Client, id: integer}?
  local mine
  local is_sent, id = client:request(METHOD, params, function(failure, result)
    if mine and mine == open then
      open = nil
      local items = type(result) == 'table' and (result.items or result) or {}
      on_answer({ place = place, items = failure and {} or items, encoding = encoding })
    end
  end, place.bufnr)
  mine = is_sent and id and { client = client, id = id } or nil
  open = mine
  if superseded then
    superseded.client:cancel_request(superseded.id)
  end
  return is_sent
end

--- Calls back soon, unless it is called again before.
---@param ask fun()
function M.soon(ask)
  timer = timer or assert(vim.uv.new_timer())
  timer:start(PAUSE_MS, 0, vim.schedule_wrap(ask))
end

return M
