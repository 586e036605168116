--- Answers `workspace/applyEdit` of our server honestly: an edit for another text than the buffer's is
--- refused. Other servers' edits never come here.
local attachment = require('pt_lsp.server.attachment')
local known = require('pt_lsp.editing.edits')
local pointing = require('pt_lsp.editing.pointing')
local problems = require('pt_lsp.server.problems')
local server = require('pt_lsp.server')
local telling = require('pt_lsp.editing.telling')
local under_way = require('pt_lsp.editing.under_way')
local undo = require('pt_lsp.editing.undo')
local view = require('pt_lsp.editing.view')

local M = {}

---@param change table an entry of `documentChanges`
---@return boolean
local function is_versioned(change)
  return change.kind == nil and type(change.textDocument.version) == 'number'
end

--- A document that was just opened has version 0, which Neovim itself takes for "do not check": for it the
--- server sends 1, which no document of Neovim's ever has.
---@param version integer that an edit is for
---@param bufnr integer
---@return boolean
local function is_current(version, bufnr)
  return math.max(version, 1) == math.max(vim.lsp.util.buf_versions[bufnr], 1)
end

---@param change lsp.TextDocumentEdit
---@param client vim.lsp.Client
---@return integer? bufnr
---@return string? reason why it does not fit
local function target_of(change, client)
  local bufnr = server.buffer_of(client, change.textDocument.uri)
  if not bufnr then
    return nil, 'the document is not open'
  elseif not attachment.is_confirmed(bufnr) or not is_current(change.textDocument.version, bufnr) then
    return nil, 'the document has changed'
  elseif not vim.bo[bufnr].modifiable then
    return nil, 'the buffer cannot be modified'
  end
  local reason = under_way.in_the_way(bufnr, change.edits)
  return not reason and bufnr or nil, reason
end

---@param bufnr integer
---@param edits lsp.TextEdit[]
---@param encoding lsp.PositionEncodingKind
local function apply(bufnr, edits, encoding)
  local open = known.in_buffer(bufnr)
  local edit_id = #edits > 0 and pointing.nearest(bufnr, open, edits[1].range.start.line) or nil
  undo.in_step_of(bufnr, edit_id, function()
    view.kept(bufnr, edits, function()
      vim.lsp.util.apply_text_edits(edits, bufnr, encoding)
    end)
  end)
end

---@param params lsp.ApplyWorkspaceEditParams
---@param context lsp.HandlerContext
---@return lsp.ApplyWorkspaceEditResult
function M.answer(params, context)
  local client = assert(vim.lsp.get_client_by_id(context.client_id))
  local changes = params.edit.documentChanges or {}
  if #changes == 0 or not vim.iter(changes):all(is_versioned) then
    -- New files and the like are Neovim's own business; without the label it does not print it.
    return vim.lsp.handlers['workspace/applyEdit'](nil, { edit = params.edit }, context)
  end
  local buffers = {}
  for index, change in ipairs(changes) do
    local bufnr, reason = target_of(change, client)
    if not bufnr then
      return { applied = false, failureReason = reason }
    end
    buffers[index] = bufnr
  end
  for index, change in ipairs(changes) do
    local is_applied, failure = pcall(apply, buffers[index], change.edits, client.offset_encoding)
    -- The answer comes after what it is about.
    telling.flush(client)
    problems.outdate(buffers[index])
    if not is_applied then
      return { applied = false, failureReason = tostring(failure), failedChange = index - 1 }
    end
  end
  return { applied = true }
end

return M
