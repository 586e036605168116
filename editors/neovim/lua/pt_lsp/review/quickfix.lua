--- A quickfix list of all undecided hunks, which stays true while it is the current one.
local pending = require('pt_lsp.review.pending')
local tell = require('pt_lsp.notice').tell

local M = {}

--- By this Neovim tells us our list from those of others.
local CONTEXT = 'pt_lsp.hunks'
local TITLE = 'PowerTokens: pending edits'

--- What one reads of a hunk in its line of the list.
---@param edit pt_lsp.Progress
---@param hunk pt_lsp.Hunk
---@return string
local function words(edit, hunk)
  local text = hunk.newText:match('%S[^\r\n]*')
  local removed = hunk.oldText:match('%S[^\r\n]*')
  local sign = text and '+ ' or '- '
  local title = edit.state == 'stopped' and ('Stopped: %s'):format(edit.title) or edit.title
  return ('%s: %s%s'):format(title, sign, text or removed or ''):gsub('%c', ' ')
end

---@return vim.quickfix.entry[]
local function entries()
  local found = {}
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    for _, placed in ipairs(pending.hunks(bufnr)) do
      table.insert(found, {
        bufnr = bufnr,
        lnum = placed.first + 1,
        end_lnum = math.max(placed.last, placed.first + 1),
        text = words(placed.edit, placed.hunk),
        user_data = placed.hunk.id,
      })
    end
  end
  return found
end

--- Puts what waits now into our list, with the same hunk as its current one.
local function refresh()
  local list = vim.fn.getqflist({ context = 0, idx = 0, items = 0 })
  if list.context ~= CONTEXT then
    return
  end
  local current = (list.items[list.idx] or {}).user_data
  local items = entries()
  local index = math.max(1, math.min(list.idx, #items))
  for number, item in ipairs(items) do
    index = item.user_data == current and number or index
  end
  vim.fn.setqflist({}, 'r', { items = items, idx = #items > 0 and index or nil })
end

local is_awaited = false

--- Soon, and once for all that comes until then.
local function refresh_soon()
  if is_awaited then
    return
  end
  is_awaited = true
  vim.schedule(function()
    is_awaited = false
    refresh()
  end)
end

--- Opens the list.
function M.open()
  local items = entries()
  if #items == 0 then
    tell('There is no pending edit.', vim.log.levels.INFO)
    return
  end
  -- An older list of ours is not one more step for `:colder`.
  local is_ours = vim.fn.getqflist({ context = 0 }).context == CONTEXT
  vim.fn.setqflist({}, is_ours and 'r' or ' ', { items = items, title = TITLE, context = CONTEXT })
  vim.api.nvim_create_autocmd('User', {
    group = vim.api.nvim_create_augroup('pt_lsp.hunks', {}),
    pattern = 'PtLspEdit',
    callback = refresh_soon,
  })
  vim.cmd.copen()
end

return M
