--- What a completion menu shows, which ghost text may not contradict: Neovim's own, blink.cmp's, nvim-cmp's.
---
--- Plugins are asked only after they have told of an open menu themselves: one that is asked too early takes
--- its defaults for what the user wants.
local M = {}

local SNIPPET = 2

---@class pt_lsp.Menu
---@field is_open fun(): boolean
---@field selected fun(): string? the whole text of what is selected, typed or not

---@type pt_lsp.Menu
local builtin = {
  is_open = function()
    return vim.fn.pumvisible() == 1
  end,
  selected = function()
    local info = vim.fn.complete_info({ 'selected', 'completed' })
    return info.selected >= 0 and vim.tbl_get(info, 'completed', 'word') or nil
  end,
}

---@param item any as servers give it
---@return string? text up to the first place that a snippet leaves open
local function text_of(item)
  if type(item) ~= 'table' then
    return nil
  end
  local text = vim.tbl_get(item, 'textEdit', 'newText') or item.insertText or item.label
  if type(text) ~= 'string' then
    return nil
  end
  return item.insertTextFormat == SNIPPET and text:match('^[^$]*') or text
end

---@type boolean whether blink.cmp has told that its menu is open
local has_blink_opened = false

---@type pt_lsp.Menu
local blink = {
  is_open = function()
    return has_blink_opened and package.loaded['blink.cmp'].is_menu_visible()
  end,
  selected = function()
    return text_of(package.loaded['blink.cmp'].get_selected_item())
  end,
}

---@type table? the window of nvim-cmp's menu, as it has told
local cmp_window

---@type pt_lsp.Menu
local cmp = {
  is_open = function()
    return cmp_window ~= nil and cmp_window:visible()
  end,
  selected = function()
    local entry = cmp_window and cmp_window:get_selected_entry()
    return entry and text_of(entry:get_completion_item())
  end,
}

--- What these plugins answer is theirs: where it cannot be understood there is no menu.
---@return pt_lsp.Menu? menu that is open
local function open_one()
  for _, menu in ipairs({ builtin, blink, cmp }) do
    local is_answered, is_open = pcall(menu.is_open)
    if is_answered and is_open then
      return menu
    end
  end
end

--- Whether a menu covers what comes after the cursor.
---@return boolean
function M.is_open()
  return open_one() ~= nil
end

--- What the word adds to the text before the cursor, which holds its beginning, or all of it.
---@param before string
---@param word string
---@return string
local function left_of(before, word)
  for n = math.min(#before, #word), 1, -1 do
    if before:sub(-n) == word:sub(1, n) then
      return word:sub(n + 1)
    end
  end
  return word
end

--- Whether `text`, put in at the cursor, begins with what is selected in the menu; not where nothing is.
---@param text string
---@return boolean
function M.agrees(text)
  local menu = open_one()
  if not menu then
    return true
  end
  local is_answered, word = pcall(menu.selected)
  if not is_answered or not word then
    return false
  end
  local before = vim.api.nvim_get_current_line():sub(1, vim.api.nvim_win_get_cursor(0)[2])
  return vim.startswith(text, left_of(before, word))
end

---@param on_change fun()
local function watch_cmp(on_change)
  local loaded = package.loaded.cmp
  local event = type(loaded) == 'table' and loaded.event
  if not event then
    return
  end
  event:on('menu_opened', function(told)
    if told.window ~= cmp_window then
      cmp_window = told.window
      -- Another selection, which is told by the window alone.
      pcall(function()
        cmp_window.event:on('change', on_change)
      end)
    end
    on_change()
  end)
  event:on('menu_closed', on_change)
end

---@type boolean
local is_cmp_watched = false

--- Calls back when a plugin's menu opens, closes or selects something else. Neovim has events for its own.
---@param group integer of autocommands
---@param on_change fun()
function M.watch(group, on_change)
  ---@param pattern string|string[]
  ---@param act fun(args: table)
  local function on(pattern, act)
    vim.api.nvim_create_autocmd('User', { group = group, pattern = pattern, callback = act })
  end
  on({ 'BlinkCmpMenuOpen', 'BlinkCmpMenuClose', 'BlinkCmpListSelect' }, function()
    has_blink_opened = true
    on_change()
  end)
  local function begin_with_cmp()
    if not is_cmp_watched and package.loaded.cmp then
      is_cmp_watched = true
      pcall(watch_cmp, on_change)
    end
  end
  on('CmpReady', begin_with_cmp)
  begin_with_cmp()
end

return M
