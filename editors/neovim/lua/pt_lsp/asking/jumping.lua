--- Goes where a link of a page leads, by a person's key: to the web by |vim.ui.open()|, and to files that
--- really are inside the workspace.
local links = require('pt_lsp.asking.links')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

---@param source? pt_lsp.Source
---@return string[] folders
local function folders_of(source)
  local client = source and source.client or server.find()
  local folders = client and { client.root_dir } or {}
  for _, folder in ipairs(client and client.workspace_folders or {}) do
    table.insert(folders, vim.uri_to_fname(folder.uri))
  end
  return folders
end

--- The file that the path leads to, with links followed, if it lies in one of the folders.
---@param path string
---@param folders string[]
---@return string?
local function file_in(path, folders)
  for _, folder in ipairs(folders) do
    local root, file = vim.uv.fs_realpath(folder), vim.uv.fs_realpath(vim.fs.joinpath(folder, path))
    local stat = file and vim.uv.fs_stat(file)
    if root and file and stat and stat.type == 'file' and vim.fs.relpath(root, file) then
      return file
    end
  end
end

--- A window that shows no page: the one that the page was asked for in, while it is there.
---@param source? pt_lsp.Source
---@return integer window
local function code_window(source)
  local function is_code(window)
    return vim.api.nvim_win_is_valid(window)
      and vim.bo[vim.api.nvim_win_get_buf(window)].buftype == ''
      and vim.api.nvim_win_get_config(window).relative == ''
  end
  local candidates = vim.list_extend({ source and source.window or -1 }, vim.api.nvim_tabpage_list_wins(0))
  local found = vim.iter(candidates):find(is_code)
  return found or vim.api.nvim_open_win(0, false, { split = 'left' })
end

---@param bufnr integer
---@param line? integer one-based
---@param source? pt_lsp.Source
local function show(bufnr, line, source)
  vim.fn.bufload(bufnr)
  vim.api.nvim_set_current_win(code_window(source))
  local start = { line = 0, character = 0 }
  if line then
    start.line = math.max(math.min(line, vim.api.nvim_buf_line_count(bufnr)) - 1, 0)
  end
  local location =
    { uri = vim.uri_from_bufnr(bufnr), range = line and { start = start, ['end'] = start } or nil }
  local function go()
    vim.lsp.util.show_document(location, 'utf-8', { focus = true, reuse_win = true })
  end
  if not pcall(go) then
    -- What that window shows cannot leave it: it is not saved and 'hidden' is off, or 'winfixbuf' is on.
    vim.api.nvim_open_win(bufnr, true, { split = 'above' })
    go()
  end
end

---@param target pt_lsp.Target
---@param source? pt_lsp.Source
---@return string? reason a sentence where it leads nowhere
local function follow(target, source)
  if target.url then
    return select(2, vim.ui.open(target.url))
  elseif target.path == '' then
    if not source or not vim.api.nvim_buf_is_valid(source.bufnr) then
      return 'The file that this is about is not open any more.'
    end
    show(source.bufnr, target.line, source)
    return nil
  end
  local file = file_in(target.path, folders_of(source))
  if not file then
    return 'The link leads to no file of the workspace.'
  end
  show(vim.fn.bufadd(file), target.line, source)
end

--- Goes where the link under the cursor leads.
---@param source? pt_lsp.Source
function M.from_cursor(source)
  local column = vim.api.nvim_win_get_cursor(0)[2] + 1
  local target = links.at(vim.api.nvim_get_current_line(), column)
  local reason = 'There is no link under the cursor that leads to the web or to a file of the workspace.'
  if target then
    reason = follow(target, source)
  end
  if reason then
    tell(reason, vim.log.levels.WARN)
  end
end

return M
