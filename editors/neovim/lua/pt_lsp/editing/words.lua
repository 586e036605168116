--- Tells which words of a line are other ones than in the line that it replaces. Knows no buffer.
local M = {}

---@alias pt_lsp.Stretch {[1]: integer, [2]: integer} bytes of a line, zero-based, the end exclusive

---@type fun(old: string, new: string, options: table): integer[][]
local diff = vim.text and vim.text.diff or vim.diff

--- Beyond these nobody looks for a word.
local MAX_BYTES = 500
local MAX_LINES = 100
--- Of a line that has less in common with the old one, every word is new.
local MIN_SHARE_KEPT = 0.3

---@param line string
---@return string[] words each a word, a run of blanks or a sign
---@return integer[] starts where each begins, and the end of the last one
local function split(line)
  local words, starts = {}, {}
  local start = 1
  while start <= #line do
    local last = select(2, line:find('^[%w_\128-\255]+', start))
      or select(2, line:find('^%s+', start))
      or start
    table.insert(words, line:sub(start, last))
    table.insert(starts, start - 1)
    start = last + 1
  end
  table.insert(starts, #line)
  return words, starts
end

---@param lines string[]
---@return string
local function joined(lines)
  return table.concat(lines, '\n') .. '\n'
end

---@param stretches pt_lsp.Stretch[]
---@param starts integer[]
---@param index integer of the first word
---@param count integer
local function add(stretches, starts, index, count)
  if count > 0 then
    table.insert(stretches, { starts[index], starts[index + count] })
  end
end

---@param stretches pt_lsp.Stretch[]
---@param n_bytes integer
---@return boolean
local function is_mostly(stretches, n_bytes)
  local n_changed = 0
  for _, each in ipairs(stretches) do
    n_changed = n_changed + each[2] - each[1]
  end
  return n_changed > n_bytes * (1 - MIN_SHARE_KEPT)
end

--- What is only in one of two lines. None where they have little in common.
---@param old string
---@param new string
---@return pt_lsp.Stretch[] of_old
---@return pt_lsp.Stretch[] of_new
function M.changed(old, new)
  if math.max(#old, #new) > MAX_BYTES then
    return {}, {}
  end
  local old_words, old_starts = split(old)
  local new_words, new_starts = split(new)
  local of_old, of_new = {}, {}
  for _, each in ipairs(diff(joined(old_words), joined(new_words), { result_type = 'indices' })) do
    add(of_old, old_starts, each[1], each[2])
    add(of_new, new_starts, each[3], each[4])
  end
  if is_mostly(of_old, #vim.trim(old)) or is_mostly(of_new, #vim.trim(new)) then
    return {}, {}
  end
  return of_old, of_new
end

--- Which old line each new line has come from, of those that have come from one.
---@param old string[]
---@param new string[]
---@return table<integer, integer> index of a new line to that of its old one
function M.origins(old, new)
  if #old == 0 or #new == 0 or math.max(#old, #new) > MAX_LINES then
    return {}
  end
  local origins = {}
  for _, each in ipairs(diff(joined(old), joined(new), { result_type = 'indices', linematch = MAX_LINES })) do
    local old_index, n_old, new_index, n_new = unpack(each)
    for offset = 0, n_old == n_new and n_new - 1 or -1 do
      origins[new_index + offset] = old_index + offset
    end
  end
  return origins
end

return M
