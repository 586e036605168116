--- What the server offers at a place: its code actions.
local place = require('pt_lsp.asking.place')
local server = require('pt_lsp.server')

local M = {}

--- So long the server is waited for.
local PATIENCE_MS = 1000

---@class pt_lsp.OfferedAction: pt_lsp.Choice
---@field command string the server's, that it stands for

---@param here pt_lsp.Here
---@return lsp.CodeActionParams
local function params_of(here)
  local first, last = here.row, here.row
  if here.lines then
    first, last = here.lines[1] - 1, here.lines[2] - 1
  end
  local near = vim.tbl_filter(function(diagnostic)
    return diagnostic.lnum <= last and (diagnostic.end_lnum or diagnostic.lnum) >= first
  end, vim.diagnostic.get(here.bufnr))
  return {
    textDocument = { uri = vim.uri_from_bufnr(here.bufnr) },
    range = place.range_of(assert(here.client), here.bufnr, here.lines),
    context = { diagnostics = vim.lsp.diagnostic.from(near) },
  }
end

---@param here pt_lsp.Here
---@param action lsp.CodeAction
local function carry_out(here, action)
  -- Another server may be there by now.
  local client = server.client(here.bufnr)
  if not client then
    return
  end
  local function run(whole)
    if whole.command then
      client:exec_cmd(whole.command, { bufnr = here.bufnr })
    end
  end
  if action.command then
    run(action)
  else
    client:request('codeAction/resolve', action, function(_, resolved)
      run(resolved or action)
    end, here.bufnr)
  end
end

---@param here pt_lsp.Here
---@param actions lsp.CodeAction[]
---@return pt_lsp.OfferedAction[]
local function offers_of(here, actions)
  return vim.tbl_map(function(action)
    return {
      command = vim.tbl_get(action, 'command', 'command') or vim.tbl_get(action, 'data', 'command') or '',
      title = action.title:gsub('^PowerTokens: ', ''),
      run = function()
        carry_out(here, action)
      end,
    }
  end, actions)
end

--- Calls back once; with nil where no server is, or where it is slow or fails.
---@param here pt_lsp.Here
---@param on_offers fun(offers: pt_lsp.OfferedAction[]?)
function M.ask(here, on_offers)
  local is_over = false
  local function once(actions)
    if not is_over then
      is_over = true
      on_offers(actions and offers_of(here, actions))
    end
  end
  local is_asked = here.client
    and here.client:request('textDocument/codeAction', params_of(here), function(failure, actions)
      if failure then
        once(nil)
      else
        once(actions or {})
      end
    end, here.bufnr)
  if is_asked then
    vim.defer_fn(function()
      once(nil)
    end, PATIENCE_MS)
  else
    once(nil)
  end
end

return M
