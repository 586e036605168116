--- Takes what the server answers to a verdict; where nothing came of it, somebody is told.
local edits = require('pt_lsp.editing.edits')
local tell = require('pt_lsp.notice').tell

local M = {}

local GONE = 'That edit is gone: its text is nowhere in the buffer any more.'
local UNCHANGED = 'Nothing was changed: the edit could not be taken back now; try again.'

---@class pt_lsp.Verdict
---@field command string
---@field hunk string? if it is on this one only

---@class pt_lsp.EditResult
---@field state pt_lsp.EditState
---@field hunks pt_lsp.Hunk[]

--- An edit that waits without any place to wait at is gone as well.
---@param result pt_lsp.EditResult
---@return boolean
local function is_gone(result)
  return result.state == 'gone' or (edits.WAITING[result.state] ~= nil and #result.hunks == 0)
end

---@param verdict pt_lsp.Verdict
---@param result pt_lsp.EditResult
---@return boolean whether what was decided waits as before
local function is_undecided(verdict, result)
  if verdict.command == 'ptLsp.retryEdit' or not edits.WAITING[result.state] then
    return false
  end
  return not verdict.hunk
    or vim.iter(result.hunks):any(function(hunk)
      return hunk.id == verdict.hunk
    end)
end

---@param client vim.lsp.Client
---@param bufnr integer
---@param edit pt_lsp.Progress that the command was about
---@param verdict pt_lsp.Verdict
---@param result pt_lsp.EditResult
function M.take(client, bufnr, edit, verdict, result)
  if is_gone(result) then
    if edits.find(bufnr, edit.editId) then
      edits.end_as(client, bufnr, edit, 'gone')
      tell(GONE, vim.log.levels.WARN)
    end
    return
  end
  if is_undecided(verdict, result) then
    tell(UNCHANGED, vim.log.levels.WARN)
  end
end

return M
