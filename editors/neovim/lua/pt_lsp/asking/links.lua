--- Reads where links of a page lead: to the web, and to lines of the workspace's own files; pure. Whatever
--- else a model writes as one leads nowhere.
local M = {}

local MOST_CHARACTERS = 2000

---@class pt_lsp.Target
---@field url? string in the web
---@field path? string relative; empty for the document that the page is about
---@field line? integer one-based

--- Whether a path can only lead to something below the folder that it is read in.
---@param path string
---@return boolean
function M.is_inside(path)
  if path == '' or path:match('^~') or path:match('[\\:*?"<>|%c]') then
    return false
  end
  return vim.iter(vim.split(path, '/', { plain = true })):all(function(segment)
    return segment ~= '' and segment ~= '.' and segment ~= '..'
  end)
end

---@param address string
---@return string path
---@return string? line
local function split_line(address)
  for _, pattern in ipairs({ '^([^#]+)#L?(%d+)$', '^([^#]+)#L?(%d+)%-L?%d+$', '^([^#:]+):(%d+)[-:%d]*$' }) do
    local path, line = address:match(pattern)
    if path then
      return path, line
    end
  end
  return address, nil
end

--- Where a link's address leads: `https://...`, `src/a.py`, `src/a.py:12`, `a.py#L12-L14`.
---@param address string
---@return pt_lsp.Target?
function M.target_of(address)
  if #address > MOST_CHARACTERS or address:match('[%c%s]') then
    return nil
  elseif address:match('^[Hh][Tt][Tt][Pp][Ss]?://[%w%[]') then
    return { url = address }
  end
  local path, line = split_line(vim.uri_decode(address))
  path = path:gsub('^%./', '')
  return M.is_inside(path) and { path = path, line = tonumber(line) } or nil
end

---@param text string
---@return pt_lsp.Target?
local function named_line(text)
  local line = text:match('%d+')
  return { path = '', line = tonumber(line) }
end

--- What may be a link in a line, the most certain first: a pattern, and how its second capture is read.
local KINDS = {
  { '()%[[^%]]*%]%(<?([^%s()<>]*)>?[^()]*%)()', M.target_of },
  { '()<([^%s<>]+)>()', M.target_of },
  { '()(https?://[^%s<>()%[%]"\'`]*[^%s<>()%[%]"\'`.,;:!?])()', M.target_of },
  { '()%f[%w_@./-]([%w_@./-]+%.%w+[:#]L?%d+)()', M.target_of },
  { '()%f[%w_]([Ll]ines? %d+)()', named_line },
}

--- Where the link at a column leads.
---@param text string of a line
---@param column integer one-based, in bytes
---@return pt_lsp.Target?
function M.at(text, column)
  for _, kind in ipairs(KINDS) do
    for first, found, after in text:gmatch(kind[1]) do
      if first <= column and column < after then
        return kind[2](found)
      end
    end
  end
end

return M
