--- Whether the user wants ghost text in a buffer without asking for it. Where not, nothing is asked for: what
--- is off costs nothing.
---
--- What cannot be read beyond doubt means off. Who wrote it wanted something else than what is there without
--- it, and ghost text that does not come is noticed sooner than a bill.
local tell = require('pt_lsp.notice').tell

local M = {}

local NAME = 'pt_lsp_completion'
local ELSEWHERE = '*'

---@alias pt_lsp.Scope 'buffer'|'filetype'|'everywhere'

---@type table<string, boolean> what was told already
local told = {}
---@type integer in seconds since 1970
local snoozed_until_s = 0

---@param variable string
---@param must string
local function complain(variable, must)
  if not told[variable] then
    told[variable] = true
    tell(
      ('%s %s. Until it is, ghost text does not come by itself there.'):format(variable, must),
      vim.log.levels.WARN
    )
  end
end

---@param value any
---@return boolean
local function is_nothing(value)
  return value == nil or value == vim.NIL
end

---@param value any
---@param variable string as the user knows it
---@return boolean
local function is_true(value, variable)
  if type(value) == 'boolean' then
    return value
  elseif value ~= 0 and value ~= 1 then
    complain(variable, 'must be true or false')
  end
  return value == 1
end

---@param value any
---@return boolean
local function is_by_filetype(value)
  return type(value) == 'table' and (next(value) == nil or not vim.islist(value))
end

---@param filetype string may be several, such as `html.django`
---@return boolean
local function is_on_for(filetype)
  local wanted = vim.g[NAME]
  if is_nothing(wanted) then
    return true
  elseif type(wanted) ~= 'table' then
    return is_true(wanted, 'vim.g.' .. NAME)
  elseif not is_by_filetype(wanted) then
    complain('vim.g.' .. NAME, "must be true, false, or a table such as { markdown = false, ['*'] = true }")
    return false
  end
  local names = vim.list_extend({ filetype }, vim.split(filetype, '.', { plain = true }))
  table.insert(names, ELSEWHERE)
  for _, name in ipairs(names) do
    if not is_nothing(wanted[name]) then
      return is_true(wanted[name], ('vim.g.%s[%s]'):format(NAME, vim.inspect(name)))
    end
  end
  return true
end

--- Whether it is on in a buffer, in its type of files or everywhere, whatever is snoozed.
---@param scope pt_lsp.Scope
---@param bufnr integer
---@return boolean
function M.is_on(scope, bufnr)
  local own = vim.b[bufnr][NAME]
  if scope == 'buffer' and not is_nothing(own) then
    return is_true(own, 'vim.b.' .. NAME)
  end
  return is_on_for(scope == 'everywhere' and ELSEWHERE or vim.bo[bufnr].filetype)
end

--- Whose word counts in a buffer.
---@param bufnr integer
---@return pt_lsp.Scope
function M.decides(bufnr)
  if not is_nothing(vim.b[bufnr][NAME]) then
    return 'buffer'
  end
  return is_by_filetype(vim.g[NAME]) and 'filetype' or 'everywhere'
end

---@param scope pt_lsp.Scope
---@param bufnr integer
---@param is_on boolean
function M.set(scope, bufnr, is_on)
  if scope == 'buffer' then
    vim.api.nvim_buf_set_var(bufnr, NAME, is_on)
    return
  end
  local wanted = vim.g[NAME]
  if scope == 'everywhere' and not is_by_filetype(wanted) then
    vim.g[NAME] = is_on
    return
  elseif not is_by_filetype(wanted) then
    wanted = { [ELSEWHERE] = M.is_on('everywhere', bufnr) }
  end
  wanted[scope == 'filetype' and vim.bo[bufnr].filetype or ELSEWHERE] = is_on
  vim.g[NAME] = wanted
end

--- Nothing comes by itself for so long; 0 ends that. The server knows it too, but may be another one by then.
---@param minutes number
function M.snooze(minutes)
  snoozed_until_s = minutes > 0 and os.time() + minutes * 60 or 0
end

---@return integer? time in seconds since 1970, while it lasts
function M.snoozed_until()
  return os.time() < snoozed_until_s and snoozed_until_s or nil
end

---@param bufnr integer
---@return boolean
function M.is_allowed(bufnr)
  return not M.snoozed_until() and M.is_on('buffer', bufnr)
end

return M
