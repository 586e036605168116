--- What is offered at the cursor. It is shown wherever it agrees with the text, and kept until replaced.
local asking = require('pt_lsp.completion.asking')
local cursor = require('pt_lsp.completion.place')
local drawing = require('pt_lsp.completion.drawing')
local events = require('pt_lsp.events')
local item = require('pt_lsp.completion.item')
local menus = require('pt_lsp.completion.menus')

local M = {}

---@class pt_lsp.Offer
---@field bufnr integer
---@field row integer zero-based
---@field items pt_lsp.Item[]
---@field index integer of the one that is shown
---@field has_others? boolean whether the others were asked for
---@field is_told? boolean whether somebody was told that it is shown

---@type pt_lsp.Offer?
local offer

--- What is left of the item where the cursor is, be it on the screen or behind a menu.
---@return pt_lsp.CursorPlace? place
---@return pt_lsp.Rest? rest
---@return pt_lsp.Offer? offer
function M.agreeing()
  local place = cursor.now()
  if not place or not offer or offer.bufnr ~= place.bufnr or offer.row ~= place.row then
    return place
  end
  local rest = item.rest(offer.items[offer.index], place.before, place.behind)
  return place, rest, rest and offer
end

---@param rest pt_lsp.Rest
---@return boolean
local function is_behind_menu(rest)
  return menus.is_open() and not (menus.agrees and menus.agrees(rest.text))
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
  local place, _, agreeing = M.agreeing()
  if not place or not agreeing then
    return
  end
  local before = agreeing.index
  repeat
    agreeing.index = (agreeing.index + by - 1) % #agreeing.items + 1
  until item.rest(agreeing.items[agreeing.index], place.before, place.behind)
  agreeing.is_told = agreeing.index == before
  M.show()
end

--- The first `n` bytes of what was left stand in the buffer now; goes on with what comes after them.
---@param place pt_lsp.CursorPlace where the cursor was before
---@param rest pt_lsp.Rest
---@param n integer
function M.advance(place, rest, n)
  local said = place.before .. rest.text:sub(1, n)
  local line = assert(said:match('[^\n]*$'))
  local going_on = {
    text = line .. rest.text:sub(n + 1),
    column = #line,
    replaced = rest.replaced:sub(item.n_replaced(rest, n) + 1),
    tail = rest.tail,
    command = offer and offer.items[offer.index].command,
  }
  local row = place.row + select(2, said:gsub('\n', ''))
  M.set({ bufnr = place.bufnr, row = row, items = { going_on }, index = 1, is_told = true })
end

return M
