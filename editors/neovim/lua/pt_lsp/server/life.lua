--- The life of servers: one that dies is started again for the buffers that it served, and what happened is
--- told in one sentence. One that cannot live is left alone until somebody asks for it.
local deaths = require('pt_lsp.server.deaths')
local process = require('pt_lsp.server.process')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

--- So long a server may take to end by itself.
local PATIENCE_MS = 1500

---@type table<string, pt_lsp.Deaths> by workspace folder
local counts = {}
---@type table<string, string> workspace folder to the sentence why no server is started there any more
local given_up = {}
---@type table<pt_lsp.Process, fun(how: pt_lsp.ProcessEnd)> what to do when they have ended
local awaited = {}

---@param root_dir string?
---@return string
local function key(root_dir)
  return root_dir or ''
end

---@param root_dir string?
---@param sentence string
local function give_up(root_dir, sentence)
  given_up[key(root_dir)] = sentence
  tell(sentence)
end

--- Whether a server for that folder is worth a try.
---@param root_dir string?
---@return boolean
function M.may_start(root_dir)
  return given_up[key(root_dir)] == nil
end

--- Why no server is started any more; nil if nothing speaks against it.
---@return string?
function M.reason()
  local _, sentence = next(given_up)
  return sentence
end

---@param started pt_lsp.Process
function M.could_not_start(started)
  give_up(started.root_dir, 'pt-lsp is not started: ' .. process.reason_against(started.command))
end

--- Starts a server as `client` was, for these buffers.
---@param client vim.lsp.Client
---@param buffers integer[]
local function begin(client, buffers)
  for _, bufnr in ipairs(buffers) do
    if vim.api.nvim_buf_is_loaded(bufnr) then
      vim.lsp.start(client.config, { bufnr = bufnr, reuse_client = client.config.reuse_client })
    end
  end
end

--- Neovim forgets a client that has ended in two turns of its loop.
---@param act fun()
local function when_forgotten(act)
  vim.schedule(function()
    vim.schedule(act)
  end)
end

---@param how pt_lsp.ProcessEnd
---@return string
local function cause(how)
  return how.signal ~= 0 and ('signal %d'):format(how.signal) or ('exit code %d'):format(how.code)
end

---@param dead pt_lsp.Process
---@param how pt_lsp.ProcessEnd
local function mourn(dead, how)
  local client = how.client
  if not client then
    local sentence = 'pt-lsp ended while it started (%s): :Pt log shows why, :Pt restart tries again.'
    give_up(dead.root_dir, sentence:format(cause(how)))
    return
  end
  local folder = key(dead.root_dir)
  counts[folder] = counts[folder] or deaths.new()
  if counts[folder]:may_live_again(vim.uv.now() - dead.began_ms) then
    local sentence = 'pt-lsp has died (%s) and starts again; your text is kept.'
    tell(sentence:format(cause(how)), vim.log.levels.WARN)
  else
    give_up(dead.root_dir, 'pt-lsp has died again and again: :Pt log may show why, :Pt restart starts it.')
  end
  when_forgotten(function()
    begin(client, how.buffers)
  end)
end

--- A server's process is no more.
---@param dead pt_lsp.Process
---@param how pt_lsp.ProcessEnd
function M.ended(dead, how)
  if how.client then
    server.abandon(how.client)
  end
  require('pt_lsp.server.status').settle()
  local go_on = awaited[dead]
  awaited[dead] = nil
  if go_on then
    go_on(how)
  elseif not dead.is_asked_to_end then
    mourn(dead, how)
  end
end

--- Ends a server, by force if it does not listen.
---@param running pt_lsp.Process
---@param go_on fun(how: pt_lsp.ProcessEnd)
local function stop(running, go_on)
  awaited[running] = go_on
  local client = process.client_of(running)
  if client then
    client:stop()
  else
    running.rpc.terminate()
  end
  vim.defer_fn(function()
    process.kill(running)
  end, PATIENCE_MS)
end

--- Starts servers for all buffers that are to have one, or for this one where that is left to the user.
local function begin_anew()
  if vim.lsp.is_enabled == nil or vim.lsp.is_enabled('pt_lsp') then
    vim.lsp.enable('pt_lsp')
  else
    vim.lsp.start(vim.lsp.config['pt_lsp'], { bufnr = 0 })
  end
end

--- Starts all servers again, also those that hang or were given up.
---@param sentence? string tells why
function M.restart(sentence)
  counts, given_up = {}, {}
  tell(sentence or 'pt-lsp is started again.', vim.log.levels.INFO)
  local all = process.running()
  local were_waiting = process.forget_waiting()
  if #all == 0 or were_waiting then
    when_forgotten(begin_anew)
  end
  for _, running in ipairs(all) do
    stop(running, function(how)
      when_forgotten(function()
        if how.client then
          begin(how.client, how.buffers)
        else
          begin_anew()
        end
      end)
    end)
  end
end

return M
