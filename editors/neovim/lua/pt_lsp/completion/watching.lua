--- Follows keys, the cursor, modes and windows of the buffers that have ghost text.
local asking = require('pt_lsp.completion.asking')
local answers = require('pt_lsp.completion.answers')
local menus = require('pt_lsp.completion.menus')
local offer = require('pt_lsp.completion.offer')

local M = {}

local group = vim.api.nvim_create_augroup('pt_lsp.completion', {})

---@type table<integer, boolean> buffers that are watched
local watched = {}
---@type string what text and cursor were when a key was last followed
local last = ''

--- Nothing of ghost text may end in the typing of the user.
---@param act fun(args: any)
---@return fun(args: any)
local function guarded(act)
  return function(args)
    local is_done, failure = pcall(act, args)
    if not is_done then
      pcall(offer.drop)
      vim.lsp.log.error('pt_lsp.completion', failure)
    end
  end
end

--- Asks for what to show, where it is wanted.
M.ask = guarded(answers.ask)

--- One key comes with several events, each of which may be the only one.
---@param bufnr integer
local function follow(bufnr)
  local position = vim.api.nvim_win_get_cursor(0)
  local now = ('%d %d %d %d'):format(bufnr, vim.api.nvim_buf_get_changedtick(bufnr), position[1], position[2])
  if now ~= last then
    last = now
    offer.show()
    asking.soon(M.ask)
  end
end

local function stop()
  last = ''
  offer.drop()
end

local function on_mode()
  if not watched[vim.api.nvim_get_current_buf()] then
    return
  end
  local from, to = vim.v.event.old_mode, vim.v.event.new_mode
  if not to:match('^i') then
    stop()
  elseif not from:match('^i') then
    follow(vim.api.nvim_get_current_buf())
  else
    offer.show()
  end
end

---@param events string[]
---@param bufnr integer
---@param act fun(args: any)
local function on(events, bufnr, act)
  vim.api.nvim_create_autocmd(events, { group = group, buffer = bufnr, callback = guarded(act) })
end

---@param bufnr integer
function M.begin(bufnr)
  if watched[bufnr] then
    return
  end
  if not next(watched) then
    menus.watch(group, guarded(offer.show))
    local pattern = { 'i*:*', '*:i*' }
    vim.api.nvim_create_autocmd(
      'ModeChanged',
      { group = group, pattern = pattern, callback = guarded(on_mode) }
    )
    vim.api.nvim_create_autocmd(
      { 'VimResized', 'WinResized' },
      { group = group, callback = guarded(offer.show) }
    )
  end
  require('pt_lsp.highlights').define()
  watched[bufnr] = true
  on({ 'TextChangedI', 'TextChangedP', 'CursorMovedI', 'WinEnter' }, bufnr, function()
    follow(bufnr)
  end)
  on({ 'CompleteChanged', 'CompleteDone' }, bufnr, function()
    vim.schedule(guarded(offer.show))
  end)
  on({ 'BufLeave', 'WinLeave' }, bufnr, stop)
end

---@param bufnr integer
function M.finish(bufnr)
  watched[bufnr] = nil
  if next(watched) then
    vim.api.nvim_clear_autocmds({ group = group, buffer = bufnr })
  else
    vim.api.nvim_clear_autocmds({ group = group })
  end
  if bufnr == vim.api.nvim_get_current_buf() then
    stop()
  end
end

return M
