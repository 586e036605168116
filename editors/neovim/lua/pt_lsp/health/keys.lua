--- Which keys lead to pt-lsp: those that are mapped, not those that could be.
local M = {}

local health = vim.health
local MODES = { i = 'Insert', n = 'Normal', x = 'Visual', o = 'Operator-pending' }

--- Whether a map leads here: by its text, or by a function that names us or is ours.
---@param map vim.api.keyset.get_keymap
---@return boolean
local function is_ours(map)
  local text = map.rhs or ''
  local callback = map.callback
  if type(callback) == 'function' then
    local is_dumped, code = pcall(string.dump, callback)
    text = text .. (is_dumped and code or '')
  end
  return text:find('<Plug>(PtLsp', 1, true) ~= nil or text:find('pt_lsp', 1, true) ~= nil
end

---@param map vim.api.keyset.get_keymap
---@return boolean
local function is_key(map)
  return not vim.startswith((map.lhs or ''):lower(), '<plug>')
end

---@return string[] found as "<Tab> (Insert): Accept ghost text"
local function mapped()
  local found = {}
  local served = require('pt_lsp.server').find()
  local buffers =
    vim.tbl_filter(vim.api.nvim_buf_is_valid, vim.tbl_keys(served and served.attached_buffers or {}))
  for mode, name in vim.spairs(MODES) do
    local maps = vim.api.nvim_get_keymap(mode)
    for _, bufnr in ipairs(buffers) do
      vim.list_extend(maps, vim.api.nvim_buf_get_keymap(bufnr, mode))
    end
    for _, map in ipairs(maps) do
      if is_key(map) and is_ours(map) then
        local what = map.desc or map.rhs or 'a function of yours'
        found[('%s (%s): %s'):format(map.lhs, name, what)] = true
      end
    end
  end
  local lines = vim.tbl_keys(found)
  table.sort(lines)
  return lines
end

---@param report pt_lsp.Report
function M.check(report)
  health.start('Keys')
  local lines = mapped()
  report:add('Keys', #lines > 0 and table.concat(lines, ', ') or 'none')
  if #lines > 0 then
    vim.iter(lines):each(health.ok)
    return
  end
  health.info(
    'No key leads to pt-lsp. :help pt_lsp-keys has some. '
      .. 'What blink.cmp or nvim-cmp do with a key cannot be seen here.'
  )
end

return M
