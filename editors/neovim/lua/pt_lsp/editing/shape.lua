--- Reads a hunk as the lines that it is about; what the server tells are stretches of text, which begin or
--- end with line ends of the lines around them where they are at the edge of a region.
local M = {}

---@class pt_lsp.Hunk
---@field id string
---@field state pt_lsp.EditState
---@field range lsp.Range
---@field oldText string
---@field newText string

---@class pt_lsp.Shape
---@field first integer zero-based row on which the new text begins, or where lines are missing
---@field last integer exclusive; `first` where there is no new text
---@field old string[] lines that are not there any more
---@field new string[] lines that have come
---@field is_inline boolean whether it is about a piece of a line only

---@param text string
---@param is_after_line boolean whether it begins with the end of the line before
---@return string[]
local function lines_of(text, is_after_line)
  if text == '' then
    return {}
  end
  local plain = text:gsub('\r\n?', '\n')
  plain = is_after_line and plain:gsub('^\n', '') or plain:gsub('\n$', '')
  return vim.split(plain, '\n', { plain = true })
end

--- Whether a hunk begins with the end of the line before, as lines do that follow a region's last one.
---@param hunk pt_lsp.Hunk
---@return boolean
local function begins_after_line(hunk)
  local text = hunk.newText ~= '' and hunk.newText or hunk.oldText
  return hunk.range.start.character > 0 and text:match('^[\r\n]') ~= nil
end

---@param hunk pt_lsp.Hunk
---@return pt_lsp.Shape
function M.of(hunk)
  local start, stop = hunk.range.start, hunk.range['end']
  local is_after_line = begins_after_line(hunk)
  local first = start.line + (is_after_line and 1 or 0)
  local last = stop.line + ((is_after_line or stop.character > 0) and 1 or 0)
  return {
    first = first,
    last = hunk.newText == '' and first or math.max(first, last),
    old = lines_of(hunk.oldText, is_after_line),
    new = lines_of(hunk.newText, is_after_line),
    is_inline = start.character > 0 and not is_after_line,
  }
end

return M
