--- `:checkhealth pt_lsp`.
local server = require('pt_lsp.server')

local M = {}

local health = vim.health

local function check_neovim()
  health.start('Neovim')
  if vim.fn.has('nvim-0.12') == 1 then
    health.ok('Ghost text, edits and explanations all work with this Neovim.')
  elseif vim.fn.has('nvim-0.11') == 1 then
    health.warn(
      'Neovim 0.11 has no inline completion; edits and explanations work.',
      { 'Use Neovim 0.12 to see ghost text.' }
    )
  else
    health.error('pt-lsp needs Neovim 0.11.', { 'Use Neovim 0.12.' })
  end
end

---@return boolean is_startable
local function check_command()
  local cmd = require('pt_lsp.server.process').command()
  if vim.fn.executable(cmd[1]) == 0 then
    health.error(
      ('The server command %s is not found.'):format(cmd[1]),
      { 'pip install pt-lsp, or name another command in vim.g.pt_lsp_cmd before the server is enabled.' }
    )
    return false
  end
  health.ok(('The server command is %s.'):format(table.concat(cmd, ' ')))
  if vim.fn.has('nvim-0.12') == 1 and not vim.lsp.is_enabled('pt_lsp') then
    health.warn('The server is not enabled.', { "Put vim.lsp.enable('pt_lsp') into your configuration." })
  end
  return true
end

local function check_client()
  local client = server.find()
  if not client then
    health.info('The server does not run: it starts with the first file that is opened.')
    return
  end
  local version = vim.tbl_get(client, 'server_info', 'version')
  health.ok(('The server runs%s.'):format(version and (', version ' .. version) or ''))
  local state, message = require('pt_lsp.server.status').now()
  local line = ('It says: %s.%s'):format(state, message and (' ' .. message) or '')
  if state == 'ready' or state == 'working' then
    health.ok(line)
  else
    health.warn(line, { 'pt-lsp doctor in a terminal checks key, network and model.' })
  end
end

local function check_server()
  health.start('Server')
  if check_command() then
    check_client()
  end
end

local function check_ghost_text()
  if not vim.lsp.inline_completion then
    return
  end
  health.start('Ghost text')
  local bufnr = vim.iter(vim.api.nvim_list_bufs()):find(function(buffer)
    return server.find(buffer) ~= nil
  end)
  if bufnr and not vim.lsp.inline_completion.is_enabled({ bufnr = bufnr }) then
    health.info('It is turned off; vim.lsp.inline_completion.enable() turns it on.')
  end
  local is_mapped = vim.iter(vim.api.nvim_get_keymap('i')):any(function(map)
    return map.expr == 1
  end)
  if not is_mapped then
    health.info('No key accepts it yet; :help pt_lsp-keys has a mapping.')
  end
end

function M.check()
  check_neovim()
  check_server()
  check_ghost_text()
end

return M
