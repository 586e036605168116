--- Looks after what is drawn in a buffer when something else happens to it than that the server tells.
local M = {}

--- The server tells within a tenth of a second what a change has moved; what it leaves is looked at after
--- that, never at a key.
local WAIT_MS = 250

---@class pt_lsp.Watch
---@field settle fun(bufnr: integer) its text, or a window that shows it, is another one
---@field lose fun(bufnr: integer) it was read again, or is another document

---@type table<integer, pt_lsp.Watch> buffers that are watched
local watched = {}
---@type table<integer, boolean> buffers that are about to be looked at
local is_due = {}

---@param bufnr integer
---@param watch pt_lsp.Watch
local function settle_soon(bufnr, watch)
  if is_due[bufnr] then
    return
  end
  is_due[bufnr] = true
  vim.defer_fn(function()
    is_due[bufnr] = nil
    if vim.api.nvim_buf_is_loaded(bufnr) then
      watch.settle(bufnr)
    end
  end, WAIT_MS)
end

---@param bufnr integer
---@return string
local function group_of(bufnr)
  return 'pt_lsp.edits.' .. bufnr
end

--- Windows, names and colours.
---@param bufnr integer
---@param watch pt_lsp.Watch
local function listen(bufnr, watch)
  local group = vim.api.nvim_create_augroup(group_of(bufnr), {})
  vim.api.nvim_create_autocmd({ 'WinResized', 'BufWinEnter' }, {
    group = group,
    callback = function()
      settle_soon(bufnr, watch)
    end,
  })
  vim.api.nvim_create_autocmd('BufFilePost', {
    group = group,
    buffer = bufnr,
    callback = function()
      watch.lose(bufnr)
    end,
  })
  vim.api.nvim_create_autocmd(
    'ColorScheme',
    { group = group, callback = require('pt_lsp.highlights').define }
  )
end

--- Watches a buffer until `stop`.
---@param bufnr integer
---@param watch pt_lsp.Watch
function M.begin(bufnr, watch)
  if watched[bufnr] then
    return
  end
  watched[bufnr] = watch
  require('pt_lsp.highlights').define()
  listen(bufnr, watch)
  vim.api.nvim_buf_attach(bufnr, false, {
    on_lines = function()
      if watched[bufnr] ~= watch then
        return true
      end
      settle_soon(bufnr, watch)
    end,
    on_reload = function()
      if watched[bufnr] == watch then
        watch.lose(bufnr)
      end
    end,
  })
end

---@param bufnr integer
function M.stop(bufnr)
  if watched[bufnr] then
    watched[bufnr] = nil
    vim.api.nvim_del_augroup_by_name(group_of(bufnr))
  end
end

return M
