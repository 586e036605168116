--- What happens when the server begins or ceases to serve a buffer.
local server = require('pt_lsp.server')

local M = {}

---@type table<integer, integer> buffer to how many of its openings the server has not confirmed
local unconfirmed = {}
---@type table<integer, boolean> buffers whose reloads are watched
local watched = {}

--- Edits that were sent before the server knew the text that stands here now do not fit, whatever version
--- they name: it may begin again with a didOpen. Messages keep their order, so they come before this answer.
---@param client vim.lsp.Client
---@param bufnr integer
local function confirm(client, bufnr)
  unconfirmed[bufnr] = (unconfirmed[bufnr] or 0) + 1
  local params = { command = 'ptLsp.status' }
  local is_sent = client:request('workspace/executeCommand', params, function(failure, result)
    local n_left = (unconfirmed[bufnr] or 1) - 1
    unconfirmed[bufnr] = n_left > 0 and n_left or nil
    if not failure then
      require('pt_lsp.server.status').note(result)
    end
  end, bufnr)
  if not is_sent then
    unconfirmed[bufnr] = nil
  end
end

---@param bufnr integer
local function watch_reloads(bufnr)
  if watched[bufnr] then
    return
  end
  watched[bufnr] = vim.api.nvim_buf_attach(bufnr, false, {
    on_reload = function()
      local client = server.find(bufnr)
      if client then
        confirm(client, bufnr)
      end
    end,
    on_detach = function()
      watched[bufnr] = nil
    end,
  })
end

--- Has the server know a buffer by its new name at once; Neovim tells it when the buffer is written.
---@param bufnr integer
function M.renaming(bufnr)
  local client = server.find(bufnr)
  if client then
    vim.lsp.buf_detach_client(bufnr, client.id)
  end
  vim.schedule(function()
    if not vim.api.nvim_buf_is_loaded(bufnr) then
      return
    elseif client and not client:is_stopped() then
      vim.lsp.buf_attach_client(bufnr, client.id)
    elseif not client then
      require('pt_lsp.server.root').offer(bufnr)
    end
  end)
end

--- Whether edits that come now are about the text that stands in the buffer.
---@param bufnr integer
---@return boolean
function M.is_confirmed(bufnr)
  return unconfirmed[bufnr] == nil
end

---@param client vim.lsp.Client
---@param bufnr integer
function M.attached(client, bufnr)
  require('pt_lsp.editing.telling').join(client)
  require('pt_lsp.asking.chosen').attend(client)
  confirm(client, bufnr)
  watch_reloads(bufnr)
  require('pt_lsp.completion').begin(client, bufnr)
  require('pt_lsp.server.waiting').served(client, bufnr)
end

---@param _ vim.lsp.Client
---@param bufnr integer
function M.detached(_, bufnr)
  unconfirmed[bufnr] = nil
  require('pt_lsp.completion').finish(bufnr)
  require('pt_lsp.editing.undo').forget(bufnr)
  require('pt_lsp.editing.under_way').forget(bufnr)
  require('pt_lsp.editing.edits').close(bufnr)
  vim.schedule(function()
    require('pt_lsp.server.status').settle()
  end)
end

return M
