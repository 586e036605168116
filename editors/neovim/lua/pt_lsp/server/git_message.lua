--- The files in which git asks for a message: what the server calls their language, and whose folder they are
--- about. They lie in a repository's git directory, which a linked worktree or a submodule has elsewhere.
local M = {}

--- neogit has types of its own for them.
local LANGUAGES = { NeogitCommitMessage = 'gitcommit', NeogitMergeMessage = 'gitcommit' }
local MAX_BYTES = 65536

---@param filetype string
---@return string
function M.language_id(filetype)
  return LANGUAGES[filetype] or filetype
end

---@param bufnr integer
---@return boolean
function M.is_here(bufnr)
  return M.language_id(vim.bo[bufnr].filetype) == 'gitcommit'
end

--- What follows `before` in the first line of a small file that has one with it.
---@param path string
---@param before string a pattern
---@return string?
local function value_in(path, before)
  -- Nothing else is opened: a pipe would be waited for.
  local found = vim.uv.fs_stat(path)
  local file = found and found.type == 'file' and io.open(path)
  if not file then
    return nil
  end
  local text = file:read(MAX_BYTES) or ''
  file:close()
  for line in vim.gsplit(text, '\r?\n') do
    local value = line:match('^%s*' .. before .. '(.-)%s*$')
    if value then
      return value
    end
  end
end

---@param path string
---@param folder string what it starts from unless it is absolute
---@return string
local function joined(path, folder)
  local is_absolute = path:match('^/') or path:match('^%a:[/\\]')
  return is_absolute and path or vim.fs.joinpath(folder, path)
end

--- The folder that belongs to a git directory. What that says of another place counts only where that place
--- says the same: a repository may have been made by anybody.
---@param git_dir string
---@return string?
local function worktree_of(git_dir)
  if vim.fs.basename(git_dir) == '.git' then
    return vim.fs.dirname(git_dir)
  end
  local link = value_in(vim.fs.joinpath(git_dir, 'gitdir'), '')
  local folder = link and vim.fs.dirname(joined(link, git_dir))
  if not folder then
    local told = value_in(vim.fs.joinpath(git_dir, 'config'), 'worktree%s*=%s*')
    folder = told and joined(told, git_dir)
  end
  folder = folder and vim.uv.fs_realpath(folder)
  local back = folder and value_in(vim.fs.joinpath(folder, '.git'), 'gitdir:%s*')
  local is_mutual = back and vim.uv.fs_realpath(joined(back, folder)) == vim.uv.fs_realpath(git_dir)
  return is_mutual and folder or nil
end

--- The top of the worktree that such a buffer's message is about; nil for other buffers.
---@param bufnr integer
---@return string?
function M.worktree(bufnr)
  return M.is_here(bufnr) and worktree_of(vim.fs.dirname(vim.api.nvim_buf_get_name(bufnr))) or nil
end

return M
