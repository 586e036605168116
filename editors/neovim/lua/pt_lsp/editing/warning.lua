--- Tells somebody what the server warns of: once an edit has ended, or its text has gone for good.
local tell = require('pt_lsp.notice').tell

local M = {}

--- So soon a text that was replaced is found again, if at all: a filter writes all lines anew.
local FOUND_AGAIN_MS = 1000

--- Whether the warning is new. What remains wrong after a fix is known some seconds after its end.
---@param before pt_lsp.Progress?
---@param progress pt_lsp.Progress
---@return boolean
local function is_news(before, progress)
  if not before or progress.state == 'running' then
    return false
  end
  return before.state == 'running' or before.warning ~= progress.warning
end

---@param before pt_lsp.Progress? what was known of the edit until now
---@param progress pt_lsp.Progress
---@param is_there fun(): boolean whether the edit stands in the buffer
function M.tell(before, progress, is_there)
  local sentence = progress.warning
  if type(sentence) ~= 'string' then
    return
  elseif progress.state == 'gone' then
    vim.defer_fn(function()
      if not is_there() then
        tell(sentence, vim.log.levels.WARN)
      end
    end, FOUND_AGAIN_MS)
  elseif is_news(before, progress) then
    tell(sentence, vim.log.levels.WARN)
  end
end

return M
