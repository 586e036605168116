--- Goes from one undecided hunk to the next, over all edits of the buffer.
local pending = require('pt_lsp.review.pending')
local tell = require('pt_lsp.notice').tell

local M = {}

--- Where to go from `row`, around the ends of the text; itself if that is the only row.
---@param rows integer[] ascending
---@param row integer
---@param n_steps integer negative: backwards
---@return integer
local function goal(rows, row, n_steps)
  local n_before = #vim.tbl_filter(function(each)
    return each < row
  end, rows)
  local is_on_one = rows[n_before + 1] == row
  -- Between two rows one step forwards leads to the next, which is one less than from the row before.
  local index = n_before + n_steps - ((n_steps > 0 and not is_on_one) and 1 or 0)
  return rows[index % #rows + 1]
end

---@param bufnr integer
---@return integer[] rows on which hunks begin, ascending, each once
local function rows_of(bufnr)
  local rows = {}
  for _, placed in ipairs(pending.hunks(bufnr)) do
    if rows[#rows] ~= placed.first then
      table.insert(rows, placed.first)
    end
  end
  return rows
end

---@param n_steps integer
local function go(n_steps)
  local rows = rows_of(vim.api.nvim_get_current_buf())
  if #rows == 0 then
    tell(pending.NONE_HERE, vim.log.levels.WARN)
    return
  end
  local row = vim.api.nvim_win_get_cursor(0)[1] - 1
  local to = goal(rows, row, n_steps)
  if to == row then
    tell('There is no other hunk.', vim.log.levels.INFO)
    return
  end
  vim.cmd("normal! m'")
  vim.api.nvim_win_set_cursor(0, { to + 1, 0 })
  vim.cmd('normal! zv^')
end

--- To the next hunk, or as many further as the count says; after the last one comes the first.
function M.next()
  go(vim.v.count1)
end

--- To the start of the hunk before the cursor.
function M.previous()
  go(-vim.v.count1)
end

return M
