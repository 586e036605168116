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

--- The same of items that have titles.
---@generic T: {title: string}
---@param items T[]
---@param prompt string
---@param on_choice fun(item: T?)
function M.choose_titled(items, prompt, on_choice)
  local options = {
    prompt = prompt,
    kind = 'pt_lsp',
    format_item = function(item)
      return item.title
    end,
  }
  M.choose(items, options, on_choice)
end

return M
