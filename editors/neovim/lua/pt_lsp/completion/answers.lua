--- Asks for ghost text, and decides what an answer changes: one that is late or empty takes nothing away that
--- agrees with the text, and none turns what is shown into another text.
local asking = require('pt_lsp.completion.asking')
local cursor = require('pt_lsp.completion.place')
local dismissed = require('pt_lsp.completion.dismissed')
local item = require('pt_lsp.completion.item')
local offer = require('pt_lsp.completion.offer')
local permission = require('pt_lsp.completion.permission')

local M = {}

---@class pt_lsp.Received
---@field place pt_lsp.CursorPlace where the cursor is by now, in the line that was asked for
---@field items pt_lsp.Item[] that can be shown there
---@field rest? pt_lsp.Rest what agrees there already
---@field offer? pt_lsp.Offer of which it is the rest

---@param answer pt_lsp.Answer
---@return pt_lsp.Received? received nil where the cursor has gone elsewhere
local function receive(answer)
  local place, rest, agreeing = offer.agreeing()
  if not place or place.bufnr ~= answer.place.bufnr or place.row ~= answer.place.row then
    return nil
  end
  local line = answer.place.before .. answer.place.behind
  local items = {}
  for _, given in ipairs(answer.items) do
    local is_read, read = pcall(item.read, given, line, answer.place, answer.encoding)
    if is_read and read and item.rest(read, place.before, place.behind) then
      table.insert(items, read)
    end
  end
  return { place = place, items = items, rest = rest, offer = agreeing }
end

--- Whether there is more to say than what agrees already.
---@param received pt_lsp.Received
---@return boolean
local function is_news(received)
  local first, rest = received.items[1], received.rest
  if not first or not rest then
    return first ~= nil
  end
  local left = assert(item.rest(first, received.place.before, received.place.behind)).text
  return #left > #rest.text and vim.startswith(left, rest.text)
end

---@param place pt_lsp.CursorPlace
---@param items pt_lsp.Item[]
---@return pt_lsp.Offer
local function offer_of(place, items)
  return { bufnr = place.bufnr, row = place.row, items = items, index = 1 }
end

---@param answer pt_lsp.Answer
local function take(answer)
  local received = receive(answer)
  if received and is_news(received) then
    local new = offer_of(received.place, received.items)
    new.is_told = received.offer and received.offer.is_told
    offer.set(new)
  elseif received and not received.rest then
    offer.set(nil)
  end
end

--- Asks for what to show, where it is wanted unasked.
function M.ask()
  local place = cursor.now()
  if place and permission.is_allowed(place.bufnr) and not dismissed.is_at(place) then
    asking.now(place, false, take)
  end
end

--- What agrees already stays the first; behind it come those that say something else.
---@param received pt_lsp.Received
---@return pt_lsp.Offer
local function with_others(received)
  local place, first, rest = received.place, received.offer, received.rest
  if not first or not rest then
    return offer_of(place, received.items)
  end
  local items = vim.tbl_filter(function(other)
    return assert(item.rest(other, place.before, place.behind)).text ~= rest.text
  end, received.items)
  table.insert(items, 1, offer.going_on(place, rest, 0))
  local new = offer_of(place, items)
  new.is_told = first.is_told
  return new
end

--- Asks by hand for what to show.
---@param place pt_lsp.CursorPlace
---@param by integer how many items to go on once the answer is there
---@return boolean is_asked
function M.invoke(place, by)
  return asking.now(place, true, function(answer)
    local received = receive(answer)
    if received and #received.items > 0 then
      local new = with_others(received)
      new.has_others = true
      offer.set(new)
      if by ~= 0 then
        offer.step(by)
      end
    end
  end)
end

--- Goes to another item; asks for others first where that was not done yet.
---@param by integer 1 or -1
---@return boolean is_done
function M.go(by)
  local place, _, shown = offer.shown()
  if not place or not shown then
    return false
  end
  if shown.has_others then
    offer.step(by)
    return true
  end
  return M.invoke(place, by)
end

return M
