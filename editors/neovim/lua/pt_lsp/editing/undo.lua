--- Keeps streamed text and typing in undo steps of their own, and a stream in one if nothing comes between.
local M = {}

---@type table<integer, integer> buffer to the changedtick that our last chunk left
local ours = {}

--- Ends the undo step that is open; the next change of any kind begins another.
---@param bufnr integer
function M.split(bufnr)
  vim.api.nvim_buf_call(bufnr, function()
    vim.cmd('let &l:undolevels = &l:undolevels')
  end)
end

--- Runs `change` in the stream's undo step, which goes on only if nothing else has changed the buffer since.
---@param bufnr integer
---@param change fun()
function M.in_stream_step(bufnr, change)
  vim.api.nvim_buf_call(bufnr, function()
    local is_joined = ours[bufnr] == vim.api.nvim_buf_get_changedtick(bufnr) and pcall(vim.cmd.undojoin)
    if not is_joined then
      vim.cmd('let &l:undolevels = &l:undolevels')
    end
    local is_done, failure = pcall(change)
    vim.cmd('let &l:undolevels = &l:undolevels')
    ours[bufnr] = vim.api.nvim_buf_get_changedtick(bufnr)
    if not is_done then
      error(failure, 0)
    end
  end)
end

--- What comes next is another stream, or takes this one back: a step of its own.
---@param bufnr integer
function M.forget(bufnr)
  ours[bufnr] = nil
end

return M
