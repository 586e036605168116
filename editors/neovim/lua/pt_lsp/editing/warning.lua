--- Tells somebody what the server warns of: once an edit has ended, or its text has gone for good.
local tell = require('pt_lsp.notice').tell

local M = {}

--- So soon a text that was replaced is found again, if at all: a filter writes all lines anew.
local FOUND_AGAIN_MS = 1000

---@param before pt_lsp.EditState? what was known of the edit until now
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
  elseif before == 'running' and progress.state ~= 'running' then
    tell(sentence, vim.log.levels.WARN)
  end
end

return M
