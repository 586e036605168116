--- Has `:Pt` turn on and off that ghost text comes by itself. It can be asked for all the same.
local permission = require('pt_lsp.completion.permission')
local tell = require('pt_lsp.notice').tell

local M = {}

local SNOOZE_MIN, WEEK_MIN = 5, 7 * 24 * 60

---@param is_on boolean
---@return string
local function word(is_on)
  return is_on and 'on' or 'off'
end

---@param scope pt_lsp.Scope
---@param bufnr integer
---@return string
local function place(scope, bufnr)
  local filetype = vim.bo[bufnr].filetype
  local in_files = filetype == '' and ' in files without a type'
    or (' in files of type "%s"'):format(filetype)
  return ({ buffer = ' in this buffer', filetype = in_files, everywhere = '' })[scope]
end

--- What stands here against what was just said.
---@param bufnr integer
---@param is_on boolean
---@return string
local function objection(bufnr, is_on)
  local is_on_here = permission.is_on('buffer', bufnr)
  if is_on_here == is_on then
    return ''
  end
  local scope = permission.decides(bufnr)
  local command = ('Pt %s %s'):format(is_on and 'enable' or 'disable', scope)
  return ('; it stays %s%s until you say :%s'):format(word(is_on_here), place(scope, bufnr), command)
end

--- Takes from the screen what is not wanted any more.
---@param bufnr integer
local function apply(bufnr)
  if not permission.is_allowed(bufnr) then
    require('pt_lsp.completion').stop()
  end
  vim.cmd.redrawstatus({ bang = true })
end

---@param until_s integer
---@return string
local function snoozed(until_s)
  return ('Ghost text is snoozed until %s; ":Pt snooze 0" ends that.'):format(os.date('%H:%M', until_s))
end

--- Why ghost text does not come by itself in a buffer, in a sentence; nil where it may.
---@param bufnr integer
---@return string?
function M.reason_against(bufnr)
  local until_s = permission.snoozed_until()
  if until_s then
    return snoozed(until_s)
  elseif not permission.is_on('buffer', bufnr) then
    local scope = permission.decides(bufnr)
    local command = scope == 'everywhere' and 'Pt enable' or 'Pt enable ' .. scope
    return ('Ghost text is off%s; ":%s" turns it on.'):format(place(scope, bufnr), command)
  end
end

---@param minutes number
local function snooze(minutes)
  permission.snooze(minutes)
  for _, client in ipairs(vim.lsp.get_clients({ name = 'pt_lsp' })) do
    require('pt_lsp.server').execute(client, 'ptLsp.snooze', { minutes = minutes })
  end
end

---@param action 'enable'|'disable'|'toggle'
---@param words string where: `buffer`, `filetype`, or nothing
function M.switch(action, words)
  local bufnr = vim.api.nvim_get_current_buf()
  local scope = words == '' and 'everywhere' or words
  if not vim.list_contains({ 'buffer', 'filetype', 'everywhere' }, scope) then
    tell((':Pt %s takes "buffer", "filetype" or nothing.'):format(action), vim.log.levels.WARN)
    return
  end
  local is_on = action == 'enable' or (action == 'toggle' and not permission.is_on(scope, bufnr))
  if is_on and permission.snoozed_until() then
    snooze(0)
  end
  permission.set(scope, bufnr, is_on)
  apply(bufnr)
  local sentence = ('Ghost text is %s%s%s.'):format(word(is_on), place(scope, bufnr), objection(bufnr, is_on))
  tell(sentence, vim.log.levels.INFO)
end

---@param words string minutes; 0 ends it
function M.snooze(words)
  local minutes = words == '' and SNOOZE_MIN or tonumber(words)
  if not minutes or not (minutes >= 0 and minutes <= WEEK_MIN) then
    tell((':Pt snooze takes minutes, up to %d (a week); 0 ends it.'):format(WEEK_MIN), vim.log.levels.WARN)
    return
  end
  snooze(minutes)
  apply(vim.api.nvim_get_current_buf())
  local until_s = permission.snoozed_until()
  tell(until_s and snoozed(until_s) or 'Ghost text is not snoozed any more.', vim.log.levels.INFO)
end

return M
