--- Ghost text: turned on where the user has not decided otherwise, and accepted so that no text is doubled.
---
--- Neovim draws it and asks for it. But an item that is accepted within 200 ms of a key reaches to where the
--- cursor was before: so items are remembered here with what they replace after it.
local undo = require('pt_lsp.editing.undo')

local M = {}

local METHOD = 'textDocument/inlineCompletion'

---@class pt_lsp.GhostText
---@field bufnr integer
---@field row integer zero-based
---@field column integer in bytes, where the replaced text begins
---@field text string what shall stand from there on
---@field is_to_line_end boolean whether all that follows the cursor in its line is replaced

---@type table<string, pt_lsp.GhostText> by the id that the item's command counts it under
local shown = {}

---@param item lsp.InlineCompletionItem
---@return string?
local function id_of(item)
  return vim.tbl_get(item, 'command', 'arguments', 1, 'id')
end

---@param bufnr integer
---@param items lsp.InlineCompletionItem[]
---@param position lsp.Position that was asked for
---@param encoding lsp.PositionEncodingKind
local function remember(bufnr, items, position, encoding)
  shown = {}
  for _, item in ipairs(items) do
    local id, range = id_of(item), item.range
    local line = range and vim.api.nvim_buf_get_lines(bufnr, range.start.line, range.start.line + 1, false)[1]
    if id and line and type(item.insertText) == 'string' then
      shown[id] = {
        bufnr = bufnr,
        row = range.start.line,
        column = vim.str_byteindex(line, encoding, range.start.character, false),
        text = item.insertText,
        is_to_line_end = range['end'].character > position.character,
      }
    end
  end
end

--- Has the answers of this client's requests remembered.
---@param client vim.lsp.Client
local function listen(client)
  local request = client.request
  client.request = function(self, method, params, handler, bufnr)
    local given = handler
    if method == METHOD and given then
      handler = function(failure, result, context)
        if not failure and result and vim.api.nvim_buf_is_loaded(context.bufnr) then
          remember(context.bufnr, result.items or result, params.position, client.offset_encoding)
        end
        return given(failure, result, context)
      end
    end
    return request(self, method, params, handler, bufnr)
  end
end

---@type table<integer, boolean> clients that are listened to
local heard = {}

--- Whether nothing says that ghost text is not wanted here, or comes from elsewhere already.
---@param client vim.lsp.Client
---@param bufnr integer
---@return boolean
local function is_undecided(client, bufnr)
  -- No public function tells "off" from "never asked"; should the name change, it reads as "never asked".
  local variable = '_lsp_enabled_inline_completion'
  if vim.g[variable] ~= nil or vim.b[bufnr][variable] ~= nil then
    return false
  end
  return vim.iter(vim.lsp.get_clients({ bufnr = bufnr, method = METHOD })):all(function(other)
    return other.id == client.id
  end)
end

---@param client vim.lsp.Client
---@param bufnr integer
function M.begin(client, bufnr)
  if not vim.lsp.inline_completion or not client:supports_method(METHOD) then
    return
  end
  if not heard[client.id] then
    heard[client.id] = true
    listen(client)
  end
  if is_undecided(client, bufnr) then
    vim.lsp.inline_completion.enable(true, { bufnr = bufnr })
  end
end

--- Whether what stands before the cursor is the beginning of the text.
---@param ghost pt_lsp.GhostText
---@return boolean
local function fits(ghost)
  local cursor = vim.api.nvim_win_get_cursor(0)
  return vim.api.nvim_get_current_buf() == ghost.bufnr
    and cursor[1] == ghost.row + 1
    and cursor[2] >= ghost.column
    and vim.startswith(ghost.text, vim.api.nvim_get_current_line():sub(ghost.column + 1, cursor[2]))
end

--- Puts the text in, as an undo step of its own.
---@param ghost pt_lsp.GhostText
local function put(ghost)
  local lines = vim.split(ghost.text, '\n', { plain = true })
  local last = ghost.is_to_line_end and #vim.api.nvim_get_current_line() or vim.api.nvim_win_get_cursor(0)[2]
  undo.split(ghost.bufnr)
  vim.api.nvim_buf_set_text(ghost.bufnr, ghost.row, ghost.column, ghost.row, last, lines)
  local column = (#lines == 1 and ghost.column or 0) + #lines[#lines]
  vim.api.nvim_win_set_cursor(0, { ghost.row + #lines, column })
end

---@param key string typed instead where the item does not fit any more
---@param item vim.lsp.inline_completion.Item
---@return vim.lsp.inline_completion.Item? item that Neovim shall accept: another server's
local function take(key, item)
  local ghost = shown[id_of(item) or '']
  if not ghost then
    return item
  elseif not fits(ghost) then
    vim.api.nvim_feedkeys(vim.keycode(key), 'ni', false)
    return nil
  end
  put(ghost)
  local client = vim.lsp.get_client_by_id(item.client_id)
  if client and item.command then
    client:exec_cmd(item.command, { bufnr = ghost.bufnr })
  end
end

---@return boolean
local function may_take()
  local clients = vim.lsp.get_clients({ bufnr = 0, method = METHOD })
  return #clients > 1 or vim.iter(vim.tbl_values(shown)):any(fits)
end

--- Accepts the ghost text, and returns nothing to type; or returns the key if there is none that fits.
---@param key string
---@return string
function M.accept(key)
  if not vim.lsp.inline_completion or not may_take() then
    return key
  end
  local is_taken = vim.lsp.inline_completion.get({
    on_accept = function(item)
      return take(key, item)
    end,
  })
  return is_taken and '' or key
end

return M
