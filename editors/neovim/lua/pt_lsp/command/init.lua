--- `:Pt SUBCOMMAND`.
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

---@return pt_lsp.Subcommand[]
local function all()
  return require('pt_lsp.command.subcommands')
end

---@param name string
---@return pt_lsp.Subcommand?
local function called(name)
  return vim.iter(all()):find(function(subcommand)
    return subcommand.name == name
  end)
end

--- Those that the server can carry out.
---@param client vim.lsp.Client
---@return string[]
local function names(client)
  local has = server.commands(client)
  local known = vim.iter(all()):filter(function(subcommand)
    return not subcommand.needs or vim.list_contains(has, subcommand.needs)
  end)
  return known
    :map(function(subcommand)
      return subcommand.name
    end)
    :totable()
end

---@param subcommand pt_lsp.Subcommand
---@param words string
---@param options pt_lsp.Options.Lines
local function run_once_served(subcommand, words, options)
  local bufnr = vim.api.nvim_get_current_buf()
  require('pt_lsp.server.waiting').until_served(options, function(where)
    if subcommand.has_range or bufnr == vim.api.nvim_get_current_buf() then
      subcommand.run(words, where)
    else
      tell((':Pt %s was for the buffer that you have left.'):format(subcommand.name), vim.log.levels.WARN)
    end
  end)
end

---@param call vim.api.keyset.create_user_command.command_args
function M.run(call)
  local name, words = call.args:match('^(%S+)%s*(.-)%s*$')
  local options = call.range > 0 and { lines = { call.line1, call.line2 } } or {}
  local subcommand = called(name)
  if subcommand and subcommand.needs then
    run_once_served(subcommand, words, options)
  elseif subcommand then
    subcommand.run(words, options)
  else
    tell((':Pt does not know "%s"; press <Tab> after :Pt to see what it does.'):format(name))
  end
end

---@param lead string
---@param line string the command line so far
---@return string[]
function M.complete(lead, line)
  local client = server.find()
  local before = line:match('Pt%s+(.*)$') or ''
  local choices = client and names(client) or {}
  local name = before:match('^(%S+)%s')
  if name then
    local subcommand = called(name)
    choices = subcommand and subcommand.choices or {}
  end
  return vim.tbl_filter(function(choice)
    return vim.startswith(choice, lead)
  end, choices)
end

return M
