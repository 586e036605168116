--- `:Pt`, alone or with a subcommand.
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

--- Those that the server can carry out; all while none runs, which a command may start.
---@return string[]
local function names()
  local client = server.find()
  local has = client and server.commands(client)
  local known = vim.iter(all()):filter(function(subcommand)
    return not has or not subcommand.needs or vim.list_contains(has, subcommand.needs)
  end)
  return known
    :map(function(subcommand)
      return subcommand.name
    end)
    :totable()
end

---@param name string
local function tell_unknown(name)
  local near = require('pt_lsp.command.nearness').near(name, names())
  local advice = 'press <Tab> after :Pt to see what it does.'
  if #near > 0 then
    advice = ('did you mean %s?'):format(table.concat(near, ' or '))
  end
  tell((':Pt does not know "%s"; %s'):format(vim.fn.strtrans(name), advice))
end

---@param subcommand pt_lsp.Subcommand
---@param words string
---@param options pt_lsp.Options.Lines
local function run_once_served(subcommand, words, options)
  local is_of_changes = subcommand.of_changes and subcommand.of_changes.word == words
  if (is_of_changes or not subcommand.has_range) and server.find() then
    -- Not every such command is about a buffer.
    subcommand.run(words, options)
    return
  end
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
  if require('pt_lsp.command_window').is_open() then
    tell('Leave the command-line window first.', vim.log.levels.WARN)
    return
  end
  local lines = call.range > 0 and { call.line1, call.line2 }
    or require('pt_lsp.asking.place').selected_lines()
  local name, words = call.args:match('^(%S+)%s*(.-)%s*$')
  local subcommand = name and called(name)
  local options = { lines = lines }
  if not name then
    require('pt_lsp.command.menu').open(lines)
  elseif subcommand and subcommand.needs then
    run_once_served(subcommand, words, options)
  elseif subcommand then
    subcommand.run(words, options)
  else
    tell_unknown(name)
  end
end

---@param lead string
---@param line string the command line so far
---@return string[]
function M.complete(lead, line)
  local before = line:match('Pt%s+(.*)$') or ''
  local name = before:match('^(%S+)%s')
  local choices
  if name then
    local subcommand = called(name)
    choices = subcommand and subcommand.choices or {}
  else
    choices = names()
  end
  return vim.tbl_filter(function(choice)
    return vim.startswith(choice, lead)
  end, choices)
end

return M
