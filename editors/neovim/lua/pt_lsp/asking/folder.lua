--- What the user points at where a folder is meant and no lines: the one that the buffer belongs to.
local server = require('pt_lsp.server')

local M = {}

--- The server of the buffer or of its folder, else any: a window of another plugin has none of its own.
---@param bufnr integer
---@param folder string?
---@return vim.lsp.Client?
local function client_of(bufnr, folder)
  local of_folder = vim.iter(vim.lsp.get_clients({ name = 'pt_lsp' })):find(function(client)
    return folder and client.root_dir == folder and not client:is_stopped()
  end)
  return server.find(bufnr) or of_folder or server.find() or server.client(bufnr)
end

--- Whether there can be changes: what belongs to no file is in the current folder.
---@param bufnr integer
---@return boolean
function M.is_in_repository(bufnr)
  return vim.fs.root(bufnr, '.git') ~= nil or require('pt_lsp.server.git_message').worktree(bufnr) ~= nil
end

--- Without a server the user is told.
---@param options? {bufnr?: integer}
---@return vim.lsp.Client?
---@return {folder?: string} argument for the server
function M.at(options)
  local bufnr = options and options.bufnr or vim.api.nvim_get_current_buf()
  local folder = require('pt_lsp.server.root').of(bufnr)
  local argument = folder and { folder = vim.uri_from_fname(folder) } or vim.empty_dict()
  return client_of(bufnr, folder), argument
end

return M
