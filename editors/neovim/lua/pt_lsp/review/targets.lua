--- What somebody means when they decide: an edit, a hunk, the selected ones or all.
local edits = require('pt_lsp.editing.edits')
local pending = require('pt_lsp.review.pending')
local place = require('pt_lsp.asking.place')

local M = {}

---@class pt_lsp.Decision
---@field hunk? boolean only the hunk at the cursor
---@field all? boolean every edit of the buffer
---@field lines? {[1]: integer, [2]: integer} the hunks in these lines; in Visual mode in the selected ones

---@class pt_lsp.VerdictKind
---@field command string
---@field states table<pt_lsp.EditState, boolean> in which an edit can be decided so
---@field nothing string a sentence if there is no such edit
---@field changes_text boolean
---@field takes_hunks boolean whether it can be about some of an edit's hunks

---@class pt_lsp.VerdictTarget
---@field edit pt_lsp.Progress
---@field hunk? string id; the whole edit if left out

--- The hunks that touch these rows; an edit of which that is all of them is decided as a whole.
---@param bufnr integer
---@param from integer zero-based
---@param to integer inclusive
---@return pt_lsp.VerdictTarget[]
local function touched(bufnr, from, to)
  local hunks_of, targets = {}, {}
  for _, placed in ipairs(pending.touched(bufnr, from, to)) do
    hunks_of[placed.edit] = hunks_of[placed.edit] or {}
    table.insert(hunks_of[placed.edit], placed.hunk.id)
  end
  for edit, hunks in pairs(hunks_of) do
    if #hunks == #edit.hunks then
      table.insert(targets, { edit = edit })
    else
      for _, id in ipairs(hunks) do
        table.insert(targets, { edit = edit, hunk = id })
      end
    end
  end
  return targets
end

--- The edit or hunk at the cursor, or the only edit.
---@param bufnr integer
---@param verdict pt_lsp.VerdictKind
---@param is_hunk boolean?
---@return pt_lsp.VerdictTarget? target
---@return string? reason a sentence if there is none
local function at_cursor(bufnr, verdict, is_hunk)
  local row = vim.api.nvim_win_get_cursor(0)[1] - 1
  local edit, reason = edits.meant(bufnr, row, verdict.states)
  if not edit or not is_hunk then
    return edit and { edit = edit }, reason
  end
  local hunk = edits.hunk_at(bufnr, edit, row)
  if not hunk then
    return nil, 'Put the cursor on the hunk that you mean.'
  end
  return { edit = edit, hunk = hunk }
end

--- What a verdict is about.
---@param bufnr integer
---@param verdict pt_lsp.VerdictKind
---@param options pt_lsp.Decision
---@return pt_lsp.VerdictTarget[] targets
---@return string? reason a sentence if there are none
function M.of(bufnr, verdict, options)
  local lines = options.lines or place.selected_lines()
  local whole = {}
  for _, edit in ipairs(edits.in_buffer(bufnr)) do
    if verdict.states[edit.state] then
      table.insert(whole, { edit = edit })
    end
  end
  if #whole == 0 then
    return {}, verdict.nothing
  elseif options.all then
    return whole
  elseif lines and verdict.takes_hunks then
    local targets = touched(bufnr, lines[1] - 1, lines[2] - 1)
    return targets, #targets == 0 and 'No hunk is in these lines.' or nil
  end
  local target, reason = at_cursor(bufnr, verdict, options.hunk)
  return { target }, reason
end

return M
