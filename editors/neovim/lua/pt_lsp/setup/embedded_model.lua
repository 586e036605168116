--- Runs the embedded model as `pt-lsp local-model` does, until it is stopped or Neovim ends.
local process = require('pt_lsp.server.process')

local M = {}

local PATIENCE_MS = 120000
local ENDED = 'The embedded model has ended.'

---@class pt_lsp.EmbeddedModel
---@field job integer
---@field url string
---@field key string that it asks for

---@return string
local function new_key()
  local key = assert(vim.uv.random(24)):gsub('.', function(byte)
    return ('%02x'):format(byte:byte())
  end)
  return key
end

--- What a program said on its way out, as one sentence.
---@param said string[]
---@return string
local function reason_of(said)
  local text = vim.trim(table.concat(said, '\n'))
  return text ~= '' and text:sub(-500):gsub('^pt%-lsp: ', '') or ENDED
end

---@class pt_lsp.EmbeddedModel.Listener
---@field on_ready fun(model: pt_lsp.EmbeddedModel)
---@field on_ended fun(sentence: string) called once, whether it was ready or not

--- Starts it; Neovim ends it with itself.
---@param listener pt_lsp.EmbeddedModel.Listener
---@return integer? job nil where there is no such command
function M.start(listener)
  local command = process.command_line('local-model')
  if not command then
    return nil
  end
  local key, out, said, is_ready = new_key(), '', {}, false
  local job = vim.fn.jobstart(command, {
    env = { PT_LSP_LOCAL_KEY = key },
    on_stdout = function(job, lines)
      out = is_ready and '' or out .. table.concat(lines, '\n')
      local url = out:match('^(http://[%w.:]+/v1)\r?\n')
      if url then
        is_ready = true
        listener.on_ready({ job = job, url = url, key = key })
      end
    end,
    on_stderr = function(_, lines)
      vim.list_extend(said, lines)
    end,
    on_exit = function()
      listener.on_ended(is_ready and ENDED or reason_of(said))
    end,
  })
  vim.defer_fn(function()
    if not is_ready then
      vim.fn.jobstop(job)
    end
  end, PATIENCE_MS)
  return job
end

return M
