--- Ghost text as an item of a completion menu, for the sources of blink.cmp and nvim-cmp. It asks for nothing
--- that ghost text has asked for already.
local accepting = require('pt_lsp.completion.accepting')
local asking = require('pt_lsp.completion.asking')
local cursor = require('pt_lsp.completion.place')
local offer = require('pt_lsp.completion.offer')
local server = require('pt_lsp.server')

local M = {}

local KIND = 'PowerTokens'
local PLAIN_TEXT, AS_IS = 1, 1

---@class pt_lsp.MenuItem: lsp.CompletionItem
---@field kind_name string as blink.cmp shows its kind
---@field cmp {kind_text: string} as nvim-cmp does
---@field data pt_lsp.Taken

--- Whether there may be something to offer in the current buffer.
---@return boolean
function M.is_available()
  return server.find(vim.api.nvim_get_current_buf()) ~= nil
end

--- A block of code that nothing in the text ends.
---@param text string
---@param bufnr integer
---@return lsp.MarkupContent
local function preview(text, bufnr)
  local n_ticks = 2
  for ticks in text:gmatch('`+') do
    n_ticks = math.max(n_ticks, #ticks)
  end
  local fence = ('`'):rep(n_ticks + 1)
  local language = vim.bo[bufnr].filetype:match('^[%w_-]+$') or ''
  return { kind = 'markdown', value = ('%s%s\n%s\n%s'):format(fence, language, text, fence) }
end

--- What is offered, for a menu that knows text and cursor as they were `asked`; more may have been typed.
---@param asked pt_lsp.CursorPlace
---@return pt_lsp.MenuItem?
local function item_at(asked)
  local place, rest, agreeing = offer.agreeing()
  if
    not place
    or not rest
    or not agreeing
    or place.bufnr ~= asked.bufnr
    or place.row ~= asked.row
    or not vim.startswith(place.before, asked.before)
  then
    return nil
  end
  local word = vim.fn.matchstr(asked.before, [[\k*$]])
  local text = word .. place.before:sub(asked.column + 1) .. rest.text
  local first_line = assert(vim.trim(text):match('^[^\n]*'))
  local lines = asked.before:sub(1, -#word - 1) .. text .. rest.tail
  local command = agreeing.items[agreeing.index].command
  return {
    label = first_line,
    filterText = first_line,
    kind = vim.lsp.protocol.CompletionItemKind.Text,
    kind_name = KIND,
    cmp = { kind_text = KIND },
    documentation = text:find('\n', 1, true) and preview(lines, place.bufnr) or nil,
    insertTextFormat = PLAIN_TEXT,
    insertTextMode = AS_IS,
    textEdit = {
      newText = text,
      range = {
        start = { line = asked.row, character = asked.column - #word },
        ['end'] = { line = asked.row, character = asked.column + #rest.replaced },
      },
    },
    data = { bufnr = place.bufnr, text = rest.text, command = command },
  }
end

--- Gives what is offered at the cursor, at once or when it is known whether there is any. Columns are bytes.
---@param give fun(item: pt_lsp.MenuItem?)
function M.request(give)
  local asked = cursor.now()
  local item = asked and item_at(asked)
  if not asked or item then
    give(item)
    return
  end
  asking.once_known(require('pt_lsp.completion.watching').ask, function()
    give(item_at(asked))
  end)
end

--- A menu has put an item of ours into the buffer.
---@param item pt_lsp.MenuItem
function M.accepted(item)
  accepting.note(item.data)
end

return M
