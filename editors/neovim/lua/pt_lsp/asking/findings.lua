--- Reviews: what the model finds in a file, in lines of it, or in what has changed. The server publishes the
--- findings as diagnostics; those of a folder's changes are in a quickfix list too, which nobody has to open.
local place = require('pt_lsp.asking.place')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

local SOURCE = 'PowerTokens'
--- By this Neovim tells us our list from those of others.
local CONTEXT = 'pt_lsp.findings'
local TITLE = 'PowerTokens: review'
local TYPES = { 'E', 'W', 'I', 'N' }

---@class pt_lsp.Finding
---@field uri string
---@field range lsp.Range
---@field severity lsp.DiagnosticSeverity
---@field message string

---@class pt_lsp.ReviewResult
---@field findings pt_lsp.Finding[]
---@field state? string
---@field message? string what else there is to know of it, a sentence

---@param findings pt_lsp.Finding[]
---@param encoding lsp.PositionEncodingKind
local function list(findings, encoding)
  local items = vim.lsp.util.locations_to_items(findings, encoding)
  for _, item in ipairs(items) do
    local finding = item.user_data --[[@as pt_lsp.Finding]]
    item.text, item.type = finding.message, TYPES[finding.severity]
  end
  -- An older list of ours is not one more step for `:colder`.
  local is_ours = vim.fn.getqflist({ context = 0 }).context == CONTEXT
  vim.fn.setqflist({}, is_ours and 'r' or ' ', { items = items, title = TITLE, context = CONTEXT })
end

---@param result pt_lsp.ReviewResult
---@param is_listed boolean
---@return string
local function sentence_of(result, is_listed)
  local n_found = #result.findings
  local sentence = n_found == 1 and '1 finding' or ('%d findings'):format(n_found)
  if n_found == 0 then
    sentence = 'Nothing found'
  elseif is_listed then
    sentence = sentence .. '; :copen lists them'
  end
  return ('%s.%s'):format(sentence, type(result.message) == 'string' and ' ' .. result.message or '')
end

---@param client vim.lsp.Client
---@param argument table
---@param subject string
---@param bufnr? integer
local function ask(client, argument, subject, bufnr)
  local is_of_changes = argument.textDocument == nil
  local request_id = server.execute(client, 'ptLsp.review', argument, {
    bufnr = bufnr,
    on_result = function(result)
      if result.state == 'cancelled' then
        return
      elseif is_of_changes and #result.findings > 0 then
        list(result.findings, client.offset_encoding)
      end
      tell(sentence_of(result, is_of_changes), vim.log.levels.INFO)
    end,
  })
  if request_id then
    tell(('Reviewing %s; :Pt cancel stops it.'):format(subject), vim.log.levels.INFO)
  end
end

--- Reviews the given range or lines, else the selection, else the whole buffer.
---@param options? {bufnr?: integer, range?: lsp.Range, lines?: {[1]: integer, [2]: integer}}
function M.review(options)
  local at = place.at(options)
  if not at then
    return
  end
  local subject = at:name()
  if at:is_point() then
    at.argument.range = nil
    subject = vim.fs.basename(vim.api.nvim_buf_get_name(at.bufnr))
  end
  ask(at.client, at.argument, subject, at.bufnr)
end

--- Reviews what has changed in the folder of a buffer: what is staged, else all.
---@param options? {bufnr?: integer}
function M.review_changes(options)
  local client, argument = require('pt_lsp.asking.folder').at(options)
  if client then
    ask(client, argument, 'the changes')
  end
end

--- Whether any finding is there to be cleared.
---@return boolean
function M.are_shown()
  return vim.iter(vim.diagnostic.get()):any(function(diagnostic)
    return diagnostic.source == SOURCE
  end)
end

--- Takes all findings away.
function M.clear()
  for _, client in ipairs(vim.lsp.get_clients({ name = 'pt_lsp' })) do
    if not client:is_stopped() then
      server.execute(client, 'ptLsp.clearReview', vim.empty_dict())
    end
  end
  if vim.fn.getqflist({ context = 0 }).context == CONTEXT then
    vim.fn.setqflist({}, 'r', { items = {} })
  end
end

return M
