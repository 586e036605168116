--- What an item of the server's says about a line, and what of that is left to say once more has been typed.
--- Pure: knows texts and columns in bytes, no buffer and no screen.
local alignment = require('pt_lsp.completion.alignment')

local M = {}

local CLOSERS = '^[%)%]}>"\'`]*'

---@class pt_lsp.Item
---@field text string the new text from the beginning of the cursor's line on, with "\n" between lines
---@field column integer where the cursor was: what stands before it is not for the item to say
---@field replaced string what stood behind the cursor and is contained in the text
---@field tail string what stood behind that, and comes after the text
---@field command? lsp.Command

---@class pt_lsp.Rest what of an item is left
---@field text string what accepting it puts behind the cursor
---@field replaced string what stands behind the cursor now, and is contained in the text
---@field tail string what stands behind that
---@field segments pt_lsp.Segment[] of the text

---@class pt_lsp.Piece what is shown in the cursor's line
---@field offset integer how much of what stands behind the cursor comes before it
---@field text string

--- From where to where an item replaces the line; nil if that is not around the cursor.
---@param range any
---@param line string
---@param place {row: integer, column: integer}
---@param encoding lsp.PositionEncodingKind
---@return integer? first
---@return integer? last
local function columns_of(range, line, place, encoding)
  if type(range) ~= 'table' then
    return place.column, place.column
  elseif range.start.line ~= place.row or range['end'].line ~= place.row then
    return nil
  end
  local first = vim.str_byteindex(line, encoding, range.start.character, false)
  local last = vim.str_byteindex(line, encoding, range['end'].character, false)
  if first <= place.column and place.column <= last then
    return first, last
  end
end

--- Reads an item that was asked for in `line`; nil for one that cannot be shown there.
---@param given any
---@param line string
---@param place {row: integer, column: integer} where the cursor was then
---@param encoding lsp.PositionEncodingKind
---@return pt_lsp.Item?
function M.read(given, line, place, encoding)
  local inserted = type(given) == 'table' and given.insertText
  if type(inserted) ~= 'string' then
    return nil
  end
  local first, last = columns_of(given.range, line, place, encoding)
  local text = first and line:sub(1, first) .. inserted:gsub('\r\n?', '\n')
  if not text or not vim.startswith(text, line:sub(1, place.column)) then
    return nil
  end
  return {
    text = text,
    column = place.column,
    replaced = line:sub(place.column + 1, last),
    tail = line:sub(last + 1),
    command = type(given.command) == 'table' and given.command or nil,
  }
end

--- Whether an item that was to replace `original` may replace this: some of it was typed over, or the editor
--- has closed a bracket by itself.
---@param replaced string
---@param original string
---@return boolean
local function is_replaceable(replaced, original)
  for n_closed = 0, #assert(replaced:match(CLOSERS)) do
    if vim.endswith(original, replaced:sub(n_closed + 1)) then
      return true
    end
  end
  return false
end

--- What is left of the item where this stands before and behind the cursor; nil where the two disagree, or
--- all of it stands there.
---@param item pt_lsp.Item
---@param before string
---@param behind string
---@return pt_lsp.Rest?
function M.rest(item, before, behind)
  if
    #before < item.column
    or not vim.startswith(item.text, before)
    or not vim.endswith(behind, item.tail)
  then
    return nil
  end
  local text = item.text:sub(#before + 1)
  local replaced = behind:sub(1, #behind - #item.tail)
  if text == replaced or not is_replaceable(replaced, item.replaced) then
    return nil
  end
  local segments = alignment.segments(text, replaced)
  return segments and { text = text, replaced = replaced, tail = item.tail, segments = segments }
end

--- How much of what stands behind the cursor is in the first `n` bytes of what is left.
---@param rest pt_lsp.Rest
---@param n integer
---@return integer bytes
function M.n_replaced(rest, n)
  local n_replaced, left = 0, n
  for _, segment in ipairs(rest.segments) do
    local length = math.max(0, math.min(#segment.text, left))
    n_replaced = n_replaced + (segment.is_kept and length or 0)
    left = left - length
  end
  return n_replaced
end

--- What is new in the first `n` bytes of what is left, which are in the cursor's line.
---@param rest pt_lsp.Rest
---@param n integer
---@return pt_lsp.Piece[]
function M.pieces(rest, n)
  local pieces, offset, left = {}, 0, n
  for _, segment in ipairs(rest.segments) do
    local text = segment.text:sub(1, math.max(0, left))
    left = left - #segment.text
    if segment.is_kept then
      offset = offset + #text
    elseif text ~= '' then
      table.insert(pieces, { offset = offset, text = text })
    end
  end
  return pieces
end

return M
