--- The buffer beside what it reads without its undecided edits, kept in step while they are decided.
local command_window = require('pt_lsp.command_window')
local edits = require('pt_lsp.editing.edits')
local old_text = require('pt_lsp.review.old_text')
local original = require('pt_lsp.review.original')
local pending = require('pt_lsp.review.pending')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

--- States in which text of an edit stands in the buffer, or is on its way there.
local SHOWN = { running = true, pending = true, stopped = true }

---@class pt_lsp.Diff
---@field bufnr integer the user's
---@field window integer in which it is shown
---@field scratch integer the buffer with the old text
---@field lines string[] what that reads
---@field is_awaited boolean? whether it is about to be refreshed

---@type table<integer, pt_lsp.Diff> buffer to its diff
local open = {}

---@param bufnr integer
---@return pt_lsp.Hunk[]
---@return boolean is_any whether an edit is left that one may look at
local function hunks_of(bufnr)
  local hunks, is_any = {}, false
  for _, edit in ipairs(edits.in_buffer(bufnr)) do
    if SHOWN[edit.state] then
      is_any = true
      vim.list_extend(hunks, edit.hunks)
    end
  end
  return hunks, is_any
end

---@param bufnr integer
---@return string[]? lines nil until the server has told where the edits are now
local function old_lines(bufnr)
  local client = server.find(bufnr)
  local lines = vim.api.nvim_buf_get_lines(bufnr, 0, -1, true)
  return client and original.lines(lines, hunks_of(bufnr), client.offset_encoding)
end

---@param diff pt_lsp.Diff
local function close(diff)
  if open[diff.bufnr] ~= diff then
    return
  end
  open[diff.bufnr] = nil
  vim.api.nvim_del_augroup_by_name('pt_lsp.diff.' .. diff.bufnr)
  if vim.api.nvim_win_is_valid(diff.window) then
    vim.api.nvim_win_call(diff.window, vim.cmd.diffoff)
  end
  if vim.api.nvim_buf_is_valid(diff.scratch) then
    vim.api.nvim_buf_delete(diff.scratch, { force = true })
  end
end

--- Closes it once that is possible.
---@param diff pt_lsp.Diff
local function close_soon(diff)
  -- No window may be closed while another is being closed.
  vim.schedule(function()
    command_window.once_left(function()
      close(diff)
    end)
  end)
end

---@param diff pt_lsp.Diff
local function refresh(diff)
  diff.is_awaited = false
  if open[diff.bufnr] ~= diff then
    return
  end
  if not vim.api.nvim_buf_is_loaded(diff.bufnr) or not select(2, hunks_of(diff.bufnr)) then
    close_soon(diff)
    return
  end
  local lines = old_lines(diff.bufnr)
  if lines then
    old_text.put(diff.scratch, diff.lines, lines)
    diff.lines = lines
  end
end

--- Soon, and once for all that changes until then.
---@param diff pt_lsp.Diff
local function refresh_soon(diff)
  if not diff.is_awaited then
    diff.is_awaited = true
    vim.schedule(function()
      refresh(diff)
    end)
  end
end

---@param diff pt_lsp.Diff
local function follow(diff)
  vim.api.nvim_buf_attach(diff.bufnr, false, {
    on_lines = function()
      refresh_soon(diff)
      return open[diff.bufnr] ~= diff
    end,
  })
  local group = vim.api.nvim_create_augroup('pt_lsp.diff.' .. diff.bufnr, {})
  vim.api.nvim_create_autocmd('User', {
    group = group,
    pattern = 'PtLspEdit',
    callback = function(args)
      if args.data.bufnr == diff.bufnr then
        refresh_soon(diff)
      end
    end,
  })
  vim.api.nvim_create_autocmd('WinClosed', {
    group = group,
    pattern = tostring(diff.window),
    callback = function()
      close_soon(diff)
    end,
  })
  for bufnr, event in pairs({ [diff.bufnr] = 'BufWinLeave', [diff.scratch] = 'BufWipeout' }) do
    vim.api.nvim_create_autocmd(event, {
      group = group,
      buffer = bufnr,
      callback = function()
        close_soon(diff)
      end,
    })
  end
end

---@param bufnr integer
---@param window integer
---@param lines string[]
local function show(bufnr, window, lines)
  local diff = { bufnr = bufnr, window = window, scratch = old_text.buffer(bufnr, lines), lines = lines }
  local place = { split = 'left', win = window }
  local is_open, beside = pcall(vim.api.nvim_open_win, diff.scratch, false, place)
  if not is_open then
    vim.api.nvim_buf_delete(diff.scratch, { force = true })
    tell('There is no room for a window beside this one.', vim.log.levels.WARN)
    return
  end
  open[bufnr] = diff
  vim.keymap.set('n', 'q', function()
    close(diff)
  end, { buffer = diff.scratch, nowait = true, desc = 'Close the old text' })
  vim.api.nvim_win_call(beside, vim.cmd.diffthis)
  vim.api.nvim_win_call(window, vim.cmd.diffthis)
  follow(diff)
end

--- Shows the old text of the current buffer beside it, or closes it.
function M.toggle()
  local bufnr, window = vim.api.nvim_get_current_buf(), vim.api.nvim_get_current_win()
  local shown = open[bufnr]
  local is_closing = shown and vim.api.nvim_buf_is_valid(shown.scratch)
  if shown then
    close(shown)
  end
  if is_closing then
    return
  end
  local reason
  if not select(2, hunks_of(bufnr)) then
    reason = pending.NONE_HERE
  elseif vim.wo[window].diff then
    reason = 'This window shows another diff; :diffoff ends it.'
  end
  local lines = not reason and old_lines(bufnr)
  if lines then
    show(bufnr, window, lines)
  else
    tell(reason or 'The text has just changed; try once more.', vim.log.levels.WARN)
  end
end

return M
