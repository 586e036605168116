--- What the user points at: lines, or the place of the cursor; followed while somebody goes on typing.
local positions = require('pt_lsp.positions')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

local namespace = vim.api.nvim_create_namespace('pt_lsp.asking')

---@class pt_lsp.Place
---@field client vim.lsp.Client
---@field bufnr integer
---@field argument {textDocument: lsp.TextDocumentIdentifier, range: lsp.Range}
---@field mark? integer
local Place = {}
Place.__index = Place

--- The lines that are selected; Visual mode ends with that, as it does with any command on a selection.
---@return {[1]: integer, [2]: integer}? lines one-based; nil without a selection
function M.selected_lines()
  if not vim.api.nvim_get_mode().mode:match('^[vV\22]') then
    return nil
  end
  local lines = { vim.fn.line('v'), vim.fn.line('.') }
  table.sort(lines)
  vim.cmd.normal({ vim.keycode('<Esc>'), bang = true })
  return lines
end

---@param client vim.lsp.Client
---@param bufnr integer
---@param lines? {[1]: integer, [2]: integer} the cursor if left out
---@return lsp.Range range of whole lines, without the last line's end
function M.range_of(client, bufnr, lines)
  local encoding = client.offset_encoding
  if lines then
    local last = positions.to_lsp(bufnr, encoding, lines[2] - 1, math.huge)
    return { start = { line = lines[1] - 1, character = 0 }, ['end'] = last }
  end
  local window = bufnr == vim.api.nvim_get_current_buf() and 0 or vim.fn.bufwinid(bufnr)
  local cursor = vim.api.nvim_win_get_cursor(math.max(window, 0))
  local here = positions.to_lsp(bufnr, encoding, cursor[1] - 1, cursor[2])
  return { start = here, ['end'] = here }
end

--- Why nothing can be asked about the buffer, in a sentence; nil where it can.
---@param bufnr integer
---@return string?
local function unaskable(bufnr)
  if require('pt_lsp.command_window').is_open() then
    return 'Leave the command-line window first.'
  elseif not server.find(bufnr) then
    return require('pt_lsp.server.root').reason_against(bufnr)
  end
end

--- The given range or lines, else the selection, else the cursor.
---@param options? {bufnr?: integer, range?: lsp.Range, lines?: {[1]: integer, [2]: integer}}
---@return pt_lsp.Place?
function M.at(options)
  options = options or {}
  local bufnr = options.bufnr or vim.api.nvim_get_current_buf()
  local reason = unaskable(bufnr)
  if reason then
    tell(reason, vim.log.levels.WARN)
    return nil
  end
  local client = server.client(bufnr)
  if not client then
    return nil
  end
  local lines = options.lines
  if not lines and not options.range and bufnr == vim.api.nvim_get_current_buf() then
    lines = M.selected_lines()
  end
  local range = options.range or M.range_of(client, bufnr, lines)
  local argument = { textDocument = { uri = vim.uri_from_bufnr(bufnr) }, range = range }
  return setmetatable({ client = client, bufnr = bufnr, argument = argument }, Place)
end

--- Why the buffer takes no change, in a sentence; nil where it does.
---@param bufnr integer
---@return string?
function M.unchangeable(bufnr)
  if not vim.api.nvim_buf_is_loaded(bufnr) then
    return 'That buffer is not open any more.'
  elseif not vim.bo[bufnr].modifiable then
    return 'This buffer cannot be changed; ":set modifiable" first if it should be.'
  elseif vim.bo[bufnr].readonly then
    return 'This buffer is read-only; ":set noreadonly" first if it should be changed.'
  end
end

--- Whether the buffer takes changes; the user is told where it does not.
---@param bufnr integer
---@return boolean
function M.is_changeable(bufnr)
  local reason = M.unchangeable(bufnr)
  if reason then
    tell(reason, vim.log.levels.WARN)
  end
  return reason == nil
end

--- The same as `at` for what changes the buffer: one that takes no change is told before anybody pays.
---@param options? table
---@return pt_lsp.Place?
function M.to_change(options)
  local place = M.at(options)
  return place and M.is_changeable(place.bufnr) and place or nil
end

---@return boolean
function Place:is_point()
  return vim.deep_equal(self.argument.range.start, self.argument.range['end'])
end

--- What it is called in a prompt.
---@return string
function Place:name()
  local first, last = self.argument.range.start.line + 1, self.argument.range['end'].line + 1
  return first == last and ('line %d'):format(first) or ('lines %d-%d'):format(first, last)
end

--- Marks the place in the buffer, and keeps it on its text.
function Place:follow()
  require('pt_lsp.highlights').define()
  local options = { hl_group = 'PtLspAsked', invalidate = true, strict = false }
  local range, encoding = self.argument.range, self.client.offset_encoding
  if self:is_point() then
    options = { line_hl_group = 'PtLspAsked', strict = false }
  else
    options.end_row, options.end_col = positions.in_buffer(self.bufnr, encoding, range['end'])
    options.end_right_gravity = false
  end
  local row, column = positions.in_buffer(self.bufnr, encoding, range.start)
  self.mark = vim.api.nvim_buf_set_extmark(self.bufnr, namespace, row, column, options)
end

--- Takes the server that lives now, which may be another one. Whether there is any; the user is told if not.
---@return boolean
function Place:renew()
  self.client = server.client(self.bufnr) or self.client
  return not self.client:is_stopped()
end

--- Takes the mark away. Whether the place is still there; the user is told if it is not.
---@return boolean
function Place:arrive()
  local mark = {}
  if vim.api.nvim_buf_is_loaded(self.bufnr) then
    mark = vim.api.nvim_buf_get_extmark_by_id(self.bufnr, namespace, self.mark, { details = true })
    vim.api.nvim_buf_del_extmark(self.bufnr, namespace, self.mark)
  end
  local details = mark[3]
  if not details or details.invalid then
    tell('What you meant is not there any more.', vim.log.levels.WARN)
    return false
  end
  local encoding = self.client.offset_encoding
  local first = positions.to_lsp(self.bufnr, encoding, mark[1], mark[2])
  local last = details.end_row and positions.to_lsp(self.bufnr, encoding, details.end_row, details.end_col)
  self.argument.range = { start = first, ['end'] = last or first }
  return true
end

return M
