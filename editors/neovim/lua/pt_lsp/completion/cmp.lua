--- A source for nvim-cmp, which does nothing unless it is registered there: `:help pt_lsp-cmp`.
local source = require('pt_lsp.completion.source')

local M = {}

---@return boolean
function M.is_available()
  return source.is_available()
end

---@return lsp.PositionEncodingKind
function M.get_position_encoding_kind()
  return 'utf-8'
end

---@return string
function M.get_keyword_pattern()
  return [[\k\+]]
end

--- Each key asks again, which costs nothing while what is known agrees.
---@param callback fun(response: table)
function M.complete(_, _, callback)
  source.request(function(item)
    callback({ items = { item }, isIncomplete = true })
  end)
end

---@param item pt_lsp.MenuItem
---@param callback fun(item: pt_lsp.MenuItem)
function M.execute(_, item, callback)
  source.accepted(item)
  callback(item)
end

return M
