--- Draws ghost text at the cursor: in its line what is put in there, which pushes what stands behind it, and
--- below it further lines. Neovim shows it in each window of the buffer.
local item = require('pt_lsp.completion.item')

local M = {}

local namespace = vim.api.nvim_create_namespace('pt_lsp.completion')
local GROUP = 'PtLspGhostText'

---@type integer? the buffer where something is drawn
local drawn_in

function M.clear()
  if drawn_in and vim.api.nvim_buf_is_valid(drawn_in) then
    vim.api.nvim_buf_clear_namespace(drawn_in, namespace, 0, -1)
  end
  drawn_in = nil
end

--- The text with blanks for tabs, as they are shown from that column on.
---@param text string
---@param column integer in cells
---@return string
local function expanded(text, column)
  if not text:find('\t', 1, true) then
    return text
  end
  local shown = ''
  for between, tab in text:gmatch('([^\t]*)(\t?)') do
    shown = shown .. between
    if tab ~= '' then
      local at = column + vim.fn.strdisplaywidth(shown, column)
      shown = shown .. (' '):rep(vim.fn.strdisplaywidth('\t', at))
    end
  end
  return shown
end

--- How many bytes of the text fit into so many cells, at a character's end.
---@param text string
---@param width integer
---@param column? integer in cells, where it begins
---@return integer
local function n_fitting(text, width, column)
  column = column or 0
  if vim.fn.strdisplaywidth(text, column) <= width then
    return #text
  end
  local n_bytes, at = 0, column
  for _, character in ipairs(vim.fn.split(text, '\\zs')) do
    at = at + vim.fn.strdisplaywidth(character, at)
    if at > column + width then
      break
    end
    n_bytes = n_bytes + #character
  end
  return n_bytes
end

--- Virtual lines are cut at the window's edge, so longer ones become several.
---@param lines string[]
---@param width integer
---@return [string, string][][]
local function wrapped(lines, width)
  local rows = {}
  for _, line in ipairs(lines) do
    local left = expanded(line, 0)
    repeat
      local n_bytes = n_fitting(left, width)
      n_bytes = n_bytes > 0 and n_bytes or #left
      table.insert(rows, { { left:sub(1, n_bytes), GROUP } })
      left = left:sub(n_bytes + 1)
    until left == ''
  end
  return rows
end

---@return integer columns of text that the window has
local function text_width()
  local window = vim.fn.getwininfo(vim.api.nvim_get_current_win())[1]
  return math.max(1, window.width - window.textoff)
end

--- How much of the first line has room beside the cursor: all of it where the window wraps.
---@param first string
---@param column integer in cells
---@param width integer of the window's text
---@return integer bytes
local function n_beside(first, column, width)
  if vim.wo.wrap then
    return #first
  end
  -- A line that fills the window to its last cell scrolls it.
  return n_fitting(first, width - 1 - (column - vim.fn.winsaveview().leftcol), column)
end

---@param place pt_lsp.CursorPlace
---@param pieces pt_lsp.Piece[]
---@param column integer in cells, of the cursor
local function draw_beside(place, pieces, column)
  local kept = 0
  for _, piece in ipairs(pieces) do
    column = column + vim.fn.strdisplaywidth(place.behind:sub(kept + 1, piece.offset), column)
    local text = expanded(piece.text, column)
    vim.api.nvim_buf_set_extmark(place.bufnr, namespace, place.row, place.column + piece.offset, {
      virt_text = { { text, GROUP } },
      virt_text_pos = 'inline',
      hl_mode = 'combine',
    })
    column, kept = column + vim.fn.strdisplaywidth(text, column), piece.offset
  end
end

---@param place pt_lsp.CursorPlace
---@param rest pt_lsp.Rest
function M.draw(place, rest)
  M.clear()
  local lines = vim.split(rest.text, '\n', { plain = true })
  local first = table.remove(lines, 1)
  if #lines > 0 then
    lines[#lines] = lines[#lines] .. rest.tail
  end
  local column, width = vim.fn.strdisplaywidth(place.before), text_width()
  local n_shown = n_beside(first, column, width)
  if n_shown < #first then
    table.insert(lines, 1, first:sub(n_shown + 1))
  end
  drawn_in = place.bufnr
  draw_beside(place, item.pieces(rest, n_shown), column)
  if #lines > 0 then
    local below = { virt_lines = wrapped(lines, width) }
    vim.api.nvim_buf_set_extmark(place.bufnr, namespace, place.row, place.column, below)
  end
end

return M
