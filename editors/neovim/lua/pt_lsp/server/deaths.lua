--- Decides whether a server that has died is started again. Knows neither processes nor clocks.
local M = {}

--- So often in a row.
local MAX_RESTARTS = 2
--- A server that has lived so long did not die of how it was started.
local LONG_LIFE_MS = 3 * 60 * 1000

---@class pt_lsp.Deaths
---@field n_in_a_row integer
local Deaths = {}
Deaths.__index = Deaths

---@return pt_lsp.Deaths
function M.new()
  return setmetatable({ n_in_a_row = 0 }, Deaths)
end

--- Notes a death, and tells whether to start another one.
---@param lived_ms number
---@return boolean
function Deaths:may_live_again(lived_ms)
  self.n_in_a_row = lived_ms < LONG_LIFE_MS and self.n_in_a_row + 1 or 1
  return self.n_in_a_row <= MAX_RESTARTS
end

return M
