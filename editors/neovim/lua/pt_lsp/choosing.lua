--- Has the user choose from a list.
local M = {}

--- Neovim's own list takes CTRL-C for an error; who presses it has chosen nothing.
---@param items any[]
---@param options table
---@param on_choice fun(item: any?)
function M.choose(items, options, on_choice)
  local is_asked, failure = pcall(vim.ui.select, items, options, on_choice)
  if not is_asked and not tostring(failure):find('Keyboard interrupt', 1, true) then
    error(failure, 0)
  end
end

return M
