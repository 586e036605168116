--- Finds the words that somebody may have meant; pure.
local M = {}

local MOST_MISTAKES = 2

--- How many characters have to be put in, taken out or changed to make one word the other.
---@param one string
---@param other string
---@return integer
local function distance(one, other)
  local row = {}
  for column = 0, #other do
    row[column] = column
  end
  for index = 1, #one do
    local diagonal = row[0]
    row[0] = index
    for column = 1, #other do
      local changed = diagonal + (one:byte(index) == other:byte(column) and 0 or 1)
      diagonal = row[column]
      row[column] = math.min(changed, row[column] + 1, row[column - 1] + 1)
    end
  end
  return row[#other]
end

---@param word string
---@param known string[]
---@return string[] near those that begin so, else those that differ by a slip or two
function M.near(word, known)
  local begun = vim.tbl_filter(function(each)
    return vim.startswith(each, word)
  end, known)
  if #begun > 0 then
    return begun
  end
  return vim.tbl_filter(function(each)
    return distance(word:lower(), each) <= math.min(MOST_MISTAKES, #each / 2)
  end, known)
end

return M
