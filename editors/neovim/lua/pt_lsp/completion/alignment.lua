--- Finds in a new text what stands behind the cursor already, so that only the rest is shown as new. Pure.
local M = {}

---@class pt_lsp.Segment
---@field text string
---@field is_kept boolean whether this is what stands behind the cursor already

--- Characters of `kept` in `text`, as far to the right as they go.
---@param text string
---@param kept string
---@return pt_lsp.Segment[]?
local function scattered(text, kept)
  local segments, last = {}, #text
  local characters = vim.fn.split(kept, '\\zs')
  for index = #characters, 1, -1 do
    local character = characters[index]
    local at = last - #character + 1
    while at > 0 and text:sub(at, at + #character - 1) ~= character do
      at = at - 1
    end
    if at <= 0 then
      return nil
    end
    table.insert(segments, 1, { text = text:sub(at + #character, last), is_kept = false })
    table.insert(segments, 1, { text = character, is_kept = true })
    last = at - 1
  end
  table.insert(segments, 1, { text = text:sub(1, last), is_kept = false })
  return segments
end

--- Where in `text` is what stands behind the cursor; nil if it is not in there.
---@param text string
---@param kept string
---@return pt_lsp.Segment[]?
local function aligned(text, kept)
  if kept == '' then
    return { { text = text, is_kept = false } }
  end
  local at = text:reverse():find(kept:reverse(), 1, true)
  if not at then
    return scattered(text, kept)
  end
  local last = #text - at + 1
  return {
    { text = text:sub(1, last - #kept), is_kept = false },
    { text = kept, is_kept = true },
    { text = text:sub(last + 1), is_kept = false },
  }
end

--- What stands behind the cursor is looked for in the first line, where it stays; else it moves to the end.
---@param text string
---@param kept string
---@return pt_lsp.Segment[]?
function M.segments(text, kept)
  local end_of_line = text:find('\n', 1, true)
  local segments = aligned(end_of_line and text:sub(1, end_of_line - 1) or text, kept)
  if segments and end_of_line then
    table.insert(segments, { text = text:sub(end_of_line), is_kept = false })
  elseif not segments and vim.endswith(text, kept) then
    segments = { { text = text:sub(1, -#kept - 1), is_kept = false }, { text = kept, is_kept = true } }
  end
  return segments
end

return M
