--- Keeps streamed text and typing in undo steps of their own, each stream apart from the others, and a stream
--- in one step if nothing comes between.
local M = {}

---@class pt_lsp.UndoStep
---@field edit_id string? whose step it is
---@field tick integer the changedtick that it left

---@type table<integer, pt_lsp.UndoStep> buffer to the last step of ours
local last = {}

--- Ends the undo step that is open; the next change of any kind begins another.
---@param bufnr integer
function M.split(bufnr)
  vim.api.nvim_buf_call(bufnr, function()
    vim.cmd('let &l:undolevels = &l:undolevels')
  end)
end

--- Whether that edit's last step can go on: nothing else has changed the buffer since.
---@param bufnr integer
---@param edit_id string?
---@return boolean
local function is_open(bufnr, edit_id)
  local step = last[bufnr]
  return step ~= nil and step.edit_id == edit_id and step.tick == vim.api.nvim_buf_get_changedtick(bufnr)
end

--- Runs `change` in the step of that edit's stream, or in a new one where something has come between.
---@param bufnr integer
---@param edit_id string?
---@param change fun()
function M.in_step_of(bufnr, edit_id, change)
  vim.api.nvim_buf_call(bufnr, function()
    local is_joined = is_open(bufnr, edit_id) and pcall(vim.cmd.undojoin)
    if not is_joined then
      vim.cmd('let &l:undolevels = &l:undolevels')
    end
    local is_done, failure = pcall(change)
    vim.cmd('let &l:undolevels = &l:undolevels')
    last[bufnr] = { edit_id = edit_id, tick = vim.api.nvim_buf_get_changedtick(bufnr) }
    if not is_done then
      error(failure, 0)
    end
  end)
end

--- What comes next of that edit, or of any, is another stream or takes this one back: a step of its own.
---@param bufnr integer
---@param edit_id? string
function M.forget(bufnr, edit_id)
  if last[bufnr] and (edit_id == nil or last[bufnr].edit_id == edit_id) then
    last[bufnr] = nil
  end
end

return M
