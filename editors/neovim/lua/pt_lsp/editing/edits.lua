--- Remembers the edits that the server tells of, buffer by buffer, until they are decided.
local events = require('pt_lsp.events')
local marks = require('pt_lsp.editing.marks')
local pointing = require('pt_lsp.editing.pointing')
local server = require('pt_lsp.server')
local undo = require('pt_lsp.editing.undo')
local warning = require('pt_lsp.editing.warning')
local watch = require('pt_lsp.editing.watch')

local M = {}

---@alias pt_lsp.EditState
---| 'running' | 'pending' | 'applied' | 'unchanged' | 'stopped' | 'cancelled' | 'failed'
---| 'accepted' | 'rejected' | 'undone' | 'gone'

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
M.WAITING = { pending = true, stopped = true }

---@type table<integer, table<string, pt_lsp.Progress>> buffer to its open edits by id
local open = {}
---@type table<string, integer> edit to how many came before it
local ages = {}
local n_edits = 0

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

--- The edit, if it is not decided.
---@param bufnr integer
---@param id string
---@return pt_lsp.Progress?
function M.find(bufnr, id)
  return (open[bufnr] or {})[id]
end

---@param edits table<string, pt_lsp.Progress>
---@param bufnr integer
local function drop_undecidable(edits, bufnr)
  for id, edit in pairs(edits) do
    if edit.state ~= 'running' and not M.WAITING[edit.state] then
      edits[id], ages[id] = nil, nil
      marks.clear(bufnr, id)
    end
  end
end

---@param progress pt_lsp.Progress
---@return boolean whether something can still be done with it, here
local function has_place(progress)
  return OPEN[progress.state] ~= nil and type(progress.range) == 'table'
end

---@param bufnr integer
---@param progress pt_lsp.Progress
local function remember(bufnr, progress)
  local edits = open[bufnr] or {}
  open[bufnr] = edits
  local id = progress.editId
  if progress.state == 'running' and not edits[id] then
    drop_undecidable(edits, bufnr)
  end
  edits[id] = has_place(progress) and progress or nil
  n_edits = n_edits + 1
  ages[id] = edits[id] and (ages[id] or n_edits)
end

--- What is drawn follows what is known.
---@param client vim.lsp.Client
---@param bufnr integer
---@param id string
local function show(client, bufnr, id)
  local edit = M.find(bufnr, id)
  if edit then
    watch.begin(bufnr, { settle = marks.settle, lose = M.close })
    marks.draw(client, bufnr, edit)
    return
  end
  marks.clear(bufnr, id)
  if not next(open[bufnr]) then
    watch.stop(bufnr)
  end
end

---@param client vim.lsp.Client
---@param bufnr integer
---@param progress pt_lsp.Progress
local function note_in(client, bufnr, progress)
  local before = M.find(bufnr, progress.editId)
  remember(bufnr, progress)
  if begins_step(before and before.state, progress.state) then
    undo.forget(bufnr, progress.editId)
  end
  show(client, bufnr, progress.editId)
  warning.tell(before, progress, function()
    return M.find(bufnr, progress.editId) ~= nil
  end)
  events.fire('PtLspEdit', vim.tbl_extend('force', progress, { bufnr = bufnr }))
end

---@param progress pt_lsp.Progress
---@param client_id integer
function M.note(progress, client_id)
  local client = vim.lsp.get_client_by_id(client_id)
  local bufnr = client and server.buffer_of(client, progress.uri)
  if client and bufnr then
    note_in(client, bufnr, progress)
  end
end

--- Takes an edit for ended, of which the server has not told that.
---@param client vim.lsp.Client
---@param bufnr integer
---@param edit pt_lsp.Progress
---@param state pt_lsp.EditState
function M.end_as(client, bufnr, edit, state)
  local ended = { state = state, hunks = {}, range = vim.NIL, warning = vim.NIL }
  note_in(client, bufnr, vim.tbl_extend('force', edit, ended))
end

--- The edits that are not decided, in the order in which they stand in the text.
---@param bufnr integer
---@return pt_lsp.Progress[]
function M.in_buffer(bufnr)
  return pointing.in_text_order(bufnr, vim.tbl_values(open[bufnr] or {}))
end

--- The rows on which a hunk's new text stands now; none of one that only took lines away.
---@param bufnr integer
---@param hunk_id string
---@return integer? first zero-based; nil where it is nowhere
---@return integer? last exclusive
function M.hunk_rows(bufnr, hunk_id)
  return marks.rows(bufnr, hunk_id)
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
  return pointing.meant(bufnr, row, all, ages)
end

--- The undecided hunk of `edit` on `row`.
---@param bufnr integer
---@param edit pt_lsp.Progress
---@param row integer zero-based
---@return string? id
function M.hunk_at(bufnr, edit, row)
  for _, hunk in ipairs(edit.hunks) do
    if M.WAITING[hunk.state] and pointing.is_at(bufnr, hunk.id, row) then
      return hunk.id
    end
  end
end

--- Forgets a buffer that is not served any more, or is read again: what waits there is told anew.
---@param bufnr integer
function M.close(bufnr)
  local edits = open[bufnr] or {}
  for id in pairs(edits) do
    ages[id] = nil
  end
  open[bufnr] = nil
  watch.stop(bufnr)
  marks.clear_all(bufnr)
  for _, edit in pairs(edits) do
    local gone = { state = 'gone', range = vim.NIL, hunks = {}, bufnr = bufnr }
    events.fire('PtLspEdit', vim.tbl_extend('force', edit, gone))
  end
end

return M
