--- What a buffer reads without its undecided edits. Pure.
local M = {}

---@class pt_lsp.Point
---@field row integer zero-based
---@field column integer in bytes

---@class pt_lsp.Replacement
---@field first pt_lsp.Point
---@field last pt_lsp.Point exclusive
---@field hunk pt_lsp.Hunk

---@param one pt_lsp.Point
---@param other pt_lsp.Point
---@return boolean
local function is_before(one, other)
  return one.row < other.row or (one.row == other.row and one.column < other.column)
end

---@param lines string[]
---@param position lsp.Position
---@param encoding lsp.PositionEncodingKind
---@return pt_lsp.Point
local function point(lines, position, encoding)
  local line = lines[position.line + 1]
  if not line then
    return { row = #lines, column = 0 }
  end
  return { row = position.line, column = vim.str_byteindex(line, encoding, position.character, false) }
end

---@param lines string[]
---@param hunks pt_lsp.Hunk[]
---@param encoding lsp.PositionEncodingKind
---@return pt_lsp.Replacement[] in order
local function replacements(lines, hunks, encoding)
  local found = vim.tbl_map(function(hunk)
    local first, last = point(lines, hunk.range.start, encoding), point(lines, hunk.range['end'], encoding)
    return { first = first, last = last, hunk = hunk }
  end, hunks)
  table.sort(found, function(one, other)
    if is_before(one.first, other.first) or is_before(other.first, one.first) then
      return is_before(one.first, other.first)
    end
    return is_before(one.last, other.last)
  end)
  return found
end

--- The text between two points as lines, the first and the last of which may be parts of lines.
---@param lines string[]
---@param from pt_lsp.Point
---@param to pt_lsp.Point
---@return string[]
local function between(lines, from, to)
  local last = (lines[to.row + 1] or ''):sub(1, to.column)
  if from.row == to.row then
    return { last:sub(from.column + 1) }
  end
  local found = { lines[from.row + 1]:sub(from.column + 1) }
  for row = from.row + 2, to.row do
    found[#found + 1] = lines[row]
  end
  found[#found + 1] = last
  return found
end

--- Goes on with `more` where `text` ends.
---@param text string[] its last line is not ended
---@param more string[]
local function append(text, more)
  text[#text] = text[#text] .. more[1]
  for number = 2, #more do
    text[#text + 1] = more[number]
  end
end

---@param text string of the server's, whatever its lines end on
---@return string[]
local function split(text)
  return vim.split((text:gsub('\r\n?', '\n')), '\n', { plain = true })
end

--- `lines` with the old text of all hunks put back; nil if they are not what the hunks were told of: then
--- they are told anew.
---@param lines string[]
---@param hunks pt_lsp.Hunk[] of one or more edits, in any order
---@param encoding lsp.PositionEncodingKind
---@return string[]?
function M.lines(lines, hunks, encoding)
  local text, at = { '' }, { row = 0, column = 0 }
  for _, each in ipairs(replacements(lines, hunks, encoding)) do
    local now = not is_before(each.first, at) and between(lines, each.first, each.last)
    if not now or not vim.deep_equal(now, split(each.hunk.newText)) then
      return nil
    end
    append(text, between(lines, at, each.first))
    append(text, split(each.hunk.oldText))
    at = each.last
  end
  append(text, between(lines, at, { row = #lines, column = 0 }))
  -- The last line's end begins no other line.
  if text[#text] == '' and #text > 1 then
    text[#text] = nil
  end
  return text
end

return M
