--- Carries out commands of the server that are chosen elsewhere, from Neovim's menu of code actions or a code
--- lens, as those of `:Pt` are: what takes no change is told before anybody pays, a failure in one sentence.
local place = require('pt_lsp.asking.place')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

--- These are not chosen by a person.
local UNASKED = { ['ptLsp.completionAccepted'] = true }

--- These change nothing in the document.
local HARMLESS = {
  ['ptLsp.acceptEdit'] = true,
  ['ptLsp.action'] = true,
  ['ptLsp.cancel'] = true,
  ['ptLsp.clearReview'] = true,
  ['ptLsp.describeActions'] = true,
  ['ptLsp.review'] = true,
}

---@param command string
---@return boolean
local function is_explaining(command)
  return vim.iter(require('pt_lsp.command.recipes')):any(function(recipe)
    return recipe.command == command and recipe.output == 'explain'
  end)
end

---@param command lsp.Command
---@param context {bufnr: integer, client_id: integer}
local function run(command, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local argument = command.arguments and command.arguments[1] or vim.empty_dict()
  if not client then
    tell('pt-lsp was started again meanwhile; choose once more.', vim.log.levels.WARN)
  elseif is_explaining(command.command) then
    require('pt_lsp.asking.explanation').ask(client, context.bufnr, argument, command.command)
  elseif HARMLESS[command.command] or place.is_changeable(context.bufnr) then
    local function on_result(result)
      require('pt_lsp.asking.reports').answer(command.title, result)
    end
    server.execute(client, command.command, argument, { bufnr = context.bufnr, on_result = on_result })
  end
end

--- Has all that this client's server can be told go that way, unless the user has set a way of their own.
---@param client vim.lsp.Client
function M.attend(client)
  for _, name in ipairs(server.commands(client)) do
    if not UNASKED[name] and not client.commands[name] then
      client.commands[name] = run
    end
  end
end

return M
