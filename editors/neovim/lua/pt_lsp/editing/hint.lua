--- What can be done with an edit, in words after its first line. There it takes no line from the code, and
--- not the bar at a window's top that others draw; it is shortened to the room beside the code, or left out.
local M = {}

---@type table<pt_lsp.EditState, {words: string[], highlight: string}> the longest words first
local HINTS = {
  running = { words = { '%s ... (:Pt cancel)', ':Pt cancel' }, highlight = 'PtLspHint' },
  pending = {
    words = { '%s: :Pt accept, :Pt reject or :Pt retry', ':Pt accept, reject, retry' },
    highlight = 'PtLspHint',
  },
  stopped = {
    words = {
      '%s, stopped: :Pt reject takes it back, :Pt retry asks again, :Pt accept keeps it as it is',
      '%s, stopped: :Pt reject, :Pt retry or :Pt accept',
      'stopped: :Pt reject, retry, accept',
    },
    highlight = 'PtLspStopped',
  },
}

--- Between the code and the words, beside the one that Neovim leaves.
local GAP = '  '
--- A column of signs may come with the words.
local N_SPARE_COLUMNS = 3

---@param edit pt_lsp.Progress
---@param n_columns integer that are free
---@return pt_lsp.Chunk? chunk nil where there is no room or nothing to say
local function words_of(edit, n_columns)
  local hint = HINTS[edit.state]
  local title = edit.title:gsub('%c', ' ')
  for _, words in ipairs(hint and hint.words or {}) do
    local text = GAP .. words:format(title)
    if vim.fn.strdisplaywidth(text) <= n_columns then
      return { text, hint.highlight }
    end
  end
end

---@param window integer
---@param n_used integer columns of the line
---@return integer
local function room_in(window, n_used)
  local info = vim.fn.getwininfo(window)[1]
  local n_columns = info.width - info.textoff
  if n_columns <= 0 then
    return 0
  elseif vim.wo[window].wrap then
    n_used = n_used > 0 and (n_used - 1) % n_columns + 1 or 0
  else
    n_used = n_used - (info.leftcol or 0)
  end
  return n_columns - n_used - N_SPARE_COLUMNS
end

--- How many columns are free after a line, in each window that shows the buffer.
---@param bufnr integer
---@param row integer zero-based
---@return integer
local function room(bufnr, row)
  local line = vim.api.nvim_buf_get_lines(bufnr, row, row + 1, false)[1] or ''
  local n_used = vim.api.nvim_buf_call(bufnr, function()
    return vim.fn.strdisplaywidth(line)
  end)
  local n_free = math.huge
  for _, window in ipairs(vim.fn.win_findbuf(bufnr)) do
    n_free = math.min(n_free, room_in(window, n_used))
  end
  return n_free
end

---@param canvas pt_lsp.Canvas
---@param row integer
---@return boolean
local function has_hint(canvas, row)
  local options = { details = true }
  local marks = vim.api.nvim_buf_get_extmarks(
    canvas.bufnr,
    canvas.namespace,
    { row, 0 },
    { row, -1 },
    options
  )
  return vim.iter(marks):any(function(mark)
    return mark[4].virt_text ~= nil
  end)
end

--- Draws what can be done with an edit on its first row, if there is something and room for it.
---@param canvas pt_lsp.Canvas
---@param edit pt_lsp.Progress
---@param row integer zero-based
---@return integer? mark
function M.draw(canvas, edit, row)
  local words = not has_hint(canvas, row) and words_of(edit, room(canvas.bufnr, row))
  if words then
    local options = { virt_text = { words }, hl_mode = 'combine', strict = false, invalidate = true }
    return vim.api.nvim_buf_set_extmark(canvas.bufnr, canvas.namespace, row, 0, options)
  end
end

return M
