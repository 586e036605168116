--- `:Pt try`: the embedded model, and a server that asks it until Neovim ends or somebody has seen enough.
local embedded_model = require('pt_lsp.setup.embedded_model')
local tell = require('pt_lsp.notice').tell

local M = {}

local POLL_MS = 50
local PATIENCE_MS = 2000
local ANSWERS = 'The embedded model answers until Neovim ends or :Pt try off. '
  .. 'It is small: it shows how things work, not how well.'

---@type integer? the model's process
local job
---@type vim.lsp.Config? what the user had configured; nil while the server asks no embedded model
local config_before

--- Calls back once all servers have ended, by force if they do not listen.
---@param go_on fun()
---@param waited_ms integer
local function when_servers_ended(go_on, waited_ms)
  local clients = vim.lsp.get_clients({ name = 'pt_lsp' })
  if #clients == 0 then
    go_on()
    return
  end
  if waited_ms == PATIENCE_MS then
    for _, client in ipairs(clients) do
      client:stop(true)
    end
  end
  vim.defer_fn(function()
    when_servers_ended(go_on, waited_ms + POLL_MS)
  end, POLL_MS)
end

--- Has the server start anew with another configuration. Text that is not saved and pending edits are kept.
---@param config vim.lsp.Config
---@param sentence string tells when it is done
local function restart_with(config, sentence)
  -- Neovim's own way to take a configuration's place, which luacheck does not know.
  vim.lsp.config['pt_lsp'] = config -- luacheck: ignore 122
  vim.lsp.enable('pt_lsp', false)
  when_servers_ended(function()
    vim.lsp.enable('pt_lsp')
    tell(sentence, vim.log.levels.INFO)
  end, 0)
end

--- The model's own key goes before the person's, which stays at home.
---@param model pt_lsp.EmbeddedModel
local function ask_it(model)
  config_before = vim.deepcopy(vim.lsp.config['pt_lsp'])
  local environment = { PT_LSP_BASE_URL = model.url, POWERTOKENS_API_KEY = model.key }
  local config = vim.tbl_deep_extend('force', config_before, { cmd_env = environment })
  restart_with(config, ANSWERS)
end

--- The model has ended: the server asks again what is configured.
---@param sentence string
local function ended(sentence)
  local config, was_asked_to = config_before, job == nil
  job, config_before = nil, nil
  if config then
    restart_with(config, sentence .. ' The endpoint that is configured answers again.')
  elseif not was_asked_to then
    tell(sentence)
  end
end

function M.begin()
  if job then
    tell('The embedded model runs already; :Pt try off ends it.', vim.log.levels.INFO)
    return
  end
  job = embedded_model.start({ on_ready = ask_it, on_ended = ended })
  if job then
    tell('The embedded model starts ...', vim.log.levels.INFO)
  else
    tell('The server command is not found; :checkhealth pt_lsp says what to do.')
  end
end

function M.stop()
  if not job then
    tell('The embedded model does not run.', vim.log.levels.INFO)
    return
  end
  local stopped = job
  job = nil
  vim.fn.jobstop(stopped)
end

---@return boolean
function M.is_running()
  return job ~= nil
end

return M
