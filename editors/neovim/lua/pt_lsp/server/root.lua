--- Which buffers are served, and what folder is theirs. Where a user has set `root_dir` it is theirs to say.
local process = require('pt_lsp.server.process')

local M = {}

--- The server takes no message that is longer, and nobody writes such files by hand.
local MAX_BYTES = 15 * 1000 * 1000

---@param bufnr integer
---@return integer
local function n_bytes(bufnr)
  return vim.api.nvim_buf_get_offset(bufnr, vim.api.nvim_buf_line_count(bufnr))
end

--- Why a buffer is not served whatever its type of file, in a sentence; nil where it is.
---@param bufnr integer
---@return string?
function M.reason_against(bufnr)
  local name = vim.api.nvim_buf_get_name(bufnr)
  if vim.bo[bufnr].buftype ~= '' then
    return 'There is no code in this window; go to a file first.'
  elseif name == '' then
    -- All of them would be one document to a server.
    return 'pt-lsp serves a buffer once it has a name; :write it.'
  elseif name == vim.lsp.log.get_filename() then
    return 'pt-lsp does not serve the log of language servers.'
  elseif n_bytes(bufnr) > MAX_BYTES then
    return 'This file is too large for pt-lsp.'
  end
end

--- Starts a server for a command that the user has set by `vim.lsp.config`: started by Neovim, its end would
--- need a key.
---@param bufnr integer
---@param root_dir string?
---@param config vim.lsp.Config
local function start_quietly(bufnr, root_dir, config)
  local command = config.cmd --[[@as string[] ]]
  config = vim.tbl_extend('force', vim.deepcopy(config), {
    root_dir = root_dir,
    cmd = function(dispatchers, client_config)
      return process.start(dispatchers, client_config, command)
    end,
  })
  vim.lsp.start(config, { bufnr = bufnr, reuse_client = config.reuse_client })
end

--- The folder that a buffer belongs to; in a window without a file, the current one's.
---@param bufnr integer
---@return string?
function M.of(bufnr)
  local markers = vim.lsp.config['pt_lsp'].root_markers
  return require('pt_lsp.server.git_message').worktree(bufnr)
    or markers and vim.fs.root(bufnr, markers)
    or nil
end

--- What `root_dir` of a client's configuration may be.
---@param bufnr integer
---@param on_dir fun(root_dir: string?)
function M.find(bufnr, on_dir)
  if M.reason_against(bufnr) then
    return
  end
  local config = vim.lsp.config['pt_lsp']
  local root_dir = M.of(bufnr)
  if type(config.cmd) == 'table' then
    start_quietly(bufnr, root_dir, config)
  else
    on_dir(root_dir)
  end
end

--- Has Neovim look again whether a buffer is to be served, as it does when the type of its file is known.
---@param bufnr integer
function M.offer(bufnr)
  if vim.bo[bufnr].filetype ~= '' and vim.fn.exists('#nvim.lsp.enable#FileType') == 1 then
    local options = { group = 'nvim.lsp.enable', buffer = bufnr, modeline = false }
    vim.api.nvim_exec_autocmds('FileType', options)
  end
end

return M
