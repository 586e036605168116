--- Has the server do what the user asks for, where the user points at.
local instruction = require('pt_lsp.asking.instruction')
local place = require('pt_lsp.asking.place')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

M.unchangeable = place.unchangeable

--- Goes on with the instruction, and asks for it if there is none; the place follows the text meanwhile.
---@param words string?
---@param verb string
---@param scope string
---@param at pt_lsp.Place
---@param go fun(words: string)
local function with_instruction(words, verb, scope, at, go)
  if words and words ~= '' then
    go(words)
    return
  end
  at:follow()
  instruction.ask(verb, scope, function(given)
    if at:arrive() and given and at:renew() then
      go(given)
    end
  end)
end

---@param words? string
---@param options? table
function M.edit(words, options)
  local at = place.to_change(options)
  if at then
    local scope = (at:is_point() and 'around ' or '') .. at:name()
    with_instruction(words, 'Rewrite', scope, at, function(given)
      local argument = vim.tbl_extend('force', at.argument, { instruction = given })
      server.execute(at.client, 'ptLsp.edit', argument, { bufnr = at.bufnr })
    end)
  end
end

---@param words? string
---@param options? table
function M.generate(words, options)
  local at = place.to_change(options)
  if at then
    local start = at.argument.range.start
    at.argument.range = { start = start, ['end'] = start }
    with_instruction(words, 'Generate', 'at ' .. at:name(), at, function(given)
      local document, position = at.argument.textDocument, at.argument.range.start
      local argument = { textDocument = document, position = position, instruction = given }
      server.execute(at.client, 'ptLsp.generate', argument, { bufnr = at.bufnr })
    end)
  end
end

--- Has an action of the server's do what it does, where the user points at.
---@param recipe pt_lsp.Recipe
---@param options? table
function M.act(recipe, options)
  local explains = recipe.output == 'explain'
  local at = explains and place.at(options) or not explains and place.to_change(options)
  if not at then
    return
  end
  local argument = at.argument
  if recipe.takes == 'problem' then
    local problem = require('pt_lsp.server.problems').first(at.client, at.bufnr, argument.range)
    if not problem then
      tell('No problem is shown here.', vim.log.levels.INFO)
      return
    end
    argument = vim.tbl_extend('force', argument, { range = problem.range, diagnostic = problem })
  end
  if explains then
    require('pt_lsp.asking.explanation').ask(at.client, at.bufnr, argument, recipe.command)
  else
    server.execute(at.client, recipe.command, argument, { bufnr = at.bufnr })
  end
end

---@param options? table
function M.explain(options)
  local at = place.at(options)
  if at then
    require('pt_lsp.asking.explanation').ask(at.client, at.bufnr, at.argument)
  end
end

---@class pt_lsp.OwnAction
---@field id string
---@field title string

---@param at pt_lsp.Place
---@param id string
---@param title string
local function run_own(at, id, title)
  local argument = vim.tbl_extend('force', at.argument, { id = id })
  local function on_result(result)
    require('pt_lsp.asking.reports').answer(title, result)
  end
  server.execute(at.client, 'ptLsp.action', argument, { bufnr = at.bufnr, on_result = on_result })
end

--- One of the user's own actions; it is to be chosen where none is named.
---@param id string? its id
---@param options? table
function M.own(id, options)
  local at = place.at(options)
  if not at then
    return
  elseif id and id ~= '' then
    run_own(at, id, id)
    return
  end
  local function on_result(status)
    if #status.actions == 0 then
      tell('There are no actions of your own: the setting `actions.own` takes them.', vim.log.levels.INFO)
      return
    end
    require('pt_lsp.choosing').choose_titled(status.actions, 'An action of your own', function(action)
      if action and at:renew() then
        run_own(at, action.id, action.title)
      end
    end)
  end
  server.execute(at.client, 'ptLsp.status', vim.empty_dict(), { on_result = on_result })
end

return M
