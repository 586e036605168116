--- Starts the server's process, and knows how it ended. Neovim's own sentence about an end is longer than
--- the command line, so that it waits for a key: Neovim is told of a good end, and `life` says what happened.
local M = {}

local SIGTERM = 15

---@class pt_lsp.Process
---@field command? string[] nil where the user's is none
---@field root_dir? string
---@field pid? integer of the process, which leads a group of its own unless `detached` says otherwise
---@field is_group_leader boolean
---@field began_ms number
---@field is_asked_to_end boolean
---@field rpc vim.lsp.rpc.PublicClient

---@class pt_lsp.ProcessEnd
---@field client? vim.lsp.Client nil if the server never answered `initialize`
---@field buffers integer[] that it served
---@field code integer
---@field signal integer

--- Those that run.
---@type table<pt_lsp.Process, true>
local running = {}
---@type fun()[] what ends clients that have no process
local waiting = {}

--- The server's command as the user has set it; nil where that is no list that begins with a program.
---@return string[]?
function M.command()
  local config = vim.lsp.config['pt_lsp']
  local own = config and config.cmd
  local command = type(own) == 'table' and own or vim.g.pt_lsp_cmd or { 'pt-lsp' }
  return type(command) == 'table' and type(command[1]) == 'string' and command or nil
end

--- Why a command cannot be run, and what tells more, after a colon.
---@param command string[]?
---@return string
function M.reason_against(command)
  local reason = command and ('there is no command "%s"'):format(command[1])
    or 'the server command is no list that begins with a program'
  return reason .. '; :checkhealth pt_lsp says what to do.'
end

--- The command line that does something else than serve, such as `login`.
---@param name string
---@return string[]? line nil where it cannot be run
---@return string? reason then, after a colon
function M.command_line(name)
  local command, line = M.command(), {}
  if not command or vim.fn.executable(assert(command[1])) == 0 then
    return nil, M.reason_against(command)
  end
  for _, word in ipairs(command) do
    if word == 'serve' or word == '--stdio' then
      break
    end
    table.insert(line, word)
  end
  return vim.list_extend(line, { name })
end

---@return pt_lsp.Process[]
function M.running()
  return vim.tbl_keys(running)
end

---@param process pt_lsp.Process
---@return vim.lsp.Client?
function M.client_of(process)
  return vim.iter(vim.lsp.get_clients({ name = 'pt_lsp' })):find(function(client)
    return client.rpc == process.rpc
  end)
end

--- Whether one of them has not answered `initialize` yet.
---@return boolean
function M.is_starting()
  return vim.iter(M.running()):any(function(process)
    return M.client_of(process) == nil
  end)
end

--- Ends a process that does not listen, with all that it has started.
---@param process pt_lsp.Process
function M.kill(process)
  if running[process] and process.pid then
    vim.uv.kill(process.is_group_leader and -process.pid or process.pid, 'sigkill')
  end
end

--- What Neovim gets where no server runs: a client that waits for ever. Without any client Neovim would cease
--- to follow a buffer at its next change, and tell a later server nothing of what is typed.
---@param on_exit fun(code: integer, signal: integer)
---@return vim.lsp.rpc.PublicClient
local function without_process(on_exit)
  local is_over = false
  local function leave()
    if not is_over then
      is_over = true
      on_exit(0, 0)
    end
  end
  local function no()
    return false
  end
  local function is_closing()
    return is_over
  end
  table.insert(waiting, leave)
  return { request = no, notify = no, is_closing = is_closing, terminate = leave }
end

--- Has Neovim forget the clients that wait without a server.
---@return boolean were_there
function M.forget_waiting()
  local all = waiting
  waiting = {}
  for _, leave in ipairs(all) do
    leave()
  end
  return #all > 0
end

--- Notes who wants the process to end: Neovim does so by one of these.
---@param process pt_lsp.Process
local function watch_for_stop(process)
  local rpc = process.rpc
  local request, terminate = rpc.request, rpc.terminate
  rpc.request = function(method, ...)
    process.is_asked_to_end = process.is_asked_to_end or method == 'shutdown'
    return request(method, ...)
  end
  rpc.terminate = function()
    process.is_asked_to_end = true
    return terminate()
  end
end

---@param process pt_lsp.Process
---@param on_exit fun(code: integer, signal: integer) Neovim's
---@return fun(code: integer, signal: integer)
local function when_ended(process, on_exit)
  return vim.schedule_wrap(function(code, signal)
    running[process] = nil
    local client = M.client_of(process)
    local buffers = client and vim.tbl_keys(client.attached_buffers) or {}
    local function forget()
      on_exit(0, process.is_asked_to_end and signal or SIGTERM)
    end
    if client or process.is_asked_to_end then
      forget()
    else
      table.insert(waiting, forget)
    end
    local how = { client = client, buffers = buffers, code = code, signal = signal }
    require('pt_lsp.server.life').ended(process, how)
  end)
end

---@return table<integer, true>
local function children()
  local set = {}
  for _, pid in ipairs(vim.api.nvim_get_proc_children(vim.fn.getpid())) do
    set[pid] = true
  end
  return set
end

--- Starts it; Neovim's API tells no process id, but the one that is new among our children is it.
---@param process pt_lsp.Process
---@param dispatchers vim.lsp.rpc.Dispatchers
---@param config vim.lsp.ClientConfig
---@return boolean is_started
local function spawn(process, dispatchers, config)
  local before = children()
  local heard = vim.tbl_extend('force', dispatchers, { on_exit = when_ended(process, dispatchers.on_exit) })
  local options = { cwd = config.cmd_cwd, env = config.cmd_env, detached = config.detached }
  local is_started, rpc = pcall(vim.lsp.rpc.start, process.command, heard, options)
  if not is_started then
    return false
  end
  process.rpc = rpc
  process.pid = vim.iter(vim.tbl_keys(children())):find(function(pid)
    return not before[pid]
  end)
  running[process] = true
  watch_for_stop(process)
  return true
end

--- What `cmd` of a client's configuration may be.
---@param dispatchers vim.lsp.rpc.Dispatchers
---@param config vim.lsp.ClientConfig
---@param command? string[] another than the user's
---@return vim.lsp.rpc.PublicClient
function M.start(dispatchers, config, command)
  local life = require('pt_lsp.server.life')
  local process = {
    command = command or M.command(),
    root_dir = config.root_dir,
    is_group_leader = config.detached ~= false and vim.fn.has('win32') == 0,
    began_ms = vim.uv.now(),
    is_asked_to_end = false,
  }
  if not life.may_start(process.root_dir) then
    return without_process(dispatchers.on_exit)
  elseif spawn(process, dispatchers, config) then
    return process.rpc
  end
  life.could_not_start(process)
  return without_process(dispatchers.on_exit)
end

return M
