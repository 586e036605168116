--- What a user's own configuration may call. Everything here returns at once.
local M = {}

---@class pt_lsp.Completion what keys do with ghost text; each tells whether it did something
---@field accept fun(fallback?: fun()|string): boolean
---@field accept_word fun(): boolean
---@field accept_line fun(): boolean
---@field accept_to fun(character?: string): boolean
---@field dismiss fun(): boolean
---@field next fun(): boolean
---@field previous fun(): boolean
---@field trigger fun(): boolean
---@field is_shown fun(): boolean
---@field map fun(key: string, action?: string, options?: {buffer?: integer})

--- Ghost text; loaded when it is first used.
---@type pt_lsp.Completion
M.completion = setmetatable({}, {
  __index = function(_, name)
    return require('pt_lsp.completion')[name]
  end,
})

---@class pt_lsp.Options
---@field bufnr? integer the buffer; the current one if left out or 0
---@field range? lsp.Range what to work on; else the selection, else the definition around the cursor

--- Starts the server for the files that are opened, as `vim.lsp.enable('pt_lsp')` does.
---@param config? pt_lsp.Config what shall be other than in `lsp/pt_lsp.lua`
function M.setup(config)
  if config and next(config) then
    vim.lsp.config('pt_lsp', config)
  end
  vim.lsp.enable('pt_lsp')
end

--- Goes on with the buffer's own number, as 0 is another buffer later; the user is told where it is gone.
---@param options pt_lsp.Options|pt_lsp.CommitMessageOptions?
---@param go_on fun(where: pt_lsp.Where)
local function with_buffer(options, go_on)
  local where = vim.tbl_extend('keep', {}, options or {})
  if where.bufnr == 0 then
    where.bufnr = vim.api.nvim_get_current_buf()
  end
  if where.bufnr and not vim.api.nvim_buf_is_loaded(where.bufnr) then
    require('pt_lsp.notice').tell('That buffer is not open any more.', vim.log.levels.WARN)
    return
  end
  go_on(where)
end

--- The plugin may have been loaded by what is asked now, and the server not have started yet.
---@param options pt_lsp.Options?
---@param go_on fun(where: pt_lsp.Where)
local function once_served(options, go_on)
  with_buffer(options, function(where)
    require('pt_lsp.server.waiting').until_served(where, go_on)
  end)
end

--- Rewrites as instructed; asks for the instruction if none is given.
---@param instruction? string
---@param options? pt_lsp.Options
function M.edit(instruction, options)
  once_served(options, function(where)
    require('pt_lsp.asking').edit(instruction, where)
  end)
end

--- Puts new text at the cursor; asks for the instruction if none is given.
---@param instruction? string
---@param options? pt_lsp.Options
function M.generate(instruction, options)
  once_served(options, function(where)
    require('pt_lsp.asking').generate(instruction, where)
  end)
end

--- Streams an explanation into a window beside the code.
---@param options? pt_lsp.Options
function M.explain(options)
  once_served(options, function(where)
    require('pt_lsp.asking').explain(where)
  end)
end

--- Looks for mistakes, which are then among the diagnostics.
---@param options? pt_lsp.Options without a range or selection it is the whole buffer
function M.review(options)
  once_served(options, function(where)
    require('pt_lsp.asking.findings').review(where)
  end)
end

--- Looks for mistakes in what has changed in the buffer's folder.
---@param options? pt_lsp.Options
function M.review_changes(options)
  with_buffer(options, function(named)
    require('pt_lsp.server.waiting').until_any_served(named, function(where)
      require('pt_lsp.asking.findings').review_changes(where)
    end)
  end)
end

--- Takes away all that reviews have found.
function M.clear_review()
  require('pt_lsp.asking.findings').clear()
end

--- Writes a commit message for the buffer's folder: into the buffer in which git asks for it, else for `p`.
---@param options? pt_lsp.CommitMessageOptions
function M.commit_message(options)
  local on_message = options and options.on_message
  with_buffer(options, function(named)
    require('pt_lsp.server.waiting').until_any_served(named, function(where)
      require('pt_lsp.asking.commit_message').write({ bufnr = where.bufnr, on_message = on_message })
    end)
  end)
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

--- Starts the server again, also one that hangs. Unsaved text and pending edits are kept.
function M.restart()
  require('pt_lsp.server.life').restart()
end

--- `stopped` without a server, else `ready`, `working`, `paused`, `noKey`, `offline`, `overBudget`, `error`.
---@return string state
---@return string? message the sentence that goes with it
function M.status()
  return require('pt_lsp.server.status').now()
end

return M
