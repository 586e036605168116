--- Puts ghost text into the buffer, as an undo step of its own.
local item = require('pt_lsp.completion.item')
local offer = require('pt_lsp.completion.offer')
local server = require('pt_lsp.server')
local undo = require('pt_lsp.editing.undo')

local M = {}

--- Puts the first `n` bytes of what is left behind the cursor, in place of what they contain of what was.
---@param place pt_lsp.CursorPlace
---@param rest pt_lsp.Rest
---@param n integer
local function put(place, rest, n)
  local text = rest.text:sub(1, n)
  local n_replaced = item.n_replaced(rest, n)
  undo.split(place.bufnr)
  if n_replaced == 0 then
    -- Of all ways to put text in, it is the one that `.` repeats.
    vim.api.nvim_paste(text, false, -1)
  else
    local lines = vim.split(text, '\n', { plain = true })
    vim.api.nvim_buf_set_text(
      place.bufnr,
      place.row,
      place.column,
      place.row,
      place.column + n_replaced,
      lines
    )
    local column = (#lines == 1 and place.column or 0) + #lines[#lines]
    vim.api.nvim_win_set_cursor(0, { place.row + #lines, column })
  end
  undo.split(place.bufnr)
end

---@class pt_lsp.Taken
---@field bufnr integer
---@field text string
---@field command? lsp.Command

--- All that was offered stands in the buffer now: tells so, and has the server count it.
---@param taken pt_lsp.Taken
function M.note(taken)
  offer.drop()
  local client = server.find(taken.bufnr)
  if client and taken.command then
    client:exec_cmd(taken.command, { bufnr = taken.bufnr })
  end
  offer.tell('accepted', taken.bufnr, taken.text)
end

---@param part string?
---@param measure fun(text: string): integer?
---@return boolean
local function take_now(part, measure)
  local place, rest, shown = offer.shown()
  local n = rest and measure(rest.text)
  if not place or not rest or not shown or not n then
    return false
  end
  put(place, rest, n)
  if part then
    offer.advance(place, rest, n)
    offer.tell('accepted', place.bufnr, rest.text:sub(1, n), part)
  else
    M.note({ bufnr = place.bufnr, text = rest.text, command = shown.items[shown.index].command })
  end
  return true
end

---@type fun()? what an <expr> mapping may not do itself
local postponed

--- Does what an <expr> mapping has left to be done, before the next key.
function M.resume()
  local act = postponed
  postponed = nil
  if act then
    act()
  end
end

--- Accepts as much of what is shown as `measure` says, in bytes. Where that is no part, it is counted.
---@param part string? 'word', 'line', 'character'
---@param measure fun(text: string): integer?
---@return boolean is_accepted
function M.take(part, measure)
  local _, rest = offer.shown()
  if not rest or not measure(rest.text) then
    return false
  end
  local is_done, failure = pcall(take_now, part, measure)
  if not is_done and tostring(failure):find('E565', 1, true) then
    -- In an <expr> mapping no text may change.
    postponed = function()
      take_now(part, measure)
    end
    local keys = vim.keycode('<Cmd>lua require("pt_lsp.completion.accepting").resume()<CR>')
    vim.api.nvim_feedkeys(keys, 'ni', false)
    return true
  elseif not is_done then
    vim.lsp.log.error('pt_lsp.completion', failure)
  end
  return is_done
end

return M
