--- A source for blink.cmp, which does nothing unless it is among the providers there: `:help pt_lsp-blink`.
local source = require('pt_lsp.completion.source')

local M = {}

function M.new()
  return setmetatable({}, { __index = M })
end

---@return boolean
function M.enabled()
  return source.is_available()
end

--- Each key asks again, which costs nothing while what is known agrees.
---@param item pt_lsp.MenuItem?
---@return table
local function response(item)
  return { items = { item }, is_incomplete_forward = true, is_incomplete_backward = true }
end

---@param callback fun(response: table) may be called again, with more items
---@return fun() cancel
function M.get_completions(_, _, callback)
  local is_called, is_cancelled = false, false
  source.request(function(item)
    if not is_cancelled then
      is_called = true
      callback(response(item))
    end
  end)
  if not is_called then
    -- The menu does not wait for the model.
    callback(response(nil))
  end
  return function()
    is_cancelled = true
  end
end

---@param item pt_lsp.MenuItem
---@param callback fun()
---@param apply fun()
function M.execute(_, _, item, callback, apply)
  apply()
  source.accepted(item)
  callback()
end

return M
