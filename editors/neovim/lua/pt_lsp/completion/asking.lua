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
---@class pt_lsp.OpenRequest
---@field client vim.lsp.Client
---@field id integer
---@field place pt_lsp.CursorPlace
---@field is_invoked boolean

---@type pt_lsp.OpenRequest? the request that is open
local open

---@type boolean whether it is going to be asked in a moment
local is_due = false
---@type fun()[] what waits until nothing is open or due
local waiting = {}

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

local function go_on()
  local acts = waiting
  waiting = {}
  for _, act in ipairs(acts) do
    vim.schedule(act)
  end
end

--- Ends what is open or due.
function M.stop()
  if timer then
    timer:stop()
  end
  is_due = false
  if open then
    open.client:cancel_request(open.id)
    open = nil
  end
  go_on()
end

--- Whether it was asked for by hand at this very place: the event of a key may come after that of the next.
---@param place pt_lsp.CursorPlace
---@return boolean
local function is_invoked_at(place)
  return open ~= nil and open.is_invoked and vim.deep_equal(open.place, place)
end

---@param place pt_lsp.CursorPlace
---@param is_invoked boolean
---@param on_answer fun(answer: pt_lsp.Answer)
---@return boolean is_sent
function M.now(place, is_invoked, on_answer)
  local client = client_of(place.bufnr)
  if not client or not is_invoked and is_invoked_at(place) then
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
  ---@type pt_lsp.OpenRequest?
  local mine
  local is_sent, id = client:request(METHOD, params, function(failure, result)
    if mine and mine == open then
      open = nil
      local items = type(result) == 'table' and (result.items or result) or {}
      on_answer({ place = place, items = failure and {} or items, encoding = encoding })
      if not is_due then
        go_on()
      end
    end
  end, place.bufnr)
  local is_open = is_sent and id
  mine = is_open and { client = client, id = id, place = place, is_invoked = is_invoked } or nil
  open = mine
  if superseded then
    superseded.client:cancel_request(superseded.id)
  end
  return is_sent
end

--- Asks soon, unless it is called again before.
---@param ask fun()
function M.soon(ask)
  is_due = true
  timer = timer or assert(vim.uv.new_timer())
  timer:start(
    PAUSE_MS,
    0,
    vim.schedule_wrap(function()
      is_due = false
      ask()
      if not open then
        go_on()
      end
    end)
  )
end

--- Calls back once it is known what there is, or that there is nothing; asks if nobody does.
---@param ask fun()
---@param act fun()
function M.once_known(ask, act)
  table.insert(waiting, act)
  if not open and not is_due then
    M.soon(ask)
  end
end

return M
