--- A Markdown page in a window beside the code, which neither takes the focus nor belongs to any file. What
--- stands on it comes from a model: nothing of it is run, opened or loaded but by a person's key.
local page_window = require('pt_lsp.asking.page_window')
local scratch = require('pt_lsp.scratch')

local M = {}

---@class pt_lsp.Source where what a page tells of is to be found
---@field client vim.lsp.Client
---@field bufnr integer
---@field window integer

---@class pt_lsp.Page
---@field bufnr integer
---@field is_waiting boolean whether what stands there only says that the answer is to come
local Page = {}
Page.__index = Page

---@param bufnr integer
---@param source? pt_lsp.Source
local function map_keys(bufnr, source)
  local function map(key, desc, run)
    vim.keymap.set('n', key, run, { buffer = bufnr, nowait = true, desc = desc })
  end
  map('q', 'Close the page', function()
    page_window.close()
  end)
  for _, key in ipairs({ '<CR>', 'gf', 'gx' }) do
    map(key, 'Go where the link leads', function()
      require('pt_lsp.asking.jumping').from_cursor(source)
    end)
  end
end

---@param title string
---@return integer? bufnr
local function find(title)
  return vim.iter(vim.api.nvim_list_bufs()):find(function(bufnr)
    return vim.bo[bufnr].buftype == 'nofile' and vim.api.nvim_buf_get_name(bufnr) == scratch.name(title)
  end)
end

--- An empty page; one with that title that is still open is used again.
---@param title string
---@param source? pt_lsp.Source
---@return pt_lsp.Page
function M.open(title, source)
  local bufnr = find(title) or scratch.create(title)
  if page_window.show(bufnr, title) then
    vim.bo[bufnr].filetype = 'markdown'
    -- Neovim 0.11 colours Markdown, and code in it, only if it is asked to.
    pcall(vim.treesitter.start, bufnr, 'markdown')
    page_window.settle(bufnr)
  end
  map_keys(bufnr, source)
  local page = setmetatable({ bufnr = bufnr, is_waiting = false }, Page)
  page:set('')
  return page
end

---@return boolean
function Page:is_open()
  return vim.api.nvim_buf_is_valid(self.bufnr)
end

---@param write fun() what changes the page's text
function Page:_write(write)
  if not self:is_open() then
    return
  end
  scratch.write(self.bufnr, write)
  page_window.fit(self.bufnr)
end

---@param markdown string
function Page:set(markdown)
  self.is_waiting = false
  local lines = vim.split(markdown, '\r?\n')
  if self:is_open() and not vim.deep_equal(lines, vim.api.nvim_buf_get_lines(self.bufnr, 0, -1, false)) then
    self:_write(function()
      vim.api.nvim_buf_set_lines(self.bufnr, 0, -1, false, lines)
    end)
  end
end

--- Says that the answer is to come; it takes the sentence's place.
---@param sentence string
function Page:wait(sentence)
  self:set(sentence)
  self.is_waiting = true
end

--- Adds to the page. A window whose cursor is on the last line goes along.
---@param markdown string
function Page:append(markdown)
  if self.is_waiting then
    self:set('')
  end
  self:_write(function()
    page_window.followed(self.bufnr, function()
      vim.api.nvim_buf_set_text(self.bufnr, -1, -1, -1, -1, vim.split(markdown, '\r?\n'))
    end)
  end)
end

--- Says below what has come that no more will.
---@param sentence string
function Page:finish(sentence)
  if self:is_open() then
    local text = table.concat(vim.api.nvim_buf_get_lines(self.bufnr, 0, -1, false), '\n')
    local is_empty = self.is_waiting or text == ''
    local gap = is_empty and '' or ('\n'):rep(2 - #text:sub(-2):match('\n*$'))
    self:append(gap .. '> ' .. sentence:gsub('%s*\n%s*', ' '))
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
