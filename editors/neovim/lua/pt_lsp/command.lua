--- `:Pt SUBCOMMAND`.
local asking = require('pt_lsp.asking')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

---@alias pt_lsp.Options.Lines {lines?: {[1]: integer, [2]: integer}}

---@param title string
---@param command string
---@param render fun(result: any): string Markdown
local function show(title, command, render)
  local page = require('pt_lsp.page')
  local client = server.client(vim.api.nvim_get_current_buf())
  if client then
    server.execute(client, command, vim.empty_dict(), {
      on_result = function(result)
        page.open(title):set(render(result))
      end,
    })
  end
end

---@class pt_lsp.Reason
---@field time string
---@field uri string
---@field position? lsp.Position
---@field reason string
---@field detail? string

---@param result {reasons: pt_lsp.Reason[]}
---@return string
local function render_reasons(result)
  local lines = { '# Why there was no completion, newest first', '' }
  for _, reason in ipairs(result.reasons) do
    local place = vim.fn.fnamemodify(vim.uri_to_fname(reason.uri), ':~:.')
    local number = vim.tbl_get(reason, 'position', 'line')
    local where = type(number) == 'number' and ('%s:%d'):format(place, number + 1) or place
    local detail = type(reason.detail) == 'string' and reason.detail ~= '' and (': ' .. reason.detail) or ''
    table.insert(lines, ('- %s %s - %s%s'):format(reason.time, where, reason.reason, detail))
  end
  if #result.reasons == 0 then
    table.insert(lines, 'Nothing is remembered: no completion has been asked for, or each was answered.')
  end
  return table.concat(lines, '\n')
end

---@type table<string, {needs: string, run: fun(words: string, options: pt_lsp.Options.Lines)}>
local SUBCOMMANDS = {
  edit = { needs = 'ptLsp.edit', run = asking.edit },
  generate = { needs = 'ptLsp.generate', run = asking.generate },
  fix = {
    needs = 'ptLsp.fix',
    run = function(_, options)
      asking.fix(options)
    end,
  },
  explain = {
    needs = 'ptLsp.explain',
    run = function(_, options)
      asking.explain(options)
    end,
  },
  accept = {
    needs = 'ptLsp.acceptEdit',
    run = function(words)
      require('pt_lsp.review').accept({ hunk = words == 'hunk' })
    end,
  },
  reject = {
    needs = 'ptLsp.rejectEdit',
    run = function(words)
      require('pt_lsp.review').reject({ hunk = words == 'hunk' })
    end,
  },
  retry = {
    needs = 'ptLsp.retryEdit',
    run = function(words)
      require('pt_lsp.review').retry(words ~= '' and words or nil)
    end,
  },
  cancel = {
    needs = 'ptLsp.cancel',
    run = function()
      require('pt_lsp.review').cancel()
    end,
  },
  status = {
    needs = 'ptLsp.status',
    run = function()
      require('pt_lsp.status').show()
    end,
  },
  why = {
    needs = 'ptLsp.whyNoCompletion',
    run = function()
      show('Why no completion', 'ptLsp.whyNoCompletion', render_reasons)
    end,
  },
  prompt = {
    needs = 'ptLsp.showPrompt',
    run = function()
      show('What was sent', 'ptLsp.showPrompt', function(result)
        return result.markdown
      end)
    end,
  },
}

--- Commands that work on a definition or on lines and need no words; the server says which of them it has.
local REGION_COMMANDS = { 'document', 'implement', 'simplify', 'addTypes', 'doComment', 'writeTests' }

---@param client vim.lsp.Client
---@return string[]
local function names(client)
  local has = server.commands(client)
  local found = vim.tbl_filter(function(name)
    return vim.list_contains(has, 'ptLsp.' .. name)
  end, REGION_COMMANDS)
  for name, subcommand in pairs(SUBCOMMANDS) do
    if vim.list_contains(has, subcommand.needs) then
      table.insert(found, name)
    end
  end
  table.sort(found)
  return found
end

---@param call vim.api.keyset.create_user_command.command_args
function M.run(call)
  local name, words = call.args:match('^(%S+)%s*(.-)%s*$')
  local options = call.range > 0 and { lines = { call.line1, call.line2 } } or {}
  local subcommand = SUBCOMMANDS[name]
  if subcommand then
    subcommand.run(words, options)
  elseif vim.list_contains(REGION_COMMANDS, name) then
    local place = asking.place_to_edit(options)
    if place then
      server.execute(place.client, 'ptLsp.' .. name, place.argument, { bufnr = place.bufnr })
    end
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
  if before:match('^%S+%s') then
    choices = before:match('^accept%s') and { 'hunk' } or before:match('^reject%s') and { 'hunk' } or {}
  end
  return vim.tbl_filter(function(choice)
    return vim.startswith(choice, lead)
  end, choices)
end

return M
