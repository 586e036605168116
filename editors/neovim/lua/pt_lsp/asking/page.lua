--- A Markdown page in a window beside the code, which neither takes the focus nor belongs to any file.
local M = {}

local NARROW_COLUMNS = 120

---@class pt_lsp.Page
---@field bufnr integer
local Page = {}
Page.__index = Page

---@param title string
---@return string name of the buffer
local function name_of(title)
  return 'pt-lsp: ' .. title
end

---@param bufnr integer
local function open_window(bufnr)
  if #vim.fn.win_findbuf(bufnr) > 0 then
    return
  end
  local is_wide = vim.o.columns >= NARROW_COLUMNS
  local window = vim.api.nvim_open_win(bufnr, false, { split = is_wide and 'right' or 'below', win = 0 })
  vim.wo[window][0].wrap = true
  vim.wo[window][0].linebreak = true
  vim.wo[window][0].number = false
  vim.wo[window][0].relativenumber = false
  vim.wo[window][0].signcolumn = 'no'
end

--- An empty page; one with that title that is still open is used again.
---@param title string
---@return pt_lsp.Page
function M.open(title)
  local name = name_of(title)
  local bufnr = vim.iter(vim.api.nvim_list_bufs()):find(function(buffer)
    return vim.bo[buffer].buftype == 'nofile' and vim.endswith(vim.api.nvim_buf_get_name(buffer), name)
  end)
  if not bufnr then
    bufnr = vim.api.nvim_create_buf(false, true)
    vim.api.nvim_buf_set_name(bufnr, name)
    vim.bo[bufnr].bufhidden = 'wipe'
    vim.bo[bufnr].undolevels = -1
    open_window(bufnr)
    vim.bo[bufnr].filetype = 'markdown'
  end
  local page = setmetatable({ bufnr = bufnr }, Page)
  page:set('')
  return page
end

---@return boolean
function Page:is_open()
  return vim.api.nvim_buf_is_valid(self.bufnr)
end

---@param markdown string
function Page:set(markdown)
  if self:is_open() then
    vim.api.nvim_buf_set_lines(self.bufnr, 0, -1, false, vim.split(markdown, '\r?\n'))
  end
end

---@param markdown string
function Page:append(markdown)
  if self:is_open() then
    vim.api.nvim_buf_set_text(self.bufnr, -1, -1, -1, -1, vim.split(markdown, '\r?\n'))
  end
end

--- Calls back once when somebody closes the page; the last caller counts.
---@param on_closed fun()
function Page:when_closed(on_closed)
  local group = vim.api.nvim_create_augroup('pt_lsp.page.' .. self.bufnr, {})
  local options = { group = group, buffer = self.bufnr, once = true, callback = on_closed }
  vim.api.nvim_create_autocmd('BufWipeout', options)
end

return M
