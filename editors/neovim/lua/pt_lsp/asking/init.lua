--- Has the server do what the user asks for, where the user points at.
local instruction = require('pt_lsp.asking.instruction')
local place = require('pt_lsp.asking.place')
local server = require('pt_lsp.server')

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
    if at:arrive() and given then
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

--- Has a command of the server change what the user points at.
---@param command string
---@param options? table
function M.change(command, options)
  local at = place.to_change(options)
  if at then
    server.execute(at.client, command, at.argument, { bufnr = at.bufnr })
  end
end

---@param options? table
function M.fix(options)
  local at = place.to_change(options)
  if at then
    local range = at.argument.range
    local near = vim.tbl_filter(function(diagnostic)
      local last = diagnostic.end_lnum or diagnostic.lnum
      return diagnostic.lnum <= range['end'].line and last >= range.start.line
    end, vim.diagnostic.get(at.bufnr))
    local diagnostics = #near > 0 and vim.lsp.diagnostic.from(near) or nil
    local argument = vim.tbl_extend('force', at.argument, { diagnostics = diagnostics })
    server.execute(at.client, 'ptLsp.fix', argument, { bufnr = at.bufnr })
  end
end

---@param options? table
function M.explain(options)
  local at = place.at(options)
  if at then
    require('pt_lsp.asking.explanation').ask(at.client, at.bufnr, at.argument)
  end
end

return M
