--- Chooses the model: one of those that the endpoint lists, or any by its name.
local choosing = require('pt_lsp.choosing')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

---@param answer {message?: string|vim.NIL}
---@param otherwise string
local function tell_message(answer, otherwise)
  local message = answer.message
  tell(type(message) == 'string' and message or otherwise, vim.log.levels.INFO)
end

---@param client vim.lsp.Client
---@param model string
local function use(client, model)
  server.execute(client, 'ptLsp.useModel', { model = model }, {
    on_result = function(result)
      tell_message(result, ('PowerTokens uses %s from now on.'):format(result.current))
    end,
  })
end

---@param client vim.lsp.Client
---@param result {models: string[], current: string, message?: string|vim.NIL}
local function choose(client, result)
  if #result.models == 0 then
    tell_message(result, 'The endpoint lists no models; ":Pt model NAME" takes any.')
    return
  end
  local options = {
    prompt = 'Model',
    format_item = function(model)
      return model == result.current and model .. ' (now)' or model
    end,
  }
  choosing.choose(result.models, options, function(model)
    if model then
      use(client, model)
    end
  end)
end

---@param model string offers all if empty
function M.choose(model)
  local client = server.client(vim.api.nvim_get_current_buf())
  if not client then
    return
  elseif model ~= '' then
    use(client, model)
    return
  end
  server.execute(client, 'ptLsp.models', vim.empty_dict(), {
    on_result = function(result)
      choose(client, result)
    end,
  })
end

return M
