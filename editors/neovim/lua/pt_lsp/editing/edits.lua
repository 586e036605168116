--- Remembers the edits that the server tells of, buffer by buffer, until they are decided.
local events = require('pt_lsp.events')
local marks = require('pt_lsp.editing.marks')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell
local undo = require('pt_lsp.editing.undo')

local M = {}

---@alias pt_lsp.EditState
---| 'running' | 'pending' | 'applied' | 'unchanged' | 'stopped' | 'cancelled' | 'failed'
---| 'accepted' | 'rejected' | 'undone' | 'gone'

---@class pt_lsp.Hunk
---@field id string
---@field state pt_lsp.EditState
---@field range lsp.Range
---@field oldText string
---@field newText string

---@class pt_lsp.Progress
---@field editId string
---@field uri string
---@field title string
---@field state pt_lsp.EditState
---@field range? lsp.Range
---@field hunks pt_lsp.Hunk[]
---@field warning? string

--- States in which something can still be done with an edit.
local OPEN = { running = true, pending = true, stopped = true, cancelled = true, undone = true }
--- States in which its text stands in the buffer and waits to be accepted or rejected.
local DECIDABLE = { pending = true, stopped = true }

---@type table<integer, table<string, pt_lsp.Progress>> buffer to its open edits by id
local open = {}

--- Whether what the server sends next for this edit belongs into an undo step of its own.
---@param before pt_lsp.EditState?
---@param now pt_lsp.EditState
---@return boolean
local function begins_step(before, now)
  if now == 'running' then
    return before ~= 'running'
  end
  -- What a cancelled stream takes back belongs to the stream's step: together they are nothing.
  return now ~= 'cancelled' and now ~= 'failed'
end

---@param edits table<string, pt_lsp.Progress>
---@param bufnr integer
local function drop_undecidable(edits, bufnr)
  for id, edit in pairs(edits) do
    if edit.state ~= 'running' and not DECIDABLE[edit.state] then
      edits[id] = nil
      marks.clear(bufnr, id)
    end
  end
end

---@param bufnr integer
---@param progress pt_lsp.Progress
---@return pt_lsp.EditState? before what was known of this edit until now
local function remember(bufnr, progress)
  local edits = open[bufnr] or {}
  open[bufnr] = edits
  local before = edits[progress.editId] and edits[progress.editId].state
  if progress.state == 'running' and not before then
    drop_undecidable(edits, bufnr)
  end
  edits[progress.editId] = OPEN[progress.state] and progress or nil
  return before
end

---@param progress pt_lsp.Progress
---@param client_id integer
function M.note(progress, client_id)
  local client = vim.lsp.get_client_by_id(client_id)
  local bufnr = client and server.buffer_of(client, progress.uri)
  if not client or not bufnr then
    return
  end
  local before = remember(bufnr, progress)
  if begins_step(before, progress.state) then
    undo.forget(bufnr, progress.editId)
  end
  marks.draw(client, bufnr, progress)
  local is_news = (before == 'running' and progress.state ~= 'running') or progress.state == 'gone'
  if is_news and type(progress.warning) == 'string' then
    tell(progress.warning, vim.log.levels.WARN)
  end
  events.fire('PtLspEdit', vim.tbl_extend('force', progress, { bufnr = bufnr }))
end

--- The edits that are not decided, in the order in which they stand in the text.
---@param bufnr integer
---@return pt_lsp.Progress[]
function M.in_buffer(bufnr)
  local edits = vim.tbl_values(open[bufnr] or {})
  local rows = {}
  for _, edit in ipairs(edits) do
    rows[edit.editId] = marks.rows(bufnr, edit.editId) or math.huge
  end
  table.sort(edits, function(one, other)
    local row, other_row = rows[one.editId], rows[other.editId]
    return row < other_row or (row == other_row and one.editId < other.editId)
  end)
  return edits
end

--- The rows on which a hunk's new text stands now; none of one that only took lines away.
---@param bufnr integer
---@param hunk_id string
---@return integer? first zero-based; nil where it is nowhere
---@return integer? last exclusive
function M.hunk_rows(bufnr, hunk_id)
  return marks.rows(bufnr, hunk_id)
end

--- The edit that a change on `row` is part of: the one there, else the nearest.
---@param bufnr integer
---@param row integer zero-based
---@return string? id
function M.nearest(bufnr, row)
  local nearest, least = nil, math.huge
  for id in pairs(open[bufnr] or {}) do
    local first, last = marks.rows(bufnr, id)
    local distance = first and math.max(first - row, row - math.max(last - 1, first), 0)
    if distance and distance < least then
      nearest, least = id, distance
    end
  end
  return nearest
end

--- The edit that somebody means with the cursor on `row`: the one there, else the only one.
---@param bufnr integer
---@param row integer zero-based
---@param states table<pt_lsp.EditState, boolean> that it may have
---@return pt_lsp.Progress? edit
---@return string? reason a sentence if there is none
function M.meant(bufnr, row, states)
  local all = vim.tbl_filter(function(edit)
    return states[edit.state] ~= nil
  end, vim.tbl_values(open[bufnr] or {}))
  local here = vim.tbl_filter(function(edit)
    return marks.is_at(bufnr, edit.editId, row)
  end, all)
  local found = #here > 0 and here or all
  if #found == 1 then
    return found[1]
  end
  return nil, #all > 0 and 'Put the cursor into the edit that you mean.' or 'There is no edit to decide here.'
end

--- The undecided hunk of `edit` on `row`.
---@param bufnr integer
---@param edit pt_lsp.Progress
---@param row integer zero-based
---@return string? id
function M.hunk_at(bufnr, edit, row)
  for _, hunk in ipairs(edit.hunks) do
    if DECIDABLE[hunk.state] and marks.is_at(bufnr, hunk.id, row) then
      return hunk.id
    end
  end
end

--- Forgets a buffer that is not served any more.
---@param bufnr integer
function M.close(bufnr)
  open[bufnr] = nil
  marks.clear_all(bufnr)
end

return M
