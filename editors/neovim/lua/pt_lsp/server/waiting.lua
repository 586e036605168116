--- Has what was asked for wait until the buffer is served: a plugin that is loaded by its first command is
--- asked before its server has started.
local positions = require('pt_lsp.positions')
local process = require('pt_lsp.server.process')
local root = require('pt_lsp.server.root')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

local PATIENCE_MS = 2000
--- So long one that has been started may take until it serves: a busy machine is slow.
local MOST_PATIENCE_MS = 30000

---@class pt_lsp.Where
---@field bufnr? integer
---@field range? lsp.Range
---@field lines? {[1]: integer, [2]: integer}

--- Why a buffer is not going to be served, in a sentence; nil if it may be.
---@param bufnr integer
---@return string?
function M.reason_against(bufnr)
  local config = vim.lsp.config['pt_lsp']
  local filetype = vim.bo[bufnr].filetype
  if vim.lsp.is_enabled and not vim.lsp.is_enabled('pt_lsp') and not server.find() then
    return "pt-lsp is not enabled: vim.lsp.enable('pt_lsp') belongs into your configuration."
  elseif config.filetypes and not vim.list_contains(config.filetypes, filetype) then
    return ('pt-lsp is set up to leave files of type "%s" alone.'):format(filetype)
  end
  return root.reason_against(bufnr) or require('pt_lsp.server.life').reason()
end

--- The place that is meant now, which may not be where the cursor is later.
---@param bufnr integer
---@param where pt_lsp.Where
---@return pt_lsp.Where
local function fixed(bufnr, where)
  if where.lines or where.range then
    return vim.tbl_extend('force', where, { bufnr = bufnr })
  elseif bufnr ~= vim.api.nvim_get_current_buf() then
    return where
  end
  local first, last = vim.fn.line('v'), vim.fn.line('.')
  if vim.api.nvim_get_mode().mode:match('^[vV\22]') then
    return { bufnr = bufnr, lines = { math.min(first, last), math.max(first, last) } }
  end
  local cursor = vim.api.nvim_win_get_cursor(0)
  return { bufnr = bufnr, position = { cursor[1] - 1, cursor[2] } }
end

---@param client vim.lsp.Client
---@param bufnr integer
---@param position {[1]: integer, [2]: integer} row and column in bytes, zero-based
---@return lsp.Range range an empty one, in what the client counts
local function range_at(client, bufnr, position)
  local place = positions.to_lsp(bufnr, client.offset_encoding, position[1], position[2])
  return { start = place, ['end'] = place }
end

---@class pt_lsp.Waiting
---@field where pt_lsp.Where
---@field go_on fun(where: pt_lsp.Where)

---@type table<integer, pt_lsp.Waiting[]> by buffer
local waiting = {}

--- Whether a server has been started that has not answered yet.
---@return boolean
local function is_starting()
  return vim.iter(process.running()):any(function(started)
    return not process.client_of(started)
  end)
end

---@param bufnr integer
---@param call pt_lsp.Waiting
---@param waited_ms integer so far
local function give_up_in_time(bufnr, call, waited_ms)
  vim.defer_fn(function()
    waited_ms = waited_ms + PATIENCE_MS
    if not vim.list_contains(waiting[bufnr] or {}, call) then
      return
    elseif waited_ms < MOST_PATIENCE_MS and is_starting() then
      give_up_in_time(bufnr, call, waited_ms)
      return
    end
    waiting[bufnr] = nil
    tell(M.reason_against(bufnr) or 'pt-lsp does not serve this buffer; :checkhealth pt_lsp says why.')
  end, PATIENCE_MS)
end

---@param bufnr integer
---@param call pt_lsp.Waiting
local function queue(bufnr, call)
  waiting[bufnr] = waiting[bufnr] or {}
  table.insert(waiting[bufnr], call)
  give_up_in_time(bufnr, call, 0)
end

--- Goes on at once where the buffer is served, else as soon as it is; if it is not, the user is told.
---@param where pt_lsp.Where
---@param go_on fun(where: pt_lsp.Where)
function M.until_served(where, go_on)
  local bufnr = where.bufnr or vim.api.nvim_get_current_buf()
  if server.find(bufnr) then
    go_on(where)
    return
  end
  local reason = M.reason_against(bufnr)
  if reason then
    tell(reason)
  else
    queue(bufnr, { where = fixed(bufnr, where), go_on = go_on })
  end
end

--- The same for what is about a folder: whatever server runs can tell.
---@param where pt_lsp.Where
---@param go_on fun(where: pt_lsp.Where)
function M.until_any_served(where, go_on)
  if server.find() then
    go_on(where)
  else
    M.until_served(where, go_on)
  end
end

--- The buffer is served from now on.
---@param client vim.lsp.Client
---@param bufnr integer
function M.served(client, bufnr)
  local calls = waiting[bufnr] or {}
  waiting[bufnr] = nil
  for _, call in ipairs(calls) do
    local where = call.where
    if where.position then
      where = { bufnr = bufnr, range = range_at(client, bufnr, where.position) }
    end
    call.go_on(where)
  end
end

return M
