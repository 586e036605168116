--- Where a part of a text ends: its first word, its first line, or a character. In bytes, and never nothing.
local M = {}

-- Blanks, line ends among them, and then one run of either kind of characters, as `w` tells them apart.
local WORD = [[^\_s*\%(\k\+\|\%(\k\@!\_s\@!.\)\+\)]]

---@param text string
---@return integer
function M.word(text)
  local last = vim.fn.matchend(text, WORD)
  return last > 0 and last or #text
end

---@param text string
---@return integer
function M.line(text)
  local last = text:find('\n', 2, true)
  return last and last - 1 or #text
end

---@param text string
---@param character string
---@return integer? nil where there is none
function M.through(text, character)
  return select(2, text:find(character, 1, true))
end

return M
