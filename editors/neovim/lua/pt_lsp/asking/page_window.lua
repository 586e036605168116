--- The window of a page: beside the code where there is room, else below it; or over it, at the right edge,
--- with `vim.g.pt_lsp_page = 'float'` and where windows take all the room. As high as what it shows, within
--- bounds.
local M = {}

local NARROW_COLUMNS = 120
local MOST_COLUMNS = 90

---@type table<integer, integer> window below the code to the height that it was given here
local heights = {}

---@param title string?
---@return vim.api.keyset.win_config
local function float_config(title)
  return {
    relative = 'editor',
    anchor = 'NE',
    row = 1,
    col = vim.o.columns,
    width = math.min(MOST_COLUMNS, math.max(vim.o.columns - 4, 1)),
    height = 1,
    style = 'minimal',
    border = vim.o.winborder == '' and 'rounded' or nil,
    title = title and (' %s '):format(title),
  }
end

---@return vim.api.keyset.win_config
local function split_config()
  if vim.o.columns >= NARROW_COLUMNS then
    return { split = 'right', win = 0, width = math.min(MOST_COLUMNS, math.floor(vim.o.columns / 2)) }
  end
  return { split = 'below', win = 0, height = math.max(math.floor(vim.o.lines / 4), 1) }
end

--- Shows the buffer in this tab page if it is not seen there, and leaves the cursor where it is.
---@param bufnr integer
---@param title string
---@return boolean is_new whether there is a new window
function M.show(bufnr, title)
  for _, window in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
    if vim.api.nvim_win_get_buf(window) == bufnr then
      return false
    end
  end
  local config = vim.g.pt_lsp_page == 'float' and float_config(title) or split_config()
  local is_open, window = pcall(vim.api.nvim_open_win, bufnr, false, config)
  if not is_open then
    config = float_config(title)
    window = vim.api.nvim_open_win(bufnr, false, config)
  end
  heights[window] = config.split == 'below' and vim.api.nvim_win_get_height(window) or nil
  vim.api.nvim_create_autocmd('VimResized', {
    group = vim.api.nvim_create_augroup('pt_lsp.page_window.' .. bufnr, {}),
    callback = function()
      M.fit(bufnr)
      return not vim.api.nvim_buf_is_valid(bufnr)
    end,
  })
  return true
end

--- Sets what users may have set otherwise for Markdown files: an address is seen before it is followed.
---@param bufnr integer
function M.settle(bufnr)
  for _, window in ipairs(vim.fn.win_findbuf(bufnr)) do
    local options = vim.wo[window][0]
    options.wrap, options.linebreak, options.breakindent = true, true, true
    options.number, options.relativenumber, options.signcolumn = false, false, 'no'
    options.conceallevel, options.foldenable, options.spell = 0, false, false
  end
end

---@param window integer
local function fit_window(window)
  local height = vim.api.nvim_win_get_height(window)
  local wanted = vim.api.nvim_win_text_height(window, {}).all
  if vim.api.nvim_win_get_config(window).relative ~= '' then
    local config = float_config()
    config.border = nil
    config.height = math.max(1, math.min(wanted, vim.o.lines - vim.o.cmdheight - 5))
    vim.api.nvim_win_set_config(window, config)
  elseif heights[window] == height then
    -- Somebody who has given it another height shall keep that one.
    wanted = math.min(wanted, math.floor(vim.o.lines / 2))
    vim.api.nvim_win_set_height(window, math.max(wanted, height))
    heights[window] = vim.api.nvim_win_get_height(window)
  end
end

--- Gives the windows of the page the size that it needs.
---@param bufnr integer
function M.fit(bufnr)
  vim.iter(vim.fn.win_findbuf(bufnr)):each(fit_window)
end

--- Runs `change`, which adds to the end; windows that were there, and in which nobody is selecting, go along.
---@param bufnr integer
---@param change fun()
function M.followed(bufnr, change)
  local last = vim.api.nvim_buf_line_count(bufnr)
  local following = vim.tbl_filter(function(window)
    local is_busy = window == vim.api.nvim_get_current_win() and vim.api.nvim_get_mode().mode ~= 'n'
    return vim.api.nvim_win_get_cursor(window)[1] == last and not is_busy
  end, vim.fn.win_findbuf(bufnr))
  change()
  last = vim.api.nvim_buf_line_count(bufnr)
  for _, window in ipairs(following) do
    vim.api.nvim_win_set_cursor(window, { last, 2 ^ 30 })
  end
end

--- Closes the current window, and its page with it; as the last window, the page alone.
function M.close()
  local bufnr = vim.api.nvim_get_current_buf()
  if not pcall(vim.api.nvim_win_close, 0, true) then
    vim.api.nvim_buf_delete(bufnr, { force = true })
  end
end

return M
