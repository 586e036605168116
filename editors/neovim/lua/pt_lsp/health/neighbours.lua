--- Other plugins and servers that draw ghost text too, or complete with a model.
local M = {}

local health = vim.health

--- Plugins by how one sees that they are loaded: a Lua module, or a variable that they set.
local PLUGINS = {
  { name = 'copilot.lua', module = 'copilot' },
  { name = 'copilot.vim', variable = 'loaded_copilot' },
  { name = 'codeium.nvim', module = 'codeium' },
  { name = 'codeium.vim', variable = 'loaded_codeium' },
  { name = 'supermaven-nvim', module = 'supermaven-nvim' },
  { name = 'minuet-ai.nvim', module = 'minuet' },
  { name = 'neocodeium', module = 'neocodeium' },
  { name = 'tabnine-nvim', module = 'tabnine' },
  { name = 'llm.nvim', module = 'llm' },
  { name = 'augment.vim', variable = 'loaded_augment' },
}

---@return string[]
local function loaded_plugins()
  local found = vim.tbl_filter(function(plugin)
    return package.loaded[plugin.module or ''] ~= nil or vim.g[plugin.variable or ''] ~= nil
  end, PLUGINS)
  return vim.tbl_map(function(plugin)
    return plugin.name
  end, found)
end

--- Servers whose ghost text Neovim itself draws. Asked by what they say: 0.11 does not know the method.
---@return string[]
local function other_servers()
  local found = {}
  for _, client in ipairs(vim.lsp.get_clients()) do
    local capabilities = client.server_capabilities or {}
    if client.name ~= 'pt_lsp' and capabilities.inlineCompletionProvider then
      found[client.name] = true
    end
  end
  local names = vim.tbl_keys(found)
  table.sort(names)
  return names
end

---@param report pt_lsp.Report
function M.check(report)
  health.start('Other plugins')
  local plugins, servers = loaded_plugins(), other_servers()
  local all = vim.list_extend(vim.deepcopy(plugins), servers)
  report:add('Others', #all > 0 and table.concat(all, ', ') or 'none')
  if #plugins > 0 then
    health.warn(
      ('%s may draw ghost text at the same place.'):format(table.concat(plugins, ', ')),
      { 'Turn off the ghost text of the one or of the other: vim.g.pt_lsp_completion = false.' }
    )
  end
  if #servers > 0 and vim.lsp.inline_completion then
    health.warn(
      ('The server %s has ghost text too.'):format(table.concat(servers, ', ')),
      { 'vim.lsp.inline_completion.enable(false) turns its ghost text off, and leaves that of pt-lsp.' }
    )
  end
  if #all == 0 then
    health.ok('No other plugin and no other server draws ghost text.')
  end
end

return M
