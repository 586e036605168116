--- What a user's own configuration may call. Everything here returns at once.
local M = {}

---@class pt_lsp.Options
---@field bufnr? integer the buffer; the current one if left out
---@field range? lsp.Range what to work on; else the selection, else the definition around the cursor

--- Starts the server for the files that are opened, as `vim.lsp.enable('pt_lsp')` does.
---@param config? vim.lsp.Config what shall be other than in `lsp/pt_lsp.lua`
function M.setup(config)
  if config and next(config) then
    vim.lsp.config('pt_lsp', config)
  end
  vim.lsp.enable('pt_lsp')
end

--- Rewrites as instructed; asks for the instruction if none is given.
---@param instruction? string
---@param options? pt_lsp.Options
function M.edit(instruction, options)
  require('pt_lsp.asking').edit(instruction, options)
end

--- Puts new text at the cursor; asks for the instruction if none is given.
---@param instruction? string
---@param options? pt_lsp.Options
function M.generate(instruction, options)
  require('pt_lsp.asking').generate(instruction, options)
end

--- Streams an explanation into a window beside the code.
---@param options? pt_lsp.Options
function M.explain(options)
  require('pt_lsp.asking').explain(options)
end

--- Keeps the edit at the cursor, or the only one in the buffer.
---@param options? pt_lsp.Decision
function M.accept(options)
  require('pt_lsp.review').accept(options)
end

--- Takes that edit back; what was typed meanwhile stays.
---@param options? pt_lsp.Decision
function M.reject(options)
  require('pt_lsp.review').reject(options)
end

--- Takes that edit back and asks again.
---@param instruction? string what shall be other this time
function M.retry(instruction)
  require('pt_lsp.review').retry(instruction)
end

--- Stops everything that runs, and takes back what had come of it.
function M.cancel()
  require('pt_lsp.review').cancel()
end

--- `stopped` without a server, else `ready`, `working`, `paused`, `noKey`, `offline`, `overBudget`, `error`.
---@return string state
---@return string? message the sentence that goes with it
function M.status()
  return require('pt_lsp.server.status').now()
end

--- For an `<expr>` mapping in insert mode: accepts the ghost text, or has `key` do what it does without it.
---@param key string such as `<Tab>`
---@return string keys what the mapping types
function M.accept_completion(key)
  return require('pt_lsp.completion').accept(key)
end

return M
