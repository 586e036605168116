--- Draws lines that are in no buffer any more as the buffer would draw them.
local M = {}

--- So many are shown; a window has to have room for the code itself too.
local MAX_LINES = 20
local MAX_SHARE_OF_SCREEN = 1 / 3
local MAX_CHARACTERS = 400

---@alias pt_lsp.Chunk {[1]: string, [2]: string} text and highlight group

--- Text as it looks in the current buffer: a virtual line knows neither tab stops nor control characters.
---@param text string
---@param column integer on the screen, where it begins
---@return string
local function as_drawn(text, column)
  local pieces = {}
  for blank, piece in text:gsub('%z', '\n'):gmatch('(\t?)([^\t]*)') do
    if blank ~= '' then
      local width = vim.fn.strdisplaywidth('\t', column)
      table.insert(pieces, (' '):rep(width))
      column = column + width
    end
    local drawn = vim.fn.strtrans(piece)
    table.insert(pieces, drawn)
    column = column + vim.fn.strdisplaywidth(drawn)
  end
  return table.concat(pieces)
end

---@param line string
---@param changed pt_lsp.Stretch[] bytes of it that are not in the new text
---@return pt_lsp.Chunk[]
local function chunks_of(line, changed)
  local chunks, column, start = {}, 0, 0
  local function add(last, group)
    if last > start then
      local drawn = as_drawn(line:sub(start + 1, last), column)
      table.insert(chunks, { drawn, group })
      column = column + vim.fn.strdisplaywidth(drawn)
      start = last
    end
  end
  for _, each in ipairs(changed) do
    add(math.min(each[1], #line), 'PtLspRemoved')
    add(math.min(each[2], #line), 'PtLspRemovedWord')
  end
  add(#line, 'PtLspRemoved')
  table.insert(chunks, { (' '):rep(vim.o.columns - column), 'PtLspRemoved' })
  return chunks
end

--- Virtual lines that read as `lines`; where these are many, only as the first of them.
---@param bufnr integer whose tab stops count
---@param lines string[]
---@param changed table<integer, pt_lsp.Stretch[]> index of a line to what of it is not in the new text
---@return pt_lsp.Chunk[][]
function M.drawn(bufnr, lines, changed)
  local n_most = math.max(1, math.min(MAX_LINES, math.floor(vim.o.lines * MAX_SHARE_OF_SCREEN)))
  local n_shown = #lines > n_most + 1 and n_most or #lines
  return vim.api.nvim_buf_call(bufnr, function()
    local drawn = {}
    for index = 1, n_shown do
      local line = vim.fn.strcharpart(lines[index]:sub(1, MAX_CHARACTERS * 4), 0, MAX_CHARACTERS)
      table.insert(drawn, chunks_of(line, changed[index] or {}))
    end
    if n_shown < #lines then
      table.insert(drawn, { { ('... %d more lines removed'):format(#lines - n_shown), 'PtLspHint' } })
    end
    return drawn
  end)
end

return M
