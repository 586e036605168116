--- Which server is started, where it is, and whether it is of the plugin's release.
local process = require('pt_lsp.server.process')
local report_of = require('pt_lsp.health.report')
local server = require('pt_lsp.server')

local M = {}

local health = vim.health
local INSTALL = 'Install it: uv tool install pt-lsp, or pipx install pt-lsp, or pip install pt-lsp.'

---@param variable string
---@param ... string parts of the path below the home that counts without it
---@return string
local function folder(variable, ...)
  return os.getenv(variable) or vim.fs.joinpath(vim.uv.os_homedir() or '', ...)
end

--- Where uv and pipx put programs: a Neovim that no shell started may lack them in its PATH.
---@return string[]
local function tool_folders()
  local is_windows = vim.fn.has('win32') == 1
  local bin = is_windows and 'Scripts' or 'bin'
  local data = folder('XDG_DATA_HOME', '.local', 'share')
  local tools = is_windows and folder('APPDATA', 'AppData', 'Roaming') or data
  local environments = { vim.env.UV_TOOL_DIR or vim.fs.joinpath(tools, 'uv', 'tools') }
  for _, home in ipairs({ vim.fs.joinpath(data, 'pipx'), folder('PIPX_HOME', '.local', 'pipx') }) do
    table.insert(environments, vim.fs.joinpath(home, 'venvs'))
  end
  local found = { folder('UV_TOOL_BIN_DIR', '.local', 'bin'), folder('PIPX_BIN_DIR', '.local', 'bin') }
  table.insert(found, folder('XDG_BIN_HOME', '.local', 'bin'))
  for _, environment in ipairs(environments) do
    table.insert(found, vim.fs.joinpath(environment, 'pt-lsp', bin))
  end
  return found
end

---@return string? path of a server that is installed and not in the PATH
local function find_elsewhere()
  return vim
    .iter(tool_folders())
    :map(function(each)
      return vim.fs.joinpath(each, 'pt-lsp')
    end)
    :find(function(path)
      return vim.fn.executable(path) == 1
    end)
end

---@return string[] advice
local function how_to_find_it()
  local path = find_elsewhere()
  if path then
    return { ('It is at %s: vim.g.pt_lsp_cmd = { %q } before the server is enabled.'):format(path, path) }
  end
  return { INSTALL, 'Or name another command in vim.g.pt_lsp_cmd before the server is enabled.' }
end

---@return string where the command is named
local function origin()
  return vim.g.pt_lsp_cmd and 'vim.g.pt_lsp_cmd' or 'the configuration of pt_lsp'
end

---@param report pt_lsp.Report
---@return boolean is_startable
local function check_command(report)
  local cmd = process.command()
  if not cmd then
    report:add('Command', 'no list')
    health.error(
      'The server command is no list that begins with a program.',
      { "Such as vim.g.pt_lsp_cmd = { 'pt-lsp' } before the server is enabled." }
    )
    return false
  end
  local path = vim.fn.exepath(assert(cmd[1]))
  if path == '' then
    report:add('Command', cmd[1] .. ', not found')
    health.error(('The server command %s of %s is not found.'):format(cmd[1], origin()), how_to_find_it())
    return false
  end
  -- What follows the program may hold anything.
  report:add('Command', path)
  health.ok(('The server is %s, from %s.'):format(report_of.without_home(path), origin()))
  return true
end

local function check_enabled()
  if vim.lsp.is_enabled and not vim.lsp.is_enabled('pt_lsp') then
    health.warn('The server is not enabled.', { "Put vim.lsp.enable('pt_lsp') into your configuration." })
  end
end

---@param text string?
---@return string? major and minor, which have to be the same
local function release(text)
  return text and text:match('^%d+%.%d+')
end

--- Whether plugin and server are of one release.
---@param theirs string? as the server says it
---@param report pt_lsp.Report
function M.compare(theirs, report)
  local ours = require('pt_lsp.version')
  report:add('Server', theirs or 'of an unknown version')
  if not release(theirs) then
    return
  elseif release(theirs) == release(ours) then
    health.ok(('Plugin %s and server %s belong together.'):format(ours, theirs))
  else
    health.warn(
      ('The server is version %s, the plugin %s.'):format(theirs, ours),
      { 'Update both: uv tool upgrade pt-lsp, or pipx upgrade pt-lsp, and the plugin as you installed it.' }
    )
  end
end

---@param report pt_lsp.Report
local function check_client(report)
  local client = server.find()
  if not client then
    report:add('State', 'it does not run')
    health.info('The server does not run: it starts with the first file that is opened.')
    return
  end
  local state, message = require('pt_lsp.server.status').now()
  report:add('State', state)
  local line = ('It runs and says: %s.%s'):format(state, message and (' ' .. message) or '')
  if state == 'ready' or state == 'working' then
    health.ok(line)
  else
    health.warn(line, { 'Below stands what pt-lsp doctor says.' })
  end
end

--- The server inherits the PATH.
local function check_git()
  if vim.fn.executable('git') == 1 then
    health.ok('git is there: it can write commit messages and review changes.')
  else
    health.warn(
      'git is not found: no commit message is written, and no changes are reviewed.',
      { 'Install git, or put its folder into the PATH.' }
    )
  end
end

---@param report pt_lsp.Report
function M.check(report)
  health.start('Server')
  check_enabled()
  check_git()
  if check_command(report) then
    check_client(report)
  end
end

return M
