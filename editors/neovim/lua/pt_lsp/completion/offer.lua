--- What is offered at the cursor. It is shown wherever it agrees with the text, and kept until replaced.
local asking = require('pt_lsp.completion.asking')
local cursor = require('pt_lsp.completion.place')
local drawing = require('pt_lsp.completion.drawing')
local events = require('pt_lsp.events')
local item = require('pt_lsp.completion.item')
local menus = require('pt_lsp.completion.menus')

local M = {}

--- So far below the line where it began a suggestion is followed.
local MAX_LINES = 100

---@class pt_lsp.Offer
---@field bufnr integer
---@field row integer zero-based
---@field items pt_lsp.Item[]
---@field index integer of the one that is shown
---@field has_others? boolean whether the others were asked for
---@field is_told? boolean whether somebody was told that it is shown

---@type pt_lsp.Offer?
local offer

--- What stands before the cursor from the line on that is offered for; nil where the cursor is elsewhere.
--- Line ends may be typed as foreseen, too.
---@param place pt_lsp.CursorPlace
---@return string?
local function said_at(place)
  if
    not offer
    or offer.bufnr ~= place.bufnr
    or place.row < offer.row
    or place.row - offer.row > MAX_LINES
  then
    return nil
  end
  local lines = vim.api.nvim_buf_get_lines(place.bufnr, offer.row, place.row, false)
  table.insert(lines, place.before)
  return table.concat(lines, '\n')
end

--- What is left of the item where the cursor is, be it on the screen or behind a menu.
---@return pt_lsp.CursorPlace? place
---@return pt_lsp.Rest? rest
---@return pt_lsp.Offer? offer
function M.agreeing()
  local place = cursor.now()
  local said = place and said_at(place)
  if not place or not offer or not said then
    return place
  end
  local rest = item.rest(offer.items[offer.index], said, place.behind)
  return place, rest, rest and offer
end

---@param rest pt_lsp.Rest
---@return boolean
local function is_behind_menu(rest)
  return menus.is_open() and not menus.agrees(rest.text)
end

--- What is on the screen; nothing at all if there is no ghost text.
---@return pt_lsp.CursorPlace? place
---@return pt_lsp.Rest? rest
---@return pt_lsp.Offer? offer
function M.shown()
  local place, rest, agreeing = M.agreeing()
  if place and rest and not is_behind_menu(rest) then
    return place, rest, agreeing
  end
end

---@param kind 'shown'|'accepted'|'dismissed'
---@param bufnr integer
---@param text string
---@param part? string
function M.tell(kind, bufnr, text, part)
  events.fire('PtLspCompletion', { kind = kind, bufnr = bufnr, text = text, part = part })
end

--- Brings the screen in line with the text, the cursor and a menu.
function M.show()
  local place, rest, shown = M.shown()
  if not place or not rest or not shown then
    drawing.clear()
    return
  end
  drawing.draw(place, rest)
  if not shown.is_told then
    shown.is_told = true
    M.tell('shown', place.bufnr, rest.text)
  end
end

--- Offers something else from now on; nothing without it.
---@param replacement pt_lsp.Offer?
function M.set(replacement)
  offer = replacement
  M.show()
end

--- Takes it from the screen, and asks for nothing until the next key.
function M.drop()
  offer = nil
  asking.stop()
  drawing.clear()
end

--- Shows the item that comes so many after the one that is shown, of those that agree with the text.
---@param by integer 1 or -1
function M.step(by)
  local _, _, agreeing = M.agreeing()
  if not agreeing then
    return
  end
  local before = agreeing.index
  repeat
    agreeing.index = (agreeing.index + by - 1) % #agreeing.items + 1
  until select(2, M.agreeing())
  agreeing.is_told = agreeing.index == before
  M.show()
end

--- What is left after its first `n` bytes, as an item for the line where these end.
---@param place pt_lsp.CursorPlace
---@param rest pt_lsp.Rest
---@param n integer
---@return pt_lsp.Item
function M.going_on(place, rest, n)
  local line = assert((place.before .. rest.text:sub(1, n)):match('[^\n]*$'))
  return {
    text = line .. rest.text:sub(n + 1),
    column = #line,
    replaced = rest.replaced:sub(item.n_replaced(rest, n) + 1),
    tail = rest.tail,
    command = offer and offer.items[offer.index].command,
  }
end

--- The first `n` bytes of what was left stand in the buffer now; goes on with what comes after them.
---@param place pt_lsp.CursorPlace where the cursor was before
---@param rest pt_lsp.Rest
---@param n integer
function M.advance(place, rest, n)
  local row = place.row + select(2, rest.text:sub(1, n):gsub('\n', ''))
  local items = { M.going_on(place, rest, n) }
  M.set({ bufnr = place.bufnr, row = row, items = items, index = 1, is_told = true })
end

return M
