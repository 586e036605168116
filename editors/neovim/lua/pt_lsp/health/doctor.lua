--- What `pt-lsp doctor` finds: key, network, endpoint and model, each with its cure. Never shows a key: the
--- doctor does not either.
local process = require('pt_lsp.server.process')
local server = require('pt_lsp.health.server')

local M = {}

local health = vim.health
local TIMEOUT_MS = 20000

---@class pt_lsp.DoctorCheck
---@field name string
---@field status 'ok'|'warning'|'failed'|'skipped'
---@field detail string
---@field fix string

---@class pt_lsp.DoctorReport
---@field checks pt_lsp.DoctorCheck[]
---@field settings {key: string, value: string, origin: string}[]

--- The command that starts the server, as one that runs the doctor.
---@return string[]?
local function command()
  local line = process.command_line('doctor')
  return line and vim.list_extend(line, { '--json' })
end

--- What has the doctor look at the endpoint that the server asks, though it knows no settings of editors.
---@param config vim.lsp.Config
---@return table<string, string|number>
local function environment(config)
  local endpoint = vim.tbl_get(config, 'init_options', 'endpoint') or {}
  local known = { PT_LSP_BASE_URL = endpoint.baseUrl, PT_LSP_MODEL = endpoint.model }
  for name in pairs(known) do
    known[name] = vim.env[name] or known[name]
  end
  return vim.tbl_extend('force', known, config.cmd_env or {})
end

---@param cmd string[]
---@return pt_lsp.DoctorReport?
---@return string? reason why there is none
local function ask(cmd)
  local config = vim.lsp.config['pt_lsp'] --[[@as vim.lsp.Config]]
  local client = require('pt_lsp.server').find()
  local options = {
    text = true,
    timeout = TIMEOUT_MS,
    env = environment(config),
    cwd = client and client.root_dir,
  }
  local is_started, running = pcall(vim.system, cmd, options)
  if not is_started then
    return nil, 'could not be started.'
  end
  local done = running:wait()
  if done.code == 124 then
    return nil, ('did not end within %d seconds.'):format(TIMEOUT_MS / 1000)
  end
  local is_json, said = pcall(vim.json.decode, done.stdout or '')
  if not is_json or type(said) ~= 'table' or not vim.islist(said.checks) then
    return nil, 'said nothing that can be read.'
  end
  return said
end

local TELL = {
  ok = health.ok,
  skipped = health.info,
  warning = health.warn,
  failed = health.error,
}

---@param check pt_lsp.DoctorCheck
local function show(check)
  local tell = TELL[check.status] or health.info
  local is_skipped = check.status == 'skipped'
  local line = ('%s: %s%s'):format(check.name, is_skipped and 'not looked at, ' or '', check.detail)
  if check.fix == '' then
    tell(line)
  else
    tell(line, { check.fix })
  end
end

---@param said pt_lsp.DoctorReport
---@param report pt_lsp.Report
local function note(said, report)
  for _, check in ipairs(said.checks) do
    report:add('Doctor', ('%s %s, %s'):format(check.status, check.name, check.detail))
  end
  local names = vim.tbl_map(function(setting)
    return ('%s (%s)'):format(setting.key, setting.origin)
  end, said.settings or {})
  report:add('Settings', #names > 0 and table.concat(names, ', ') or 'none')
end

---@param report pt_lsp.Report
function M.check(report)
  health.start('Key, network and model')
  local cmd = command()
  if not cmd then
    health.info('pt-lsp doctor is not run: there is no server command that can be.')
    return
  end
  local said, reason = ask(cmd)
  if not said then
    report:add('Doctor', 'it ' .. reason)
    health.warn('pt-lsp doctor ' .. reason, { 'Run it in a terminal.' })
    return
  end
  local version = said.checks[1] and said.checks[1].detail:match('pt%-lsp (%S-),')
  server.compare(version, report)
  vim.iter(said.checks):each(show)
  note(said, report)
end

return M
