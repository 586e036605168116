--- Remembers where ghost text was dismissed, for as long as the text there stays.
local M = {}

local namespace = vim.api.nvim_create_namespace('pt_lsp.completion.dismissed')

---@type table<integer, table<integer, string>> buffer to marks, each with what stood before the cursor
local texts = {}

---@param place pt_lsp.CursorPlace
---@return integer[] marks in the place's line
local function marks_at(place)
  local first, last = { place.row, 0 }, { place.row, -1 }
  return vim.tbl_map(function(mark)
    return mark[1]
  end, vim.api.nvim_buf_get_extmarks(place.bufnr, namespace, first, last, {}))
end

---@param place pt_lsp.CursorPlace
function M.add(place)
  texts[place.bufnr] = texts[place.bufnr] or {}
  local mark = vim.api.nvim_buf_set_extmark(place.bufnr, namespace, place.row, 0, { right_gravity = false })
  texts[place.bufnr][mark] = place.before
end

---@param place pt_lsp.CursorPlace
function M.remove(place)
  for _, mark in ipairs(texts[place.bufnr] and marks_at(place) or {}) do
    vim.api.nvim_buf_del_extmark(place.bufnr, namespace, mark)
    texts[place.bufnr][mark] = nil
  end
end

--- Whether nothing is to be offered here. A line whose text before the cursor is another one is forgotten.
---@param place pt_lsp.CursorPlace
---@return boolean
function M.is_at(place)
  if not texts[place.bufnr] then
    return false
  end
  local is_here = vim.iter(marks_at(place)):any(function(mark)
    return texts[place.bufnr][mark] == place.before
  end)
  if not is_here then
    M.remove(place)
  end
  return is_here
end

---@param bufnr integer
function M.forget(bufnr)
  texts[bufnr] = nil
  if vim.api.nvim_buf_is_valid(bufnr) then
    vim.api.nvim_buf_clear_namespace(bufnr, namespace, 0, -1)
  end
end

return M
